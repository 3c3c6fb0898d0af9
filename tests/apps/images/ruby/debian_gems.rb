# frozen_string_literal: true

# Each Ruby of this image starts with this file. The Dockerfile tells Bundler to use only gems of its own folder; here the
# gems are Debian's, which lie in the system's folders.
%w[BUNDLE_DEPLOYMENT BUNDLE_PATH BUNDLE_WITHOUT].each { |name| ENV.delete(name) }
