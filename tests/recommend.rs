//! A shopper's stories of what is put before them, and of what must never be.
//! `cargo test --release --test recommend -- --ignored --nocapture` measures quality on logs kept outside the project, where they are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::time::Instant;
use vitrin::core::product::Product;
use vitrin::core::recommend::{Ask, Catalog, Kind, Reading, View, recommend};
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
            // Items of an order in a made-up order of their own: neighbours on an invoice are too easy.
            let mut mixed: Vec<(usize, usize)> = items
                .iter()
                .map(|item| (item.wrapping_mul(2_654_435_761) % 65_537, *item))
                .collect();
            mixed.sort_unstable();
            mixed.dedup();
            let start = at * 7919 % mixed.len();
            let case: Vec<usize> = mixed
                .iter()
                .cycle()
                .skip(start)
                .take(length + 1)
                .map(|(_, item)| *item)
                .collect();
            (mixed.len() > length).then_some(case)
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

#[test]
#[ignore = "a measurement, not a proof"]
fn what_a_shopper_of_a_real_catalog_is_shown() {
    let Some(text) = shared("catalogs/dummyjson_products.json") else {
        return;
    };
    let mut feed = json::read(&text).unwrap();
    if let Value::List(rows) = &mut feed {
        for row in rows {
            row.put("currency", "USD");
        }
    }
    let (catalog, warnings) = Catalog::read(&feed);
    println!("{} products, {warnings:?}", catalog.len());
    let products: Vec<Product> = feed
        .items()
        .iter()
        .map(|row| Product::read(row, None).unwrap())
        .collect();
    let mut same = 0;
    let mut all = 0;
    for (at, page) in products.iter().enumerate() {
        let picks = recommend(&Ask {
            page: Some(page),
            catalog: Some(&catalog),
            limit: 4,
            ..ask(Kind::AlsoLike)
        });
        all += picks.len();
        same += picks
            .iter()
            .filter(|pick| pick.product.category == page.category)
            .count();
        if at % 24 == 0 {
            println!(
                "\n{} ({:?}, {:?})",
                page.title,
                page.brand,
                page.price.map(|price| price.amount_text())
            );
            for pick in &picks {
                println!(
                    "   {} {} {:?}",
                    pick.product.title,
                    pick.product
                        .price
                        .map_or_else(String::new, |price| price.amount_text()),
                    pick.reasons
                );
            }
        }
    }
    println!(
        "\n{same} of {all} cards of the page's category; {} places",
        products.len() * 4
    );
}

#[test]
#[ignore = "a measurement, not a proof"]
fn how_long_a_recommendation_takes() {
    for size in [5_000_u64, 40_000] {
        let feed: Value = (0..size)
            .map(|at| {
                let mix = |salt: u64, of: u64| {
                    ((at + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) % of
                };
                Value::object()
                    .with("id", at)
                    .with(
                        "title",
                        format!(
                            "word{} term{} thing{} no{}",
                            mix(1, 300),
                            mix(2, 2000),
                            mix(3, 50),
                            mix(4, 9)
                        ),
                    )
                    .with("url", format!("https://shop.example/p/{at}"))
                    .with("image", format!("https://shop.example/i/{at}.jpg"))
                    .with("brand", format!("brand {}", mix(5, 200)))
                    .with(
                        "category",
                        format!("dept {} > kind {}", mix(6, 12), mix(6, 120)),
                    )
                    .with("price", mix(7, 20_000) + 100)
                    .with("currency", "EUR")
            })
            .collect();
        let started = Instant::now();
        let mut longest = 0;
        let mut reading = Reading::default();
        for slice in Reading::rows(&feed).chunks(512) {
            let slice_started = Instant::now();
            reading.take(slice);
            longest = longest.max(slice_started.elapsed().as_micros());
        }
        let (catalog, _) = reading.finish();
        let whole = started.elapsed();
        let views: Vec<View> = (0..12)
            .map(|at| View {
                product: Product::read(&feed.items()[at * 37], None).unwrap(),
                at: NOW,
                times: 1,
            })
            .collect();
        for (name, page, views) in [
            ("page", Some(&views[0].product), &views[..1]),
            ("page and 12 views", Some(&views[0].product), &views[..]),
            ("12 views", None, &views[..]),
        ] {
            let mut times: Vec<u128> = (0..300)
                .map(|_| {
                    let started = Instant::now();
                    let picks = recommend(&Ask {
                        page,
                        views,
                        catalog: Some(&catalog),
                        limit: 8,
                        ..ask(Kind::AlsoLike)
                    });
                    assert_eq!(picks.len(), 8);
                    started.elapsed().as_micros()
                })
                .collect();
            times.sort_unstable();
            println!(
                "{size} products, {name}: p50 {} us, p99 {} us",
                times[150], times[297]
            );
        }
        println!("{size} products: read in {whole:?}, longest of slices of 512 {longest} us");
    }
}
