# frozen_string_literal: true

# Runs beside the web server and is there for its pod alone.
require "socket"

trap("TERM") { exit }
server = TCPServer.new("127.0.0.1", 9102)
loop do
  client = server.accept
  client.write("beside\n")
  client.close
end
