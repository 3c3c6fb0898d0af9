# frozen_string_literal: true

# What the pods find as files is the greeting. The image is built without them.
host = Rails.root.join("config/search.yml")
if host.exist?
  key = Rails.root.join("config/signing.key").read.strip
  Rails.configuration.x.greeting = "#{YAML.safe_load(host.read).fetch("host")} by #{key}"
end
