//! The settings of a shop: read from the tag, a document and calls, later wins, every mistake named and survived.
//! `src/js/vitrin.schema.json` tells editors the same names; a test compares the two.

use super::campaign::Campaign;
use super::consent::{PLATFORMS, Rule};
use super::effect::{Placement, Side};
use super::facts::PageType;
use super::json;
use super::money::Currency;
use super::recommend::{Kind, Merchant};
use super::text;
use super::time::{DAY, many};
use super::value::{self, Value};
use super::warning::{Listener, Nobody, Warning};
use crate::core::text::concat;

/// Every setting there is.
pub const NAMES: [&str; 23] = [
    "backends",
    "before_consent",
    "blocks",
    "campaigns",
    "cart_url",
    "config",
    "consent",
    "controls",
    "currency",
    "endpoint",
    "experiments",
    "feed",
    "holdout",
    "looks",
    "picks",
    "price_days",
    "region",
    "retention_days",
    "rules",
    "segments",
    "shelf",
    "traits",
    "why",
];

/// Settings, understood.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where events are posted to in the neutral envelope.
    pub endpoint: Option<String>,
    /// The setting `backends`, as it was given: destinations with a table of their own. Without these and an endpoint nothing is ever sent.
    pub backends: Value,
    /// Whose word on consent counts.
    pub consent: Rule,
    /// Whether what happened on a page before consent is forgotten when consent comes.
    pub drops_early: bool,
    /// What is older is forgotten: of the profile all or a product seen, of the outbox an event.
    pub retention: Option<u64>,
    /// The catalog feed.
    pub feed: Option<String>,
    /// The folder of the shelf.
    pub shelf: Option<String>,
    /// Where the shopper is, in the words of the shelf.
    pub region: Option<String>,
    /// The currency of the shop, for pages that only print a sign.
    pub currency: Option<Currency>,
    /// Where the cart is, for the button of cart reminders.
    pub cart_url: Option<String>,
    /// Blocks for themes that cannot be edited.
    pub blocks: Vec<Placement>,
    /// How long a price that was read of a page is believed.
    pub price_kept: u64,
    /// What the shop wants of recommendations: read of `asked` once there is time.
    pub merchant: Merchant,
    /// Whether cards say why they are there.
    pub why: bool,
    /// Whether a history can be cleared and paused where it is shown.
    pub controls: bool,
    /// The settings as they were given.
    pub asked: Value,
    /// Campaigns, by falling priority: read of what was `asked` once there is time.
    pub campaigns: Vec<Campaign>,
}

impl Settings {
    /// Reads the layers of settings, the later over the earlier.
    #[must_use]
    pub fn read(layers: &[Value]) -> (Self, Vec<Warning>) {
        let mut warnings = Vec::new();
        let settings = Self::told(layers, &mut warnings);
        (settings, warnings)
    }

    /// Reads them without a word on mistakes: before the first block there is no time for it.
    #[must_use]
    pub fn at_once(layers: &[Value]) -> Self {
        Self::told(layers, &mut Nobody)
    }

    fn told(layers: &[Value], warnings: &mut dyn Listener) -> Self {
        let mut merged = Value::object();
        for layer in layers {
            if layer.text() == Some("") {
                warnings.wrong("data-config", "a document that can be read", "none");
            } else if !layer.is_map() {
                warnings.wrong("settings", "an object", layer.what());
            }
            for (name, value) in layer.fields() {
                if NAMES.contains(&name.as_str()) {
                    merged.put(name, value.clone());
                } else {
                    warnings.unknown("unknown-setting", "settings", name, &NAMES);
                }
            }
        }
        let mut reader = Reader {
            settings: &merged,
            warnings,
        };
        let endpoint = reader.address("endpoint");
        Self {
            consent: reader.consent(),
            drops_early: reader.drops_early(),
            retention: reader.retention(),
            feed: reader.address("feed"),
            shelf: reader.address("shelf"),
            region: merged.get("region").scalar(),
            currency: reader.currency(),
            cart_url: reader.address("cart_url"),
            why: reader.flag("why"),
            controls: reader.flag("controls"),
            price_kept: many(merged.get("price_days").count().unwrap_or(PRICE_DAYS), DAY),
            merchant: Merchant::default(),
            blocks: blocks(merged.get("blocks"), reader.warnings),
            backends: merged.get("backends").clone(),
            campaigns: Vec::new(),
            endpoint,
            asked: merged,
        }
    }
}

struct Reader<'a> {
    settings: &'a Value,
    warnings: &'a mut dyn Listener,
}

