# frozen_string_literal: true

# Comes before the web server, and after what runs beside it: notes what that says.
require "socket"

said = 120.times.find do
  break TCPSocket.open("127.0.0.1", 9102, &:gets)
rescue SystemCallError
  sleep 0.5
  false
end
File.write("tmp/before.txt", said || abort("nobody is beside"))
