//! Microdata and RDFa scopes of products, as the browser side flattened them.
//! Cards of related products are scopes too: the page's own is the one with its headline, else the first that offers.

use super::draft::{Draft, text};
use super::words;
use crate::core::product::Availability;
use crate::core::snapshot::{Scope, Snapshot};

const TRUST: u8 = 84;
/// A scope without the headline, among several: as likely a suggestion.
const DOUBTFUL: u8 = 45;

/// What the scopes of the page's own product say: the one found, and those that share its name.
#[must_use]
pub fn read(snapshot: &Snapshot) -> Vec<Draft> {
    let h1 = snapshot
        .headings
        .iter()
        .find(|(_, _, level)| *level == 1)
        .map_or("", |(text, _, _)| text.as_str());
    // What is another thing's property (`isRelatedTo`) is not what the page is about.
    let drafts: Vec<(&Scope, Draft)> = snapshot
        .scopes
        .iter()
        .filter(|scope| scope.role.is_empty())
        .map(|scope| (scope, draft(scope, snapshot)))
        .filter(|(_, draft)| draft.title.is_some() || !draft.amounts.is_empty())
        .collect();
    let named = |(_, draft): &&(&Scope, Draft)| {
        draft
            .title
            .as_deref()
            .is_some_and(|title| words::alike(title, h1))
    };
    let outer = || drafts.iter().filter(|(scope, _)| scope.parent.is_none());
    let sure = drafts
        .iter()
        .find(named)
        .or_else(|| drafts.iter().find(|(scope, _)| scope.heading))
        .or_else(|| outer().next().filter(|_| outer().count() == 1));
    let Some((_, own)) =
        sure.or_else(|| drafts.iter().find(|(_, draft)| !draft.amounts.is_empty()))
    else {
        return Vec::new();
    };
    let same = |draft: &Draft| match (&draft.title, &own.title) {
        (Some(one), Some(other)) => words::alike(one, other),
        _ => draft.amounts == own.amounts,
    };
    let trust = if sure.is_some() { TRUST } else { DOUBTFUL };
    let mut all: Vec<Draft> = drafts
        .iter()
        .filter(|(_, draft)| same(draft))
        .map(|(_, draft)| draft.clone())
        .collect();
    for draft in &mut all {
        draft.trust = trust;
    }
    all
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
                // A nested brand's own text holds its name among other things; its `name` comes after and is better.
                "brand" | "manufacturer"
                    if own
                        && !scope.props.iter().any(|(inner, _, by)| {
                            inner == "name" && words::has(&words::fold(by), name)
                        }) =>
                {
                    set(&mut draft.brand);
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
