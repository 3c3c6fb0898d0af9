# frozen_string_literal: true

Rails.application.configure do
  config.enable_reloading = false
  config.eager_load = true
  config.consider_all_requests_local = false
  config.action_controller.perform_caching = true
  config.cache_store = :mem_cache_store if ENV.key?("MEMCACHE_SERVERS")

  # TLS ends in front of the pods.
  config.assume_ssl = true
  config.force_ssl = true

  # Else Ruby keeps what a migration says until its end.
  $stdout.sync = true
  config.logger = ActiveSupport::TaggedLogging.new(ActiveSupport::Logger.new($stdout))
  config.log_tags = [:request_id]
  config.log_level = ENV.fetch("RAILS_LOG_LEVEL", "info")

  config.active_record.dump_schema_after_migration = false

  # Photos go through Rails, so that one address serves them wherever they are kept. They are kept as they came.
  config.active_storage.service = :local
  config.active_storage.resolve_model_to_route = :rails_storage_proxy
  config.active_storage.analyzers = []

  config.action_cable.allowed_request_origins = ENV.fetch("CABLE_ORIGINS", "").split(",")
end
