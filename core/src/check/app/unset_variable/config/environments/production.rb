Rails.application.configure do
  config.action_mailer.smtp_settings = { address: ENV.fetch("MAIL_HOST") }
end