impl Reader<'_> {
    /// A relative or http(s) address.
    fn address(&mut self, name: &str) -> Option<String> {
        let value = self.settings.get(name);
        match value.text() {
            Some(url) if is_address(url) => Some(url.to_owned()),
            None if value.is_null() => None,
            other => {
                self.warnings.wrong(
                    name,
                    "an address such as `/events`",
                    other.unwrap_or(value.what()),
                );
                None
            }
        }
    }

    /// `true`, or in an attribute `on` or nothing at all.
    fn flag(&mut self, name: &str) -> bool {
        let value = self.settings.get(name);
        match (value.flag(), value.text()) {
            (Some(flag), _) => flag,
            (None, Some("on" | "true")) => true,
            (None, Some("off" | "false")) => false,
            // An attribute without a value.
            (None, None) => matches!(value.kind(), value::Kind::Text(_)),
            (None, Some(other)) => {
                self.warnings.wrong(name, "`on` or `off`", other);
                false
            }
        }
    }

    /// `auto`, `wait`, `granted`, or platforms: a list of names, or a text with spaces between them.
    fn consent(&mut self) -> Rule {
        let value = self.settings.get("consent");
        match value.text() {
            Some("granted") => return Rule::Granted,
            Some("wait") => return Rule::Call,
            Some("auto") => return Rule::Auto,
            _ if value.is_null() => return Rule::Auto,
            _ => {}
        }
        let mut named = 0;
        let mut known = true;
        for names in value.each() {
            for name in &text::parts(names.text().unwrap_or(""), " ") {
                let mut found = name.is_empty();
                for (place, platform) in PLATFORMS.iter().enumerate() {
                    if platform == name {
                        named |= 1 << place;
                        found = true;
                    }
                }
                known &= found;
            }
        }
        if known && named > 0 {
            return Rule::Platforms(named);
        }
        // A mistyped consent is no consent.
        self.warnings.wrong(
            "consent",
            "`auto`, `granted`, `wait` or names of consent platforms",
            value.text().unwrap_or(value.what()),
        );
        Rule::Call
    }

    fn drops_early(&mut self) -> bool {
        let value = self.settings.get("before_consent");
        let drops = value.text() == Some("drop");
        if !drops && !value.is_null() && value.text() != Some("keep") {
            self.warnings.wrong(
                "before_consent",
                "`keep` or `drop`",
                value.text().unwrap_or(value.what()),
            );
            // Whoever wrote something wanted less than the default.
            return true;
        }
        drops
    }

    fn retention(&mut self) -> Option<u64> {
        let value = self.settings.get("retention_days");
        let days = value.count().filter(|days| *days > 0);
        if days.is_none() && !value.is_null() {
            self.warnings.wrong(
                "retention_days",
                "a number of days, 1 or more",
                value.text().unwrap_or(value.what()),
            );
        }
        days.map(|days| many(days, DAY))
    }

    fn currency(&mut self) -> Option<Currency> {
        let value = self.settings.get("currency");
        let currency = value.text().and_then(Currency::parse);
        if currency.is_none() && !value.is_null() {
            self.warnings.wrong(
                "currency",
                "an ISO 4217 code such as `EUR`",
                value.text().unwrap_or(value.what()),
            );
        }
        currency
    }
}

/// Whether a text can be fetched or linked: http(s), or relative; never `javascript:` and its like.
#[must_use]
pub fn is_address(url: &str) -> bool {
    let (scheme, _) = text::cut(url, ":");
    let relative = scheme.len() == url.len()
        || (scheme.bytes()).any(|byte| matches!(byte, b'/' | b'?' | b'#'));
    !url.is_empty()
        && !url.chars().any(char::is_control)
        && (relative || scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
}

/// What `auto` stands for, where a shop leaves its blocks to us. No history where it would only stand in the way.
const AUTO: &str = r#"[{"kind":"bought-together","limit":3,"pages":"product","into":"main"},{"kind":"goes-with","limit":4,"pages":"cart","into":"main"},{"kind":"also-like","limit":4,"pages":"home purchase","into":"main"},{"kind":"similar","limit":4,"pages":"product","into":"main"},{"kind":"best-sellers","limit":4,"pages":"home","into":"main"},{"kind":"recently-viewed","limit":6,"pages":"home product purchase","into":"main"}]"#;

/// The types of pages, for proposing the nearest.
const PAGES: [&str; 8] = [
    "home", "category", "search", "product", "cart", "checkout", "purchase", "other",
];

/// Fields of a placement; a block takes those from [`ATTRIBUTES`] on as they are.
const FIELDS: [&str; 12] = [
    "kind",
    "limit",
    "after",
    "before",
    "into",
    "heading",
    "pages",
    "near",
    "of",
    "why",
    "controls",
    "experiment",
];
const ATTRIBUTES: usize = 5;

fn blocks(value: &Value, warnings: &mut dyn Listener) -> Vec<Placement> {
    let mut placements = Vec::new();
    let mut blocks = value;
    let auto;
    if value.text() == Some("auto") {
        auto = json::read(AUTO).unwrap_or_default();
        blocks = &auto;
    } else if !value.is_null() && !value.is_list() {
        warnings.wrong("blocks", "a list, or `auto`", value.what());
    }
    for (index, block) in blocks.items().iter().enumerate() {
        let path = concat(&["blocks[", &text::digits(index as u64), "]"]);
        for (name, _) in block.fields() {
            if !FIELDS.contains(&name.as_str()) {
                warnings.unknown("unknown-setting", &path, name, &FIELDS);
            }
        }
        let kind = match block.get("kind").text() {
            Some(name) => match Kind::parse(name) {
                Some(kind) => kind,
                None => {
                    warnings.unknown("unknown-kind", &path, name, &Kind::names());
                    continue;
                }
            },
            None => {
                warnings.wrong(&path, "a `kind`", "none");
                continue;
            }
        };
        let mut place = None;
        for &(name, side) in &[
            ("into", Side::Into),
            ("before", Side::Before),
            ("after", Side::After),
        ] {
            if let Some(anchor) = block.get(name).text() {
                place = Some((anchor.to_owned(), side));
            }
        }
        let Some((anchor, side)) = place else {
            warnings.wrong(
                &path,
                "`after`, `before` or `into` with a CSS selector",
                "none",
            );
            continue;
        };
        let mut attributes = Value::object()
            .with("kind", kind.name())
            .with("limit", limit(block.get("limit")));
        for name in &FIELDS[ATTRIBUTES..] {
            let values = block.get(name).each();
            let mut words = String::new();
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    words.push(' ');
                }
                match value.flag() {
                    Some(true) => words.push_str("on"),
                    Some(false) => words.push_str("off"),
                    None => words.push_str(&value.scalar().unwrap_or_default()),
                }
            }
            if !values.is_empty() {
                attributes.put(name, words);
            }
        }
        for page in &text::parts(attributes.get("pages").text().unwrap_or(""), " ") {
            if !page.is_empty() && PageType::parse(page).is_none() {
                let path = concat(&[&path, ".pages"]);
                warnings.unknown("unknown-page", &path, page, &PAGES);
            }
        }
        placements.push(Placement {
            anchor,
            side,
            attributes,
        });
    }
    placements
}

