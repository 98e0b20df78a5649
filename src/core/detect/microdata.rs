//! Microdata and RDFa scopes of products, as the browser side flattened them.
//! Cards of related products are scopes too: the page's own is the one with its headline, else the first that offers.

use super::draft::{Draft, text};
use super::words;
use crate::core::product::Availability;
use crate::core::snapshot::{Scope, Snapshot};

const TRUST: u8 = 84;
/// A scope without the headline, among several: as likely a suggestion.
const DOUBTFUL: u8 = 45;

/// The page's own product, and the others.
#[must_use]
pub fn read(snapshot: &Snapshot) -> (Option<Draft>, Vec<Draft>) {
    let mut own = None;
    let mut others = Vec::new();
    // A scope around another that names nothing itself (a page's frame, its reviews) leaves the word to the inner one.
    let named = |scope: &Scope| {
        scope
            .props
            .iter()
            .any(|(name, _, owner)| name == "name" && owner.is_empty())
    };
    let outer = snapshot.scopes.iter().filter(|scope| {
        let within = scope.parent.and_then(|at| snapshot.scopes.get(at));
        !scope.props.is_empty() && scope.role.is_empty() && !within.is_some_and(named)
    });
    let h1 = snapshot
        .headings
        .iter()
        .find(|(_, _, level)| *level == 1)
        .map_or("", |(text, _, _)| text.as_str());
    let drafts: Vec<(bool, Draft)> = outer
        .map(|scope| (scope.heading, draft(scope, snapshot)))
        .collect();
    let chosen = drafts
        .iter()
        .position(|(_, draft)| {
            draft
                .title
                .as_deref()
                .is_some_and(|title| words::alike(title, h1))
        })
        .or_else(|| drafts.iter().position(|(heading, _)| *heading))
        .or((drafts.len() == 1).then_some(0));
    let sure = chosen.is_some();
    let chosen = chosen.or_else(|| {
        drafts
            .iter()
            .position(|(_, draft)| !draft.amounts.is_empty())
    });
    for (at, (_, mut draft)) in drafts.into_iter().enumerate() {
        if Some(at) == chosen {
            draft.trust = if sure { TRUST } else { DOUBTFUL };
            own = Some(draft);
        } else {
            others.push(draft);
        }
    }
    (own, others)
}

fn draft(scope: &Scope, snapshot: &Snapshot) -> Draft {
    let mut draft = Draft::new("microdata", TRUST);
    for (names, value, owner) in &scope.props {
        let of = words::fold(owner);
        for name in names
            .split_ascii_whitespace()
            .map(|name| name.rsplit(':').next().unwrap_or(name))
        {
            let own = owner.is_empty();
            let offer = own || words::has(&of, "offer");
            let set = |field: &mut Option<String>| {
                if field.is_none() {
                    *field = text(value);
                }
            };
            match name {
                "name" if own => set(&mut draft.title),
                "name" if words::has(&of, " brand | manufacturer |brand") => set(&mut draft.brand),
                "brand" | "manufacturer" if own => {
                    // A nested brand's own text holds its name among other things; its `name` comes after and is better.
                    if !scope
                        .props
                        .iter()
                        .any(|(inner, _, by)| inner == "name" && words::has(&words::fold(by), name))
                    {
                        set(&mut draft.brand);
                    }
                }
                "sku" | "productID" | "mpn" if offer => {
                    let plain = text(value.strip_prefix("sku:").unwrap_or(value));
                    if name == "sku" {
                        draft.sku = draft.sku.take().or(plain);
                    } else if draft.id.is_none() {
                        draft.id = plain;
                    }
                }
                "category" if own => set(&mut draft.category),
                "image" if own && draft.image.is_none() => {
                    draft.image = words::absolute(value, &snapshot.url)
                }
                "url" if own && draft.url.is_none() => {
                    draft.url = words::absolute(value, &snapshot.url)
                }
                "price" | "lowPrice" if offer || words::has(&of, "price") => draft.offer(value),
                "priceCurrency" | "currency" => draft.money(value),
                "availability" if offer && draft.availability.is_none() => {
                    draft.availability =
                        Availability::parse(value).or_else(|| super::visual::stock(value))
                }
                _ => {}
            }
        }
    }
    draft
}
