# frozen_string_literal: true

# What one says at the counter, everybody at it hears, whichever pod they are connected to.
class CounterChannel < ApplicationCable::Channel
  STREAM = "counter"

  def subscribed
    stream_from STREAM
  end

  def say(data)
    ActionCable.server.broadcast(STREAM, { text: data["text"], from: Socket.gethostname })
  end
end
