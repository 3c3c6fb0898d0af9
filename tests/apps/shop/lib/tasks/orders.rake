# frozen_string_literal: true

namespace :orders do
  desc "Notes how many orders there are; run by a schedule"
  task digest: :environment do
    digest = OrderDigest.create!(orders: Order.count, host: Socket.gethostname)
    puts "#{digest.orders} orders"
  end

  desc "Makes a few orders (COUNT, default 3)"
  task sample: :environment do
    count = Integer(ENV.fetch("COUNT", 3))
    count.times { |index| Order.create!(customer: "Sample #{index + 1}", item: "Rope", quantity: index + 1) }
    puts "#{count} orders made"
  end

  desc "Notes each second how many orders there are, until it is told to stop; its last note says so"
  task :watch, [:remark] => :environment do |_task, args|
    stopped = false
    trap("TERM") { stopped = true }
    note = ->(word) { OrderDigest.create!(orders: Order.count, host: [Socket.gethostname, args[:remark], word].join(" ")) }
    FileUtils.touch("tmp/watching")
    until stopped
      note.call("watches")
      sleep 1
    end
    note.call("stops")
  end
end
