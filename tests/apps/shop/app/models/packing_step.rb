# frozen_string_literal: true

class PackingStep < ApplicationRecord
  belongs_to :packing

  enum :name, %w[started put_back finished].index_by(&:itself), scopes: false, instance_methods: false
end