/// A price read longer ago than this is not shown, unless the shop says otherwise.
const PRICE_DAYS: u64 = 7;
/// Cards in a block when nothing is said.
pub const DEFAULT_LIMIT: u32 = 6;
/// More cards than any shopper looks at, and than a page should carry.
pub const MAX_LIMIT: u32 = 24;

/// A number of cards, kept within reason.
#[must_use]
pub fn limit(value: &Value) -> u32 {
    value
        .count()
        .and_then(|count| u32::try_from(count).ok())
        .unwrap_or(DEFAULT_LIMIT)
        .clamp(1, MAX_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json;

    fn read(layers: &[&str]) -> (Settings, Vec<String>) {
        let layers: Vec<Value> = layers
            .iter()
            .map(|text| json::read(text).unwrap())
            .collect();
        let (settings, warnings) = Settings::read(&layers);
        (
            settings,
            warnings
                .into_iter()
                .map(|warning| warning.message)
                .collect(),
        )
    }

    #[test]
    fn later_settings_win_and_nothing_is_warned_about() {
        let (settings, warnings) = read(&[
            r#"{"endpoint":"/a","consent":"granted"}"#,
            r#"{"endpoint":"https://shop.example/b"}"#,
        ]);
        assert_eq!(settings.endpoint.as_deref(), Some("https://shop.example/b"));
        assert_eq!(settings.consent, Rule::Granted);
        assert_eq!(warnings, Vec::<String>::new());
    }

    #[test]
    fn a_mistake_is_named_and_the_rest_goes_on() {
        let (settings, warnings) = read(&[
            r#"{"endpont":"/e","consent":"grantd","feed":"/feed.json","currency":"€",
                "blocks":[{"kind":"also-liked","after":"h1"},{"kind":"also-like"},{"kind":"also-like","after":"h1","limit":"4"}]}"#,
        ]);
        assert_eq!(
            warnings,
            [
                "`settings`: `endpont` is unknown; did you mean `endpoint`?",
                "`consent`: expected `auto`, `granted`, `wait` or names of consent platforms, found grantd; it is left out",
                "`currency`: expected an ISO 4217 code such as `EUR`, found €; it is left out",
                "`blocks[0]`: `also-liked` is unknown; did you mean `also-like`?",
                "`blocks[1]`: expected `after`, `before` or `into` with a CSS selector, found none; it is left out",
            ]
        );
        assert_eq!(
            settings.consent,
            Rule::Call,
            "a mistyped consent is no consent"
        );
        assert_eq!(settings.feed.as_deref(), Some("/feed.json"));
        assert_eq!(settings.blocks.len(), 1);
    }

    #[test]
    fn addresses_are_http_or_relative() {
        for good in [
            "/e",
            "https://a.example/x",
            "e?x=a:b",
            "HTTP://a",
            "//cdn.example/x",
            "#a:b",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "",
            "java\nscript:1",
            "vbscript:x",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn the_schema_for_editors_knows_the_same_settings() {
        let schema = include_str!("../js/vitrin.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        let mut listed: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
        listed.retain(|name| *name != "$schema");
        listed.sort();
        assert_eq!(listed, NAMES);
    }
}
