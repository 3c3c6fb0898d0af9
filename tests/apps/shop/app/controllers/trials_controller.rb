# frozen_string_literal: true

# What a test asks of a running release.
class TrialsController < ApplicationController
  def version
    render json: {
      release: Shop::RELEASE,
      greeting: Rails.configuration.x.greeting,
      credentials: Rails.application.credentials.motto,
      schema: ActiveRecord::Base.connection_pool.migration_context.current_version,
      host: Socket.gethostname
    }
  end

  def counts
    render json: {
      orders: Order.count,
      digests: OrderDigest.count,
      steps: PackingStep.group(:name).count
    }
  end

  # The same word as long as the cache keeps it.
  def cached
    render json: { word: Rails.cache.fetch("word") { SecureRandom.hex } }
  end

  # A request that takes its time.
  def slow
    seconds = params.fetch(:seconds, 1).to_f.clamp(0, 60)
    sleep seconds
    render json: { seconds:, host: Socket.gethostname }
  end

  # A request that takes memory: as much as it says, until it is answered.
  def memory
    taken = Array.new(params.fetch(:megabytes, 0).to_i.clamp(0, 2048)) { "x" * 1.megabyte }
    resident = File.read("/proc/self/status")[/^VmRSS:\s+(\d+)/, 1].to_i / 1024
    render json: { taken: taken.size, resident:, host: Socket.gethostname }
  end
end
