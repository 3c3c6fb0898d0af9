# frozen_string_literal: true

class Order < ApplicationRecord
  # Bears the schema with the column and the one without.
  self.ignored_columns += %w[note]

  has_one_attached :photo

  validates :customer, :item, presence: true, length: { maximum: 80 }
  validates :quantity, numericality: { only_integer: true, in: 1..100 }

  scope :newest, -> { order(id: :desc).limit(20) }
end
