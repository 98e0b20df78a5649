//! What the shop of these stories sells, and what its pages look like.

use serde_json::{Value, json};

use crate::tab::{Page, Tab, text};

/// A product's page as most shops mark it up.
pub fn product_page(name: &str) -> Page {
    let id = id(name);
    let about = json!({"@context": "https://schema.org", "@type": "Product", "name": name, "sku": id,
        "offers": {"@type": "Offer", "price": "29.00", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}});
    let body = format!(r#"<script type="application/ld+json">{about}</script><h1>{name}</h1>"#);
    Page::at(&format!("/products/{id}"), &body)
}

/// A page with nothing to tell.
pub fn home_page() -> Page {
    Page::at("/", "<h1>Lamps and mugs</h1>")
}

/// A product as the profile and the catalog write it.
pub fn product(name: &str) -> Value {
    let id = id(name);
    json!({"id": id, "title": name, "url": format!("/products/{id}"), "price": {"amount": "29.00", "currency": "EUR"}})
}

fn id(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

/// Who comes back.
pub const VISITOR: &str = "v01KAN4C8X0ZK3V5R7T9W2Y4C00";

/// A profile as it is stored, of a shopper who has looked at these products, the latest first.
pub fn profile(seen: &[&str]) -> Value {
    let views: Vec<Value> = (1_u64..)
        .zip(seen)
        .map(|(age, name)| {
            let mut view = product(name);
            view["at"] = (js_sys::Date::now() as u64 - age).into();
            view["times"] = 1.into();
            view
        })
        .collect();
    json!({"v": 1, "visitor": VISITOR, "session": {"id": "s01KAN4C8X0ZK3V5R7T9W2Y4B00", "last": 1, "pages": 3}, "visits": 1, "views": views})
}

/// A tab in the browser of a shopper who has looked at these products.
pub async fn returning_shopper(page: Page, seen: &[&str]) -> Tab {
    let tab = Tab::fresh(page).await;
    let stored = text(&profile(seen).to_string());
    tab.see(&format!("localStorage.setItem('vitrin', {stored})"))
        .await;
    tab
}

/// The settings of most stories: a shop that needs no consent and takes events.
pub fn open_shop() -> Value {
    json!({"consent": "granted", "endpoint": "/events"})
}

/// Has the page note every CustomEvent of ours, as `told`.
pub fn listen(tab: &Tab) {
    tab.script(
        "window.told = []
         for (const name of ['track', 'decide', 'render', 'select', 'open', 'close', 'lead', 'warning'])
           document.addEventListener(`vitrin-${name}`, ({ detail }) => told.push([name, JSON.parse(JSON.stringify(detail))]))",
    );
}

/// The names of the records that the page was told of.
pub const RECORDS: &str =
    "told.filter(([name]) => name === 'track').map(([, record]) => record.name)";

/// The shopper leaves for another page.
pub const LEAVE: &str = "dispatchEvent(new PageTransitionEvent('pagehide'))";

/// Everything that was sent, by whatever way.
pub const SENT: &str = "[...story.posts, ...story.beacons].flatMap(({ events }) => events)";
