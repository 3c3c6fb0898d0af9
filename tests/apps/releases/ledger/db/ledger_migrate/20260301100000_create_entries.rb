# frozen_string_literal: true

class CreateEntries < ActiveRecord::Migration[7.2]
  def change
    create_table :entries do |t|
      t.string :text, null: false
    end
  end
end
