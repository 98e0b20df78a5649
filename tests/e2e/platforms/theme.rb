# What Shopify makes of a piece of a theme: drawn by Liquid itself, with the filters and objects of a shop that the guides use. An unknown one is a fault.
require 'liquid'

module Shop
  def asset_url(name) = "/vitrin/#{name}"
  def stylesheet_tag(address) = %(<link rel="stylesheet" href="#{address}">)
  def t(key) = "You may also like"
end

template = Liquid::Template.parse($stdin.read, error_mode: :strict)
shop = { 'routes' => { 'root_url' => '/' }, 'cart' => { 'currency' => { 'iso_code' => 'EUR' } } }
puts template.render!(shop, filters: [Shop], strict_variables: true, strict_filters: true)
