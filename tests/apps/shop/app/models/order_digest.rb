# frozen_string_literal: true

# How many orders there were, from time to time.
class OrderDigest < ApplicationRecord
end
