//! The product's own picture among all that a page shows: by the names around it, its words, its size and its place.
//! Nothing is measured; a page that names nothing keeps what its markup says.

use super::draft::{Draft, best};
use super::words::{absolute, any, fold, last};
use crate::core::snapshot::{Snapshot, flag, number, text};
use crate::core::text::has;

/// Names around the product's own picture, and around others.
const SHOWN: &str = "main|zoom|gallery|primary|large|big|featured|hero|product image|productimage|product pic|product photo|itempic|itemdetailpic|ficha";
const BESIDE: &str = "thumb|logo|icon|related|footer|header| nav|recommend|menu|banner|payment|swatch|promo|viewed|flag|drawer|modal|dialog|popup|loader|loading|compar|review|pixel|flyout";
/// From here on it is the one that the page shows as the product's, whatever its markup names.
pub const MAIN: i32 = 60;
/// From here on it goes before the one that the page shows to others.
pub const LIKELY: i32 = 30;
/// From here on a picture is surely more than a decoration.
const PICTURED: i32 = 10;

/// The picture most like the product's: of the headline's words, large, near, not a way to elsewhere; and how much speaks for it.
pub fn of(page: &Snapshot, at: i32, title: &str, drafts: &[Draft]) -> (i32, String) {
    let mut top = (PICTURED, "");
    let title = fold(title);
    let own = best(drafts, "image", &[]).map_or("", |draft| last(draft.get("image"), "/"));
    for image in page.rows("images") {
        let (url, alt, trail) = (
            text(image, "t"),
            fold(text(image, "a")),
            fold(text(image, "w")),
        );
        let mut score =
            number(image, "z").min(600) / 20 - (number(image, "o") - at).abs().min(2000) / 40;
        if flag(image, "s") {
            score -= 40;
        }
        if alt.len() > 5 && (has(&title, &alt) || has(&alt, &title)) {
            score += 40;
        }
        if any(&trail, SHOWN) {
            score += 40;
        }
        if any(&trail, "product|pdp") {
            score += 15;
        }
        // What the product's own data names, among several that are shown.
        if !own.is_empty() && last(url, "/") == own {
            score += 80;
        }
        if any(&trail, "active|current") {
            score += 20;
        }
        // Stars and buttons; a product is photographed.
        if has(url, ".gif") || has(url, ".svg") {
            score -= 60;
        }
        if any(&trail, BESIDE) {
            score -= 70;
        }
        if score > top.0 && !url.starts_with("data:") {
            top = (score, url);
        }
    }
    (top.0, absolute(top.1, &page.url))
}
