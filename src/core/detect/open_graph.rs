//! OpenGraph and its cousins in `<meta>`: Facebook's `product:`, Pinterest's and Shopify's `og:price:`.
//! Amounts there are localized texts; the type says product only where a shop set it so.

use super::draft::{Draft, text};
use super::words;
use crate::core::product::Availability;
use crate::core::snapshot::Snapshot;

const TRUST: u8 = 80;
/// A title and picture that every page has: they name the product only when another source says that there is one.
const SHARED: u8 = 40;

/// What the metas say, and whether they say "product".
#[must_use]
pub fn read(snapshot: &Snapshot) -> (Draft, bool) {
    let mut draft = Draft::new("opengraph", SHARED);
    draft.title = snapshot.meta(&["og:title", "twitter:title"]).and_then(text);
    draft.image = snapshot
        .meta(&[
            "og:image",
            "og:image:secure_url",
            "og:image:url",
            "twitter:image",
        ])
        .and_then(|url| words::absolute(url, &snapshot.url));
    draft.brand = snapshot
        .meta(&["product:brand", "og:brand", "brand"])
        .and_then(text);
    draft.category = snapshot.meta(&["product:category"]).and_then(text);
    draft.sku = snapshot
        .meta(&["product:retailer_item_id", "product:sku", "og:sku"])
        .and_then(text);
    draft.availability = snapshot
        .meta(&["product:availability", "og:availability"])
        .and_then(Availability::parse);
    for name in [
        "product:sale_price:amount",
        "product:price:amount",
        "og:price:amount",
        "product:price",
        "og:price",
    ] {
        if let Some(amount) = snapshot.meta(&[name]) {
            draft.offer(amount);
        }
    }
    if let Some(currency) = snapshot.meta(super::currency::METAS) {
        draft.money(currency);
    }
    let kind = snapshot
        .meta(&["og:type"])
        .map(words::fold)
        .unwrap_or_default();
    let product =
        words::has(&kind, "product") && !words::has(&kind, "group") || !draft.amounts.is_empty();
    (draft, product)
}

/// How far prices of metas are believed, apart from their shared title.
#[must_use]
pub fn priced(mut draft: Draft) -> Draft {
    draft.trust = TRUST;
    draft.title = None;
    draft.image = None;
    draft
}
