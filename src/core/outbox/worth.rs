//! What an event is worth when room is short.

use crate::core::email::introduces;
use crate::core::value::Value;

/// What is dropped first when there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// Impressions and page views.
    Low,
    /// What a shopper did on purpose.
    High,
    /// Purchases: never dropped for room.
    Kept,
    /// Carries a person's address: never dropped for room, and never written to the device.
    Personal,
}

impl Worth {
    /// That of a record.
    #[must_use]
    pub fn of(record: &Value) -> Self {
        match record.get("name").text().unwrap_or("") {
            name if introduces(name) => Self::Personal,
            "purchase" => Self::Kept,
            "page_view"
            | "view_item_list"
            | "rec_impression"
            | "campaign_impression"
            | "experiment_exposure" => Self::Low,
            _ => Self::High,
        }
    }
}
