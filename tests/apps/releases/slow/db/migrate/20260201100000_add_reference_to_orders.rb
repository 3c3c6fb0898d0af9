# frozen_string_literal: true

# Takes until somebody makes the file tmp/go-on in its container, and holds no lock meanwhile: the release before goes on
# reading and writing.
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
      await if part == 2
    end
  end

  def down
    remove_column :orders, :reference
  end

  private

  def await
    600.times do
      return if Rails.root.join("tmp/go-on").exist?

      sleep 1
    end
    raise "nobody said that the migration goes on"
  end
end
