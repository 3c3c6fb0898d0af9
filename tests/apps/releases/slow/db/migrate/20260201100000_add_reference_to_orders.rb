# frozen_string_literal: true

# Takes twenty seconds and holds no lock meanwhile: the release before goes on reading and writing.
class AddReferenceToOrders < ActiveRecord::Migration[7.2]
  disable_ddl_transaction!

  class Order < ActiveRecord::Base
  end

  def up
    add_column :orders, :reference, :string, if_not_exists: true
    Order.reset_column_information
    20.times do |part|
      Order.where(reference: nil).where("id % 20 = ?", part).update_all("reference = 'ORDER-' || id")
      say "part #{part + 1} of 20"
      sleep 1
    end
  end

  def down
    remove_column :orders, :reference
  end
end
