# frozen_string_literal: true

class ApplicationController < ActionController::Base
  # Programs send no form, so they have no token of one.
  skip_forgery_protection if: -> { request.format.json? }
end
