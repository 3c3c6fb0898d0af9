# frozen_string_literal: true

# What lies in the second database.
class LedgerRecord < ApplicationRecord
  self.abstract_class = true

  connects_to database: { writing: :ledger, reading: :ledger }
end
