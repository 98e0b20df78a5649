//! Prices as whole cents: the catalogue writes decimals as text and nothing here ever rounds.

use serde::{Deserialize, Deserializer, de::Error};
use std::fmt;

/// An amount of the shop's one currency.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price {
    cents: u32,
}

impl Price {
    fn read(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.')?;
        if fraction.len() != 2 {
            return None;
        }
        let cents = whole.parse::<u32>().ok()?.checked_mul(100)?;
        Some(Self {
            cents: cents.checked_add(fraction.parse().ok()?)?,
        })
    }

    /// How a shopper reads it: `€1,180.00`.
    pub fn shown(self) -> String {
        let whole = self.cents / 100;
        let cents = self.cents % 100;
        match whole {
            0..1000 => format!("€{whole}.{cents:02}"),
            _ => format!("€{},{:03}.{cents:02}", whole / 1000, whole % 1000),
        }
    }

    /// The JSON number GA4 asks for; exact to the cent at any price a shop has.
    pub fn number(self) -> serde_json::Value {
        match self.cents % 100 {
            0 => (self.cents / 100).into(),
            _ => (f64::from(self.cents) / 100.0).into(),
        }
    }
}

/// The decimal text of feeds and structured data: `1180.00`.
impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::read(&text).ok_or_else(|| {
            D::Error::custom(format!("a price is written like \"29.00\", not {text:?}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_reads_as_written_and_shows_as_shops_show_it() {
        let rug = Price::read("1180.00").unwrap();
        assert_eq!(
            (rug.shown(), rug.to_string(), rug.number()),
            ("€1,180.00".into(), "1180.00".into(), 1180.into())
        );
        let light = Price::read("24.90").unwrap();
        assert_eq!(
            (light.shown(), light.to_string(), light.number()),
            ("€24.90".into(), "24.90".into(), 24.9.into())
        );
        for wrong in ["29", "29.5", "29.000", "-1.00", "1,180.00", ""] {
            assert!(Price::read(wrong).is_none(), "{wrong}");
        }
    }
}
