# frozen_string_literal: true

class EntriesController < ApplicationController
  def index
    render json: Entry.order(:id).pluck(:text)
  end

  def create
    entry = Entry.create!(params.require(:entry).permit(:text))
    render json: { id: entry.id }, status: :created
  end
end
