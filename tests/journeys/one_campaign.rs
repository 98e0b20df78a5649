//! A shop with one campaign, and what a shopper does with its popup.

use super::shop::{Shop, lamp};
use vitrin::core::event::{Event, Popup};
use vitrin::core::time::SECOND;

pub const CONTENT: &str = r#""content":[{"type":"heading","text":"Hello"}]"#;

/// The tag of a shop with one campaign, `x`.
pub fn tag(campaign: &str) -> String {
    format!(
        r#"{{"endpoint":"/events","consent":"granted","campaigns":[{{"id":"x",{campaign},{CONTENT}}}]}}"#
    )
}

/// A shop with one campaign, on the page of a lamp, with the shopper arrived.
pub fn shop(campaign: &str) -> Shop {
    let mut shop = Shop::open(&tag(campaign));
    shop.visit(&lamp(1));
    shop.wait(3 * SECOND);
    assert_eq!(shop.warned, Vec::<String>::new(), "{campaign}");
    shop
}

/// The popup is seen and closed.
pub fn closes(shop: &mut Shop) {
    shop.tell(Event::Popup(Popup::Opened));
    shop.tell(Event::Popup(Popup::Closed("button".into())));
}
