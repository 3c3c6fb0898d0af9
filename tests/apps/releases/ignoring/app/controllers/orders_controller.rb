# frozen_string_literal: true

class OrdersController < ApplicationController
  def index
    @order = Order.new
    list
  end

  def show
    order = Order.find(params[:id])
    render json: as_json(order)
  end

  def create
    @order = Order.new(order_params)
    saved = @order.save
    respond_to do |format|
      format.html { saved ? redirect_to(root_path) : (list and render(:index, status: :unprocessable_entity)) }
      format.json { saved ? render(json: as_json(@order), status: :created) : refuse }
    end
  end

  private

  def order_params
    params.require(:order).permit(:customer, :item, :quantity, :photo)
  end

  def list
    @orders = Order.with_attached_photo.newest
  end

  def refuse
    render json: { errors: @order.errors.full_messages }, status: :unprocessable_entity
  end

  def as_json(order)
    photo = order.photo.attached? ? polymorphic_path(order.photo) : nil
    order.slice(:id, :customer, :item, :quantity).merge(photo:)
  end
end
