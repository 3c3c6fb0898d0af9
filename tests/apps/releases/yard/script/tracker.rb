# frozen_string_literal: true

# A second web server: tells which path it was asked for, and what lies on the volume.
require "json"
require "socket"

trap("TERM") { exit }
server = TCPServer.new("0.0.0.0", Integer(ENV.fetch("PORT")))
loop do
  client = server.accept
  begin
    path = client.gets.to_s.split[1]
    nil until client.gets.to_s.strip.empty?
    kept = File.exist?("public/system/kept.txt") ? File.read("public/system/kept.txt") : nil
    answer = JSON.generate(process: "tracker", path:, kept:)
    client.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: #{answer.bytesize}\r\n")
    client.write("Connection: close\r\n\r\n", answer)
  rescue SystemCallError
    # Whoever only looks whether the port is open has gone.
  ensure
    client.close
  end
end
