//! What one source says of a product, and how the sources become one.
//! Sources differ in the names they give to facts and in little else: one table reads them all. A price or currency that cannot be settled is left out.

use super::words::{absolute, cut, plain, says};
use super::{currency, price};
use crate::core::decimal::Decimal;
use crate::core::facts::Facts;
use crate::core::money::{Currency, Money};
use crate::core::product::{Availability, Product, address};
use crate::core::snapshot::{Snapshot, text};
use crate::core::text::has;
use crate::core::value::Value;

/// A product as one source tells it.
#[derive(Clone)]
pub struct Draft {
    /// The source's public name.
    pub from: &'static str,
    /// How far it is believed, in percent.
    pub trust: u8,
    /// What it says, by the names of [`FACTS`]; `codes` are what its price's sign may mean.
    pub facts: Value,
}

/// The facts, and the names that schema.org, the metas, GA4, the theme's marks and the carts of platforms have for them.
static FACTS: [(&str, &str); 12] = [
    (
        "product.title",
        "product_title|product_name|productName|name|title|item_name|content_name|og:title",
    ),
    ("product.url", "url|permalink|@id"),
    (
        "product.image",
        "image|images|featured_image|product_image|og:image|twitter:image",
    ),
    (
        "product.brand",
        "brand|manufacturer|manufacturer_name|vendor|item_brand|product:brand|og:brand",
    ),
    (
        "product.category",
        "category|item_category|product:category",
    ),
    ("product.variant", "variant|item_variant|variant_title"),
    (
        "product.id",
        "productID|product_id|id_product|productId|item_id|content_ids|id",
    ),
    ("product.parent", "productGroupID"),
    (
        "product.sku",
        "sku|product_sku|reference|mpn|product:retailer_item_id|product:sku",
    ),
    (
        "product.availability",
        "availability|product:availability|og:availability|is_in_stock|isInStock|instock|available",
    ),
    (
        "product.price",
        "price|lowPrice|minPrice|display_price|price_amount|formatted|amount|product:sale_price:amount|product:price:amount|og:price:amount|product:price|og:price|value",
    ),
    (
        "product.currency",
        "priceCurrency|currency|currencyCode|currency_code|product:price:currency|og:price:currency",
    ),
];
/// The first of [`FACTS`] that stands in offers too, and in a family.
const OFFERED: usize = 8;
const FAMILY: usize = 7;
/// What holds more of a product: its offers in every shape, its family.
static INNER: [&str; 10] = [
    "offers",
    "priceSpecification",
    "special",
    "finalPrice",
    "with_tax",
    "regular",
    "without_tax",
    "price",
    "prices",
    "isVariantOf",
];

/// The first field of `a|b|c` that holds something.
#[inline(never)]
pub fn pick<'a>(node: &'a Value, names: &str) -> &'a Value {
    let mut rest = names;
    loop {
        let (name, more) = cut(rest, "|");
        let found = node.get(name);
        if !found.is_null() || more.is_empty() {
            return found;
        }
        rest = more;
    }
}

/// A text, given as one, as a thing that has one, or as a list of either.
#[inline(never)]
pub fn leaf(value: &Value, names: &str) -> String {
    match value.each().first() {
        Some(thing) if thing.is_map() => leaf(pick(thing, names), names),
        Some(text) => plain(&text.scalar().unwrap_or_default()),
        None => String::new(),
    }
}

impl Draft {
    /// What `node` says.
    #[must_use]
    pub fn read(from: &'static str, trust: u8, node: &Value, page: &Snapshot) -> Self {
        let mut draft = Self {
            from,
            trust,
            facts: Value::object(),
        };
        draft.fill(node, 0, false, page);
        draft
    }

