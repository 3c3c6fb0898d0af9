# frozen_string_literal: true

# The release before reads and writes the column: it fails from now on, wherever it still runs.
class RemoveNoteFromOrders < ActiveRecord::Migration[7.2]
  def change
    remove_column :orders, :note, :string
  end
end
