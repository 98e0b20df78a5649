//! The campaigns that come with the product, as the data a shop could have written itself.
//! A shop names one (`"cart-rescue"`) or changes parts of it (`{"preset": "cart-rescue", …}`).

/// Names of the presets.
pub const NAMES: [&str; 2] = ["cart-rescue", "email-capture"];

/// The settings of a preset.
#[must_use]
pub fn named(name: &str) -> Option<&'static str> {
    match name {
        "cart-rescue" => Some(CART_RESCUE),
        "email-capture" => Some(EMAIL_CAPTURE),
        _ => None,
    }
}

const CART_RESCUE: &str = r#"{"id":"cart-rescue","when":["exit","leave"],"who":{"cart_count":1},"until":["purchase"],"content":[
{"type":"heading","text":"Still thinking it over?"},
{"type":"text","text":"Your cart is saved on this device."},
{"type":"cart"},
{"type":"buttons","buttons":[{"label":"Back to my cart","action":"cart","kind":"primary"},{"label":"Keep looking","action":"close","kind":"quiet"}]}]}"#;

const EMAIL_CAPTURE: &str = r#"{"id":"email-capture","when":["exit","leave"],"who":{"not":{"cart_count":1},"lead":false},"until":["lead_submit"],"content":[
{"type":"heading","text":"Before you go"},
{"type":"text","text":"Leave your e-mail address and hear about new arrivals first."},
{"type":"form","fields":[{"name":"email","type":"email","label":"E-mail address","required":true,"autocomplete":"email"}],
"consent":{"name":"consent","text":"Yes, send me news by e-mail. I can unsubscribe at any time.","required":true},
"submit":"Keep me posted","error":"This could not be sent. Please try again.",
"success":[{"type":"heading","text":"Thank you"},{"type":"text","text":"You will hear from us."},{"type":"buttons","buttons":[{"label":"Continue shopping","action":"close","kind":"primary"}]}]}]}"#;
