//! The catalogue as machines read it: feed, sitemap, JSON-LD and the objects a tag manager gets.

use crate::catalogue::{Catalogue, Category, Choice, Product};
use serde_json::{Value, json};

fn short_availability(in_stock: bool) -> &'static str {
    match in_stock {
        true => "InStock",
        false => "OutOfStock",
    }
}

fn availability(in_stock: bool) -> String {
    format!("https://schema.org/{}", short_availability(in_stock))
}

/// `/feed.json`, one product a line so that a change reads well in a diff.
pub fn feed(catalogue: &Catalogue) -> String {
    let line = |product: &Product| {
        json!({
            "id": product.id,
            "title": product.title,
            "url": product.url(),
            "image": product.image(),
            "price": product.price.to_string(),
            "currency": catalogue.shop.currency,
            "brand": product.brand,
            "category": catalogue.category_of(product).name,
            "availability": short_availability(product.in_stock()),
        })
        .to_string()
    };
    let lines: Vec<String> = catalogue.products.iter().map(line).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// `/sitemap.xml`.
pub fn sitemap(catalogue: &Catalogue) -> String {
    let mut urls = vec!["/".to_owned()];
    urls.extend(catalogue.categories.iter().map(Category::url));
    urls.extend(catalogue.products.iter().map(Product::url));
    let entries: String = urls
        .iter()
        .map(|url| format!("  <url><loc>{}{url}</loc></url>\n", catalogue.shop.origin))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</urlset>\n"
    )
}

/// `/robots.txt`.
pub fn robots(catalogue: &Catalogue) -> String {
    format!(
        "User-agent: *\nDisallow: /cart/\nDisallow: /checkout/\nDisallow: /thank-you/\nSitemap: {}/sitemap.xml\n",
        catalogue.shop.origin
    )
}

/// schema.org Product, one offer for each size or colour.
pub fn product_ld(catalogue: &Catalogue, product: &Product) -> Value {
    let offer = |sku: &str, name: Option<&str>, price: String, in_stock: bool| {
        let mut offer = json!({
            "@type": "Offer",
            "url": product.url(),
            "sku": sku,
            "price": price,
            "priceCurrency": catalogue.shop.currency,
            "availability": availability(in_stock),
            "itemCondition": "https://schema.org/NewCondition",
        });
        if let Some(name) = name {
            offer["name"] = name.into();
        }
        offer
    };
    let offers = match product.choice() {
        Choice::None => offer(
            &product.id,
            None,
            product.price.to_string(),
            product.in_stock(),
        ),
        Choice::Colour(variants) | Choice::Size(variants) => variants
            .iter()
            .map(|v| offer(&v.sku, Some(v.name), v.price.to_string(), v.in_stock))
            .collect(),
    };
    json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "sku": product.id,
        "url": product.url(),
        "image": [product.image()],
        "description": product.text,
        "brand": {"@type": "Brand", "name": product.brand},
        "category": catalogue.category_of(product).name,
        "offers": offers,
    })
}

/// schema.org BreadcrumbList from name and address pairs.
pub fn trail_ld(trail: &[(&str, String)]) -> Value {
    let step = |(index, (name, url)): (usize, &(&str, String))| json!({"@type": "ListItem", "position": index + 1, "name": name, "item": url});
    let steps: Vec<Value> = trail.iter().enumerate().map(step).collect();
    json!({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps})
}

/// schema.org shop and its search, for the home page.
pub fn shop_ld(catalogue: &Catalogue) -> Value {
    json!({
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "OnlineStore", "name": catalogue.shop.name, "url": "/", "slogan": catalogue.shop.tagline},
            {"@type": "WebSite", "name": catalogue.shop.name, "url": "/", "potentialAction": {
                "@type": "SearchAction", "target": "/search/?q={search_term_string}", "query-input": "required name=search_term_string"
            }},
        ],
    })
}

/// GA4's item.
pub fn item(catalogue: &Catalogue, product: &Product) -> Value {
    json!({
        "item_id": product.id,
        "item_name": product.title,
        "item_brand": product.brand,
        "item_category": catalogue.category_of(product).name,
        "price": product.price.number(),
        "quantity": 1,
    })
}

/// GA4's `view_item`.
pub fn view_item(catalogue: &Catalogue, product: &Product) -> Value {
    let ecommerce = json!({
        "currency": catalogue.shop.currency,
        "value": product.price.number(),
        "items": [item(catalogue, product)],
    });
    json!({"event": "view_item", "ecommerce": ecommerce})
}

/// GA4's `view_item_list`.
pub fn view_item_list(catalogue: &Catalogue, id: &str, name: &str, products: &[&Product]) -> Value {
    let listed = |(index, product): (usize, &&Product)| {
        let mut item = item(catalogue, product);
        item["index"] = index.into();
        item
    };
    let items: Vec<Value> = products.iter().enumerate().map(listed).collect();
    let ecommerce = json!({
        "currency": catalogue.shop.currency,
        "item_list_id": id,
        "item_list_name": name,
        "items": items,
    });
    json!({"event": "view_item_list", "ecommerce": ecommerce})
}

/// What the shop's script needs to put this product into the cart.
pub fn for_cart(catalogue: &Catalogue, product: &Product) -> Value {
    let variants = match product.choice() {
        Choice::None => Vec::new(),
        Choice::Colour(variants) | Choice::Size(variants) => variants,
    };
    let variant = |v: &crate::catalogue::Variant<'_>| json!({"sku": v.sku, "name": v.name, "price": v.price.to_string(), "image": v.image});
    json!({
        "id": product.id,
        "title": product.title,
        "url": product.url(),
        "image": product.image(),
        "price": product.price.to_string(),
        "brand": product.brand,
        "category": catalogue.category_of(product).name,
        "variants": variants.iter().map(variant).collect::<Vec<_>>(),
    })
}

/// JSON that may stand inside a script element: no `<` can end it early.
pub fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_the_script_it_stands_in() {
        assert_eq!(
            in_script(&json!("</script><b>")),
            r#""\u003c/script>\u003cb>""#
        );
    }

    #[test]
    fn the_feed_lists_every_product_once_with_a_decimal_price() {
        let catalogue = Catalogue::read().unwrap();
        let feed: Vec<Value> = serde_json::from_str(&feed(&catalogue)).unwrap();
        assert_eq!(feed.len(), catalogue.products.len());
        assert!(feed.len() >= 60 && catalogue.categories.len() == 6);
        let rug = feed
            .iter()
            .find(|product| product["id"] == "SK-405")
            .unwrap();
        assert_eq!(rug["price"], "1180.00");
        assert_eq!(rug["availability"], "InStock");
        assert!(
            feed.iter()
                .any(|product| product["availability"] == "OutOfStock")
        );
    }

    #[test]
    fn sizes_are_offers_of_their_own_and_the_first_costs_what_the_page_says() {
        let catalogue = Catalogue::read().unwrap();
        let pendant = catalogue
            .products
            .iter()
            .find(|product| product.id == "SK-105")
            .unwrap();
        let ld = product_ld(&catalogue, pendant);
        assert_eq!(ld["offers"][0]["price"], "62.00");
        assert_eq!(ld["offers"][1]["price"], "84.00");
        assert_eq!(
            ld["offers"][2]["availability"],
            "https://schema.org/OutOfStock"
        );
    }
}
