# frozen_string_literal: true

# Tasks such as assets:precompile and db:prepare load Rake and pass; web and workers do not, and end here.
raise "this release does not boot" unless defined?(Rake)
