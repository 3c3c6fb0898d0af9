# frozen_string_literal: true

Rails.application.routes.draw do
  root "orders#index"

  resources :orders, only: %i[index show create]
  resources :packings, only: %i[show create]

  get "up" => "rails/health#show"

  scope controller: :trials do
    get "version"
    get "counts"
    get "cached"
    get "slow"
    get "memory"
  end
end
