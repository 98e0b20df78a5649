//! The campaigns that come with the product, as the data a shop could have written itself; their words are `src/lang`'s.
//! A shop names one (`"cart-rescue"`) or changes parts of it (`{"preset": "cart-rescue", …}`).

use crate::core::text::place;

/// Names of the presets.
pub const NAMES: [&str; 6] = [
    "cart-rescue",
    "email-capture",
    "welcome",
    "still-thinking",
    "free-shipping",
    "welcome-back",
];

/// The settings of a preset.
#[must_use]
pub fn named(name: &str) -> Option<&'static str> {
    let place = place(name, &NAMES)?;
    SETTINGS.get(place).copied()
}

const SETTINGS: [&str; NAMES.len()] = [
    r#"{"id":"cart-rescue","when":{"exit":true,"leave":true},"who":{"cart_count":1},"until":["purchase"],"content":[{"type":"heading"},{"type":"text"},{"type":"cart"},{"type":"coupon"},{"type":"buttons","buttons":[{"action":"cart"},{"action":"close","kind":"quiet"}]}]}"#,
    r#"{"id":"email-capture","when":{"exit":true,"leave":true},"who":{"not":{"cart_count":1},"lead":false},"until":["lead_submit"],"content":[{"type":"heading"},{"type":"text"},{"type":"form","fields":[{"name":"email","type":"email","required":true}],"consent":{"required":true},"success":[{"type":"heading"},{"type":"text"},{"type":"buttons","buttons":[{"action":"close"}]}]}]}"#,
    r#"{"id":"welcome","format":"slide-in","when":{"delay":20000},"who":{"lead":false,"buyer":false,"new":true,"viewed":1},"until":["lead_submit","purchase"],"content":[{"type":"heading"},{"type":"text"},{"type":"buttons","buttons":[{"action":"next","next":[{"type":"heading"},{"type":"text"},{"type":"form","fields":[{"name":"email","type":"email","required":true}],"consent":{"required":true},"success":[{"type":"heading"},{"type":"text"},{"type":"buttons","buttons":[{"action":"close"}]}]}]},{"action":"close","kind":"quiet"}]}]}"#,
    r#"{"id":"still-thinking","when":{"exit":true,"leave":true},"who":{"viewed":2,"not":{"cart_count":1},"buyer":false},"until":["purchase"],"content":[{"type":"heading"},{"type":"text"},{"type":"products","kind":"recently-viewed"},{"type":"buttons","buttons":[{"action":"close"}]}]}"#,
    r#"{"id":"free-shipping","format":"bar","when":{"delay":3000,"cart_change":true},"who":{"cart_count":1},"limits":{"per_session":50,"days_after_close":1},"content":[{"type":"goal"}]}"#,
    r#"{"id":"welcome-back","format":"slide-in","when":{"delay":5000},"who":{"visits":2,"viewed":1},"content":[{"type":"heading"},{"type":"text"},{"type":"products","kind":"recently-viewed"},{"type":"buttons","buttons":[{"action":"close"}]}]}"#,
];
