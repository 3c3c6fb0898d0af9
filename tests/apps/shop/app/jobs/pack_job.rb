# frozen_string_literal: true

class PackJob < ApplicationJob
  def perform(packing)
    packing.pack
  end
end
