# frozen_string_literal: true

class CreateOrders < ActiveRecord::Migration[7.2]
  def change
    create_table :orders do |t|
      t.string :customer, null: false
      t.string :item, null: false
      t.integer :quantity, null: false, default: 1
      t.string :note
      t.timestamps
    end

    create_table :order_digests do |t|
      t.integer :orders, null: false
      t.string :host, null: false
      t.datetime :created_at, null: false
    end
  end
end
