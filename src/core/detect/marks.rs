//! What a theme says outright: `data-vitrin-product='{"id": …}'`, or `data-vitrin-id`, `-title`, `-price`, `-currency`,
//! `-url`, `-image`, `-sku`, `-brand`, `-category`, `-availability`, `-variant` on one element, and `data-vitrin-page` for the type.

use super::draft::{Draft, text};
use super::words;
use crate::core::facts::PageType;
use crate::core::json;
use crate::core::product::Availability;
use crate::core::snapshot::Snapshot;
use crate::core::value::Value;

/// The theme's own word is the last one.
const TRUST: u8 = 100;

/// The page type that the theme names.
#[must_use]
pub fn page_type(snapshot: &Snapshot) -> Option<PageType> {
    snapshot
        .marks
        .iter()
        .find_map(|mark| PageType::parse(mark.get("page").text()?))
}

/// Every product that the theme marks.
#[must_use]
pub fn read(snapshot: &Snapshot) -> Vec<Draft> {
    snapshot
        .marks
        .iter()
        .filter_map(|mark| draft(mark, snapshot))
        .collect()
}

fn draft(mark: &Value, snapshot: &Snapshot) -> Option<Draft> {
    let whole = mark
        .get("product")
        .text()
        .and_then(|text| json::read(text).ok())
        .unwrap_or_default();
    let get = |name: &str| {
        mark.get(name)
            .scalar()
            .or_else(|| whole.get(name).scalar())
            .and_then(|raw| text(&raw))
    };
    let mut draft = Draft::new("data-vitrin", TRUST);
    draft.id = get("id");
    draft.title = get("title");
    draft.sku = get("sku");
    draft.brand = get("brand");
    draft.category = get("category");
    draft.variant = get("variant");
    draft.url = get("url").and_then(|url| words::absolute(&url, &snapshot.url));
    draft.image = get("image").and_then(|url| words::absolute(&url, &snapshot.url));
    draft.availability = get("availability").and_then(|word| Availability::parse(&word));
    let money = whole.get("price");
    if let Some(amount) = get("price").or_else(|| money.get("amount").scalar()) {
        draft.offer(&amount);
    }
    if let Some(currency) = get("currency").or_else(|| money.get("currency").scalar()) {
        draft.money(&currency);
    }
    (draft.id.is_some() || draft.title.is_some()).then_some(draft)
}
