# frozen_string_literal: true

class PackingsController < ApplicationController
  def show
    packing = Packing.find(params[:id])
    steps = packing.steps.map { |step| { name: step.name, host: step.host, at: step.created_at } }
    render json: { id: packing.id, seconds: packing.seconds, steps: }
  end

  def create
    packing = Packing.create!(seconds: params.fetch(:seconds, 1))
    PackJob.perform_later(packing)
    render json: { id: packing.id }, status: :accepted
  end
end
