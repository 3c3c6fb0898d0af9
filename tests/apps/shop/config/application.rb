# frozen_string_literal: true

require_relative "boot"

require "rails"
require "active_record/railtie"
require "active_job/railtie"
require "active_storage/engine"
require "action_controller/railtie"
require "action_view/railtie"
require "action_cable/engine"

Bundler.require(*Rails.groups)

module Shop
  # What this release is called, for whoever asks which one answers.
  RELEASE = File.read(File.expand_path("release.txt", __dir__)).strip

  class Application < Rails::Application
    config.load_defaults 7.2
    config.active_job.queue_adapter = :sidekiq
    config.x.greeting = ENV.fetch("SHOP_GREETING", "Welcome")
  end
end
