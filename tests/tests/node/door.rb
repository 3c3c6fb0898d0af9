# What an Ingress controller does for one host: ends TLS with the certificate of a Secret, tells the app so, and passes the rest on.
require "openssl"
require "socket"

host, port = ARGV
context = OpenSSL::SSL::SSLContext.new
chain = OpenSSL::X509::Certificate.load(File.read("/tls/tls.crt"))
context.add_certificate(chain.first, OpenSSL::PKey.read(File.read("/tls/tls.key")), chain.drop(1))
listener = TCPServer.new("0.0.0.0", 8443)
door = OpenSSL::SSL::SSLServer.new(listener, context)
door.start_immediately = false
loop do
  client = door.accept
  Thread.new do
    client.accept
    app = TCPSocket.new(host, port.to_i)
    app.write(client.gets, "X-Forwarded-Proto: https\r\n")
    back = Thread.new { IO.copy_stream(app, client) }
    Thread.new { IO.copy_stream(client, app) }
    back.join
  rescue IOError, SystemCallError, OpenSSL::SSL::SSLError => error
    warn error.message
  ensure
    app&.close
    client.close
  end
end
