# frozen_string_literal: true

# While the image is built there is no secret.
Rails.configuration.x.new_api_key = ENV.fetch("NEW_API_KEY") unless ENV["SECRET_KEY_BASE_DUMMY"]