    /// Takes from `node` what is not known yet, from this row of [`FACTS`] on.
    fn fill(&mut self, node: &Value, part: usize, minor: bool, page: &Snapshot) {
        // Shopify's own objects count in hundredths.
        let minor = minor || !node.get("vendor").is_null() && !node.get("variants").is_null();
        for (at, (fact, names)) in FACTS.iter().enumerate() {
            if at < part {
                continue;
            }
            let value = pick(node, names);
            let link = at == 1 || at == 2;
            let told = leaf(
                value,
                if link {
                    "contentUrl|url|src|@id"
                } else {
                    "name|@value"
                },
            );
            match at {
                1 | 2 => self.add(short(fact), &absolute(&told, &page.url)),
                9 => match value.flag() {
                    Some(there) => self.stock(if there { "InStock" } else { "OutOfStock" }),
                    None => self.stock(&told),
                },
                10 => {
                    for amount in value.each() {
                        self.offer(&leaf(amount, ""), minor, page);
                    }
                }
                11 => self.money(&told),
                _ if has(&told, "://") => {}
                _ => self.add(short(fact), told.strip_prefix("sku:").unwrap_or(&told)),
            }
        }
        // Of a range the other end.
        self.add("high", &leaf(pick(node, "highPrice|maxPrice"), ""));
        for &inner in &INNER {
            let all = node.get(inner).each();
            let from = if inner == "isVariantOf" {
                FAMILY
            } else {
                OFFERED
            };
            // Several: the one of this address goes ahead. A former or recommended price is none.
            for &own in &[true, false] {
                for one in all {
                    let former = says(text(one, "priceType"), "list|strike|srp|msrp|regular");
                    if one.is_map() && !former && own == (leaf(one.get("url"), "") == page.url) {
                        self.fill(one, from, minor, page);
                    }
                }
            }
        }
        // The variant that the address chose, else one that can be bought, else the first: its price is the one shown.
        let mut chosen = Value::NULL;
        let mut top = -1;
        for variant in pick(node, "hasVariant|variants").each() {
            let mut one = Self {
                from: "",
                trust: 0,
                facts: Value::object(),
            };
            one.fill(variant, 0, minor, page);
            let offer = variant.get("offers").each().first().unwrap_or(&Value::NULL);
            let asked = page.page.get("query").get("variant").scalar();
            let here = one.get("url") == page.url
                || text(offer, "url") == page.url
                || asked.is_some() && asked == variant.get("id").scalar();
            let rank = i32::from(here) * 2 + i32::from(one.orderable() == Some(true));
            if rank > top {
                top = rank;
                chosen = one.facts;
            }
        }
        for (name, value) in chosen.fields() {
            // A platform's variant is named by what it adds, and the product by its headline.
            let own = name == "url" || name == "id" || name == "title" && self.from == "platform";
            if self.facts.get(name).is_null() && !own {
                self.facts.put(name, value.clone());
            }
        }
    }

    /// A fact as text, empty when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        text(&self.facts, name)
    }

    /// The amount it offers.
    #[must_use]
    pub fn amount(&self) -> Option<Decimal> {
        self.facts.get("price").number()
    }

    /// Adds a fact that is not known yet.
    #[inline(never)]
    pub fn add(&mut self, name: &str, told: &str) {
        if self.facts.get(name).is_null() && !told.is_empty() {
            self.facts.put(name, told);
        }
    }

    /// Takes an amount: the first, or the first that the page shows. Zero is what templates print for "unknown".
    fn offer(&mut self, told: &str, minor: bool, page: &Snapshot) {
        let (amount, codes) = match Decimal::parse(told) {
            Some(amount) if minor && !has(told, ".") => (Decimal::scaled(amount.trunc(), 2), ""),
            Some(amount) => (amount, ""),
            None => match price::read(told) {
                Some(told) => (told.amount, told.codes),
                None => return,
            },
        };
        let known = self.amount();
        let better =
            known.is_none_or(|known| !page.seen.contains(&known) && page.seen.contains(&amount));
        if amount > Decimal::ZERO && better {
            self.facts.put("price", amount);
            self.add("codes", codes);
        }
    }

    /// Takes a currency: a code, or a sign.
    fn money(&mut self, told: &str) {
        if let Some(code) = Currency::parse(told) {
            self.add("currency", &code.code());
        } else if !told.is_empty() {
            let mut one = told.to_owned();
            one.push('1');
            self.add("codes", price::read(&one).map_or("", |told| told.codes));
        }
    }

    /// Takes a word on stock; one offer that can be bought makes the product buyable.
    fn stock(&mut self, told: &str) {
        let known = Availability::parse(told).or_else(|| super::visual::stock(told));
        if let Some(known) = known.filter(|_| self.orderable() != Some(true)) {
            self.facts.put("availability", known.name());
        }
    }

    fn orderable(&self) -> Option<bool> {
        Availability::parse(self.get("availability")).map(Availability::can_be_ordered)
    }

    /// As a product of a list: its own word for everything.
    #[must_use]
    pub fn product(self, page: &Snapshot) -> Option<Product> {
        merge(&[self], page, "", &mut Facts::default()).filter(|product| !product.title.is_empty())
    }
}

