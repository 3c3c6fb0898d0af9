# frozen_string_literal: true

require_relative "config/environment"

map(Rails.application.config.relative_url_root || "/") { run Rails.application }
Rails.application.load_server
