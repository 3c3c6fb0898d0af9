# frozen_string_literal: true

# Speaks no HTTP: greets whoever connects by the address that he comes from.
require "socket"

trap("TERM") { exit }
server = TCPServer.new("0.0.0.0", Integer(ENV.fetch("PORT")))
loop do
  client = server.accept
  begin
    client.write("220 yard #{client.peeraddr(false).last}\r\n")
  rescue SystemCallError
    # Gone already.
  ensure
    client.close
  end
end
