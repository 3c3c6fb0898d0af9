# frozen_string_literal: true

class CreatePackings < ActiveRecord::Migration[7.2]
  def change
    create_table :packings do |t|
      t.integer :seconds, null: false
      t.datetime :created_at, null: false
    end

    create_table :packing_steps do |t|
      t.references :packing, null: false, foreign_key: true
      t.string :name, null: false
      t.string :host, null: false
      t.datetime :created_at, null: false
    end
  end
end
