# frozen_string_literal: true

class Order < ApplicationRecord
  has_one_attached :photo

  validates :customer, :item, presence: true, length: { maximum: 80 }
  validates :quantity, numericality: { only_integer: true, in: 1..100 }

  scope :newest, -> { order(id: :desc).limit(20) }
end
