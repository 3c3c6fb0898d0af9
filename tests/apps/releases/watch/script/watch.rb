# frozen_string_literal: true

# May run once only. Notes in the database, by the database's clock, since when it runs and when it was last alive.
require "pg"
require "socket"

stopped = false
trap("TERM") { stopped = true }
database = PG.connect(ENV.fetch("DATABASE_URL"))
database.exec("SET client_min_messages = warning")
database.exec(<<~SQL)
  CREATE TABLE IF NOT EXISTS watches (
    id bigserial PRIMARY KEY, host text NOT NULL, stopped boolean NOT NULL DEFAULT false,
    began timestamptz NOT NULL DEFAULT clock_timestamp(), seen timestamptz NOT NULL DEFAULT clock_timestamp()
  )
SQL
id = database.exec_params("INSERT INTO watches (host) VALUES ($1) RETURNING id", [Socket.gethostname]).getvalue(0, 0)
alive = lambda do
  database.exec_params("UPDATE watches SET seen = clock_timestamp(), stopped = $2 WHERE id = $1", [id, stopped])
  sleep 0.1
end
alive.call until stopped
# Whoever came before its end would be seen.
20.times { alive.call }
