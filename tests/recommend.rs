//! A shopper's stories of what is put before them, and of what must never be.
//! `cargo test --release --test recommend -- --ignored --nocapture` measures quality on logs kept outside the project, where they are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use vitrin::core::product::Product;
use vitrin::core::recommend::{Ask, Catalog, Kind, View, recommend};
use vitrin::core::time::{MINUTE, Time};
use vitrin::core::{json, value::Value};

const NOW: Time = Time(1_795_342_530_000);

fn shared(path: &str) -> Option<String> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(path);
    let text = std::fs::read_to_string(
        std::env::var("SHARED").map_or(file, |dir| PathBuf::from(dir).join(path)),
    )
    .ok();
    if text.is_none() {
        println!("skipped: ../shared not found");
    }
    text
}

fn ask(kind: Kind) -> Ask<'static> {
    Ask {
        kind,
        limit: 20,
        page: None,
        near: None,
        views: &[],
        cart: &[],
        bought: &[],
        shown: &[],
        catalog: None,
        now: NOW,
    }
}

/// Hit rate among the first 20, in thousandths: of the whole with the last product as the page's, and with interest alone.
fn hit_rates(catalog: &Catalog, products: &[Product], cases: &[Vec<usize>]) -> [usize; 2] {
    let mut hits = [0; 2];
    for case in cases {
        let (target, seen) = case.split_first().unwrap();
        let views: Vec<View> = seen
            .iter()
            .rev()
            .enumerate()
            .map(|(ago, item)| View {
                product: products[*item].clone(),
                at: Time(NOW.0 - ago as u64 * MINUTE),
                times: 1,
            })
            .collect();
        for (hit, page) in hits
            .iter_mut()
            .zip([views.first().map(|view| &view.product), None])
        {
            let picks = recommend(&Ask {
                page,
                views: &views,
                catalog: Some(catalog),
                ..ask(Kind::AlsoLike)
            });
            *hit += usize::from(
                picks
                    .iter()
                    .any(|pick| pick.product.id == products[*target].id),
            );
        }
    }
    hits.map(|hits| hits * 1000 / cases.len().max(1))
}

fn numbers(text: &str) -> Vec<Vec<usize>> {
    text.lines()
        .map(|line| {
            line.split_whitespace()
                .map(|word| word.parse().unwrap())
                .collect()
        })
        .collect()
}

#[test]
#[ignore = "a measurement, not a proof"]
fn how_often_content_alone_finds_the_next_product() {
    let (Some(rows), Some(train)) = (
        shared("sessions/baskets/catalog.tsv"),
        shared("sessions/baskets/train.txt"),
    ) else {
        return;
    };
    let feed: Value = rows
        .lines()
        .map(|line| {
            let mut cells = line.split('\t');
            let id = cells.next().unwrap();
            cells.next();
            Value::object()
                .with("id", id)
                .with("price", cells.next().unwrap())
                .with("currency", "GBP")
                .with("title", cells.next().unwrap())
        })
        .collect();
    let (catalog, warnings) = Catalog::read(&feed);
    println!("{} products, {warnings:?}", catalog.len());
    let products: Vec<Product> = feed
        .items()
        .iter()
        .map(|row| Product::read(row, None).unwrap())
        .collect();
    let orders = numbers(&train);
    let tuning: Vec<Vec<usize>> = orders[orders.len() * 9 / 10..]
        .iter()
        .enumerate()
        .filter_map(|(at, order)| {
            let items = &order[1..];
            let length = [1, 2, 3, 5][at % 4];
            let start = (at * 7919) % items.len();
            let case: Vec<usize> = items
                .iter()
                .cycle()
                .skip(start)
                .take(length + 1)
                .copied()
                .collect();
            (items.len() > length).then_some(case)
        })
        .collect();
    println!(
        "last tenth of train: {:?} of {}",
        hit_rates(&catalog, &products, &tuning),
        tuning.len()
    );
    if std::env::var("FINAL").is_ok() {
        for name in ["test", "test_cold"] {
            let cases = numbers(&shared(&format!("sessions/baskets/{name}.txt")).unwrap());
            println!(
                "{name}: {:?} of {}",
                hit_rates(&catalog, &products, &cases),
                cases.len()
            );
        }
    }
}
