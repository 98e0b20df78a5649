//! What one source says of a product, and how the sources become one.
//! Each fact goes to the source most believed; a price or currency that cannot be settled is left out.

use super::{currency, price, words};
use crate::core::decimal::Decimal;
use crate::core::facts::{Facts, Source};
use crate::core::money::{Currency, Money};
use crate::core::product::{Availability, Product, path};
use crate::core::snapshot::Snapshot;

/// A product as one source tells it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The source's public name.
    pub from: &'static str,
    /// How far it is believed, in percent.
    pub trust: u8,
    /// The id it gives.
    pub id: Option<String>,
    /// What all its variants share: the identity of a product that has some.
    pub parent: Option<String>,
    /// The name.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its picture.
    pub image: Option<String>,
    /// Every amount it offers, first choice first.
    pub amounts: Vec<Decimal>,
    /// The currency it names.
    pub currency: Option<Currency>,
    /// What its price's sign may mean, when it names none.
    pub codes: &'static str,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Brand.
    pub brand: Option<String>,
    /// Category path.
    pub category: Option<String>,
    /// Whether it can be bought.
    pub availability: Option<Availability>,
    /// Whether a word on stock stands there, and not only a control to buy.
    pub stocked: bool,
    /// The chosen variant.
    pub variant: Option<String>,
}

impl Draft {
    /// A blank of a source.
    #[must_use]
    pub fn new(from: &'static str, trust: u8) -> Self {
        Self {
            from,
            trust,
            ..Self::default()
        }
    }

    /// Takes an amount as some source writes it, a number or a text; zero is what templates print for "unknown".
    pub fn offer(&mut self, text: &str) {
        let told = match Decimal::parse(text.trim()) {
            Some(amount) => price::Price { amount, codes: "" },
            None => match price::read(text) {
                Some(told) => told,
                None => return,
            },
        };
        if told.amount > Decimal::ZERO && !self.amounts.contains(&told.amount) {
            self.amounts.push(told.amount);
            if self.codes.is_empty() {
                self.codes = told.codes;
            }
        }
    }

    /// Takes a currency as some source writes it: a code, or a sign.
    pub fn money(&mut self, text: &str) {
        self.currency = self.currency.or_else(|| Currency::parse(text));
        if self.currency.is_none() && self.codes.is_empty() {
            let mut one = text.trim().to_owned();
            one.push('1');
            self.codes = price::read(&one).map_or("", |told| told.codes);
        }
    }

    /// As a product of a list: its own word for everything.
    #[must_use]
    pub fn product(self, snapshot: &Snapshot) -> Option<Product> {
        merge(vec![self], snapshot, &[], None, &mut Vec::new())
            .filter(|product| !product.title.is_empty())
    }
}

/// One product of what all sources say. `seen` are the amounts that the page shows, `here` is the page's own address.
pub fn merge(
    mut drafts: Vec<Draft>,
    snapshot: &Snapshot,
    seen: &[Decimal],
    here: Option<&str>,
    sources: &mut Vec<Source>,
) -> Option<Product> {
    // Few drafts: the most trusted goes ahead of each it beats, equals stay in order.
    for at in 1..drafts.len() {
        let mut place = at;
        while place > 0
            && drafts.get(place - 1).map(|d| d.trust) < drafts.get(place).map(|d| d.trust)
        {
            drafts.swap(place - 1, place);
            place -= 1;
        }
    }
    let mut note = |fact, draft: &Draft| {
        sources.push(Source {
            fact,
            from: draft.from,
            confidence: draft.trust,
        })
    };
    let mut pick = |fact, read: fn(&Draft) -> &Option<String>| {
        let draft = drafts.iter().find(|draft| read(draft).is_some())?;
        note(fact, draft);
        read(draft).clone()
    };
    let title = pick("product.title", |d| &d.title)?;
    let sku = pick("product.sku", |d| &d.sku);
    let id = pick("product.id", |d| &d.id);
    let parent = pick("product.id", |d| &d.parent);
    let image = pick("product.image", |d| &d.image);
    let brand = pick("product.brand", |d| &d.brand);
    let category = pick("product.category", |d| &d.category);
    let variant = pick("product.variant", |d| &d.variant);
    let url = pick("product.url", |d| &d.url);
    let availability = drafts.iter().find(|draft| draft.availability.is_some());
    if let Some(draft) = availability {
        note("product.availability", draft);
    }
    let price = settle(&drafts, seen).and_then(|(draft, amount)| {
        let codes = if draft.codes.is_empty() {
            drafts
                .iter()
                .map(|d| d.codes)
                .find(|codes| !codes.is_empty())
                .unwrap_or("")
        } else {
            draft.codes
        };
        let currency = draft
            .currency
            .or_else(|| {
                drafts
                    .iter()
                    .find_map(|d| d.currency)
                    .filter(|c| codes.is_empty() || codes.contains(c.code()))
            })
            .or_else(|| currency::resolve(codes, snapshot))?;
        note("product.price", draft);
        Money::new(amount, currency)
    });
    let url = here.map(str::to_owned).or(url);
    Some(Product {
        id: parent
            .or_else(|| sku.clone())
            .or(id)
            .or_else(|| {
                url.as_deref()
                    .map(path)
                    .filter(|path| !path.is_empty())
                    .map(str::to_owned)
            })
            .unwrap_or_else(|| title.clone()),
        title,
        url,
        image,
        price,
        sku,
        brand,
        category,
        availability: availability.and_then(|draft| draft.availability),
        variant,
    })
}

/// The amount most believed: one that the shopper sees too goes before one that only markup knows.
fn settle<'a>(drafts: &'a [Draft], seen: &[Decimal]) -> Option<(&'a Draft, Decimal)> {
    let all = || {
        drafts
            .iter()
            .flat_map(|draft| draft.amounts.iter().map(move |amount| (draft, *amount)))
    };
    let shown = all().find(|(draft, amount)| draft.from != "visual" && seen.contains(amount));
    shown.or_else(|| all().next())
}

/// Adds a warning of what was read and not believed.
pub fn warn(facts: &mut Facts, code: &'static str, message: &str) {
    facts.warnings.push((code, message.to_owned()));
}

/// Plain text, `None` when empty.
pub fn text(raw: &str) -> Option<String> {
    words::some(raw)
}
