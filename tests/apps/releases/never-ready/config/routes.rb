# frozen_string_literal: true

Rails.application.routes.draw do
  root "orders#index"

  resources :orders, only: %i[index show create]
  resources :packings, only: %i[show create]

  get "up" => ->(_) { [503, { "content-type" => "text/plain" }, ["not ready"]] }

  scope controller: :trials do
    get "version"
    get "counts"
    get "slow"
    get "memory"
  end
end
