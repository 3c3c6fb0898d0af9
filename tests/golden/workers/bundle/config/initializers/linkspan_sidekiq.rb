# frozen_string_literal: true

# Made from linkspan.yml: change that file and generate again.
require "fileutils"

Sidekiq.configure_server do |config|
  # Each worker's Deployment names its own: name:threads:queue,queue
  ENV.fetch("SIDEKIQ_CAPSULES", "").split.each do |line|
    name, threads, queues = line.split(":")
    config.capsule(name) do |capsule|
      capsule.concurrency = Integer(threads)
      capsule.queues = queues.split(",")
    end
  end
  # Shows Kubernetes that the process lives, whether Redis does or not.
  if (file = ENV["ALIVE_FILE"])
    config.on(:startup) do
      Thread.new do
        loop do
          FileUtils.touch(file)
          sleep 10
        end
      end
    end
  end
end
