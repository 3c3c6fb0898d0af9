# frozen_string_literal: true

# Made from linkspan.yml: change that file and generate again.
require "fileutils"

# How long running jobs may take after the signal to stop; the Deployment says it.
if (seconds = ENV["SOLID_QUEUE_SHUTDOWN_TIMEOUT"])
  SolidQueue.shutdown_timeout = Integer(seconds).seconds
end

# Shows Kubernetes that the process that works jobs off lives.
if (file = ENV["ALIVE_FILE"])
  SolidQueue.on_worker_start do
    Thread.new do
      loop do
        FileUtils.touch(file)
        sleep 10
      end
    end
  end
end
