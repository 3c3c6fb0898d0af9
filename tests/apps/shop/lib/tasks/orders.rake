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
end
