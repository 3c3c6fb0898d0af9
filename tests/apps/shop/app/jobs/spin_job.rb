# frozen_string_literal: true

# Keeps a thread busy: what sleeps would not show whether a worker that computes is taken for a dead one.
class SpinJob < ApplicationJob
  queue_as { arguments.second || :default }

  def perform(seconds, _queue = nil)
    till = Process.clock_gettime(Process::CLOCK_MONOTONIC) + seconds
    nil until Process.clock_gettime(Process::CLOCK_MONOTONIC) >= till
  end
end
