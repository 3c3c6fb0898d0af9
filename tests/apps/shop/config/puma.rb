# frozen_string_literal: true

# Puma takes the number of its processes from WEB_CONCURRENCY by itself.
threads_count = ENV.fetch("RAILS_MAX_THREADS", 3).to_i
threads threads_count, threads_count

port ENV.fetch("PORT", 3000)
