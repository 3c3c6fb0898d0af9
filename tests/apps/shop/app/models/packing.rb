# frozen_string_literal: true

# Work of a given length. Its steps tell what became of it: a run that is cut short is put back and starts again, and only
# one run may finish.
class Packing < ApplicationRecord
  has_many :steps, -> { order(:id) }, class_name: "PackingStep", inverse_of: :packing, dependent: :destroy

  validates :seconds, numericality: { only_integer: true, in: 0..600 }

  def pack
    note :started
    sleep seconds
    note :finished
  rescue Sidekiq::Shutdown
    note :put_back
    raise
  end

  private

  def note(name)
    steps.create!(name:, host: Socket.gethostname)
  end
end