/// The name of a fact without `product.`.
fn short(fact: &str) -> &str {
    fact.get(8..).unwrap_or("")
}

/// The most trusted draft that knows a fact and, where asked, whose amount the page shows.
pub fn best<'a>(drafts: &'a [Draft], name: &str, seen: &[Decimal]) -> Option<&'a Draft> {
    let mut best: Option<&Draft> = None;
    for draft in drafts {
        let shown = seen.is_empty()
            || draft.from != "visual"
                && draft.amount().is_some_and(|amount| seen.contains(&amount));
        if shown
            && !draft.facts.get(name).is_null()
            && best.is_none_or(|best| draft.trust > best.trust)
        {
            best = Some(draft);
        }
    }
    best
}

/// Notes what other sources said otherwise.
fn passed_over(drafts: &[Draft], fact: &'static str, taken: &Draft, why: &str, facts: &mut Facts) {
    for draft in drafts {
        let value = draft.facts.get(short(fact));
        if !value.is_null() && value != taken.facts.get(short(fact)) {
            facts.refused(fact, value, draft.from, why);
        }
    }
}

/// One product of what all sources say. `here` is the page's own address; empty, each goes by its own.
#[inline(never)]
pub fn merge(drafts: &[Draft], page: &Snapshot, here: &str, facts: &mut Facts) -> Option<Product> {
    let mut out = Value::object();
    for (fact, _) in &FACTS {
        let name = short(fact);
        if matches!(name, "price" | "currency") {
            continue;
        }
        if let Some(draft) = best(drafts, name, &[]) {
            out.put(name, draft.facts.get(name).clone());
            facts.took(fact, draft.from, draft.trust);
            passed_over(drafts, fact, draft, "another source is trusted more", facts);
        }
    }
    // An amount that the shopper sees too goes before one that only markup knows.
    let shown = if page.seen.is_empty() {
        None
    } else {
        best(drafts, "price", &page.seen)
    };
    if let Some(draft) = shown.or_else(|| best(drafts, "price", &[]))
        && let Some(amount) = draft.amount()
    {
        let codes = match draft.get("codes") {
            "" => best(drafts, "codes", &[]).map_or("", |other| other.get("codes")),
            own => own,
        };
        let named = |draft: &Draft| Currency::parse(draft.get("currency"));
        let other = best(drafts, "currency", &[])
            .and_then(named)
            .filter(|code| codes.is_empty() || has(codes, &code.code()));
        let currency = named(draft)
            .or(other)
            .or_else(|| currency::resolve(codes, page));
        if let Some(money) = currency.and_then(|currency| Money::new(amount, currency)) {
            out.put("price", money);
            facts.took("product.price", draft.from, draft.trust);
            let why = if shown.is_some() {
                "the page shows another amount"
            } else {
                "another source is trusted more"
            };
            passed_over(drafts, "product.price", draft, why, facts);
        } else {
            let why = "its currency could not be told";
            facts.refused("product.price", &Value::from(amount), draft.from, why);
        }
    }
    if !here.is_empty() {
        out.put("url", here);
    }
    let id = pick(&out, "parent|sku|id").clone();
    out.put(
        "id",
        if id.is_null() {
            Value::from(address(text(&out, "url")))
        } else {
            id
        },
    );
    let product = Product::read(&out, None);
    product.filter(|product| !product.title.is_empty())
}
