# frozen_string_literal: true

# What the migrations make; `bin/rails db:schema:dump` writes it.
ActiveRecord::Schema[7.2].define(version: 2026_01_01_120000) do
  # These are extensions that must be enabled in order to support this database
  enable_extension "plpgsql"

  create_table "active_storage_attachments", force: :cascade do |t|
    t.string "name", null: false
    t.string "record_type", null: false
    t.bigint "record_id", null: false
    t.bigint "blob_id", null: false
    t.datetime "created_at", null: false
    t.index ["blob_id"], name: "index_active_storage_attachments_on_blob_id"
    t.index ["record_type", "record_id", "name", "blob_id"], name: "one_attachment_once", unique: true
  end

  create_table "active_storage_blobs", force: :cascade do |t|
    t.string "key", null: false
    t.string "filename", null: false
    t.string "content_type"
    t.text "metadata"
    t.string "service_name", null: false
    t.bigint "byte_size", null: false
    t.string "checksum"
    t.datetime "created_at", null: false
    t.index ["key"], name: "index_active_storage_blobs_on_key", unique: true
  end

  create_table "active_storage_variant_records", force: :cascade do |t|
    t.bigint "blob_id", null: false
    t.string "variation_digest", null: false
    t.index ["blob_id", "variation_digest"], name: "one_variant_once", unique: true
  end

  create_table "order_digests", force: :cascade do |t|
    t.integer "orders", null: false
    t.string "host", null: false
    t.datetime "created_at", null: false
  end

  create_table "orders", force: :cascade do |t|
    t.string "customer", null: false
    t.string "item", null: false
    t.integer "quantity", default: 1, null: false
    t.string "note"
    t.datetime "created_at", null: false
    t.datetime "updated_at", null: false
  end

  create_table "packing_steps", force: :cascade do |t|
    t.bigint "packing_id", null: false
    t.string "name", null: false
    t.string "host", null: false
    t.datetime "created_at", null: false
    t.index ["packing_id"], name: "index_packing_steps_on_packing_id"
  end

  create_table "packings", force: :cascade do |t|
    t.integer "seconds", null: false
    t.datetime "created_at", null: false
  end

  add_foreign_key "active_storage_attachments", "active_storage_blobs", column: "blob_id"
  add_foreign_key "active_storage_variant_records", "active_storage_blobs", column: "blob_id"
  add_foreign_key "packing_steps", "packings"
end
