# frozen_string_literal: true

# What the migrations of the second database make.
ActiveRecord::Schema[7.2].define(version: 2026_03_01_100000) do
  create_table "entries", force: :cascade do |t|
    t.string "text", null: false
  end
end
