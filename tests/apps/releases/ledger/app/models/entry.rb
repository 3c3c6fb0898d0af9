# frozen_string_literal: true

# A line of the ledger.
class Entry < LedgerRecord
  validates :text, presence: true
end
