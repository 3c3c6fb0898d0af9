# frozen_string_literal: true

# Fails after it has changed something, which the database takes back.
class AddWeightToOrders < ActiveRecord::Migration[7.2]
  def up
    add_column :orders, :weight, :integer
    raise "orders cannot be weighed"
  end

  def down
    remove_column :orders, :weight
  end
end
