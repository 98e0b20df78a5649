//! How often a shelf is right about public logs: the figures that README promises.
//! Parameters were chosen on the last tenth of what is learned from here, never on what is asked.

use std::fs;
use std::path::Path;

use crate::{Shop, run};

/// A file of the sessions that the goals are stated on.
fn shared(path: &str) -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/sessions")
        .join(path);
    let text = fs::read_to_string(file).ok();
    if text.is_none() {
        println!("skipped: ../shared not found");
    }
    text
}

fn rates(shop: &Shop, out: &str, test: &str) -> (f64, f64) {
    shop.put("test.txt", test);
    let told = run(
        &[
            "eval",
            "--shelf",
            &shop.text(out),
            "--test",
            &shop.text("test.txt"),
        ],
        "",
    );
    let told = String::from_utf8(told.stdout).unwrap();
    println!("{told}");
    let words: Vec<&str> = told.split_whitespace().collect();
    (words[1].parse().unwrap(), words[3].parse().unwrap())
}

#[test]
fn on_a_public_log_of_clicks_it_is_right_as_often_as_promised() {
    let (Some(train), Some(test)) = (shared("clicks/train.txt"), shared("clicks/test.txt")) else {
        return;
    };
    let shop = Shop::new();
    let mut log = String::new();
    for (visit, line) in train.lines().enumerate() {
        let mut words = line.split_whitespace();
        let at: f64 = words.next().unwrap().parse().unwrap();
        for (step, item) in words.enumerate() {
            let at = at as u64 * 1000 + step as u64 * 1000;
            log += &format!(
                "{{\"name\":\"view_item\",\"at\":{at},\"session\":\"{visit}\",\"items\":[{{\"item_id\":{item}}}]}}\n"
            );
        }
    }
    shop.put("clicks.ndjson", &log);
    for (k, least) in [("1", (0.68, 0.37)), ("2", (0.60, 0.0))] {
        let built = run(
            &[
                "build",
                "--events",
                &shop.text("clicks.ndjson"),
                "--k",
                k,
                "--out",
                &shop.text(k),
            ],
            "",
        );
        assert!(built.status.success());
        let (hits, ranks) = rates(&shop, k, &test);
        assert!(hits >= least.0 && ranks >= least.1, "k {k}: {hits} {ranks}");
    }
}

#[test]
fn on_a_public_log_of_orders_it_is_right_as_often_as_promised() {
    let (Some(train), Some(catalog), Some(test), Some(cold)) = (
        shared("baskets/train.txt"),
        shared("baskets/catalog.tsv"),
        shared("baskets/test.txt"),
        shared("baskets/test_cold.txt"),
    ) else {
        return;
    };
    let shop = Shop::new();
    let mut feed = String::from("id\tsku\tprice\tcurrency\ttitle\n");
    for line in catalog.lines() {
        let cells: Vec<&str> = line.splitn(4, '\t').collect();
        let title = cells[3].replace('"', "");
        feed += &format!("{}\t{}\t{}\tGBP\t{title}\n", cells[0], cells[1], cells[2]);
    }
    shop.put("feed.tsv", &feed);
    let mut orders = String::from("order,items\n");
    for line in train.lines() {
        let (order, items) = line.split_once(' ').unwrap();
        orders += &format!("{order},{items}\n");
    }
    shop.put("orders.csv", &orders);
    for (out, with_orders) in [("orders", true), ("feed", false)] {
        let (feed, orders, folder) = (
            shop.text("feed.tsv"),
            shop.text("orders.csv"),
            shop.text(out),
        );
        let mut arguments = vec!["build", "--feed", &feed, "--out", &folder];
        if with_orders {
            arguments.extend(["--orders", &orders]);
        }
        assert!(run(&arguments, "").status.success());
    }
    let (all, new, without) = (
        rates(&shop, "orders", &test).0,
        rates(&shop, "orders", &cold).0,
        rates(&shop, "feed", &test).0,
    );
    assert!(all >= 0.235 && new >= 0.45, "{all} {new}");
    assert!(without >= 0.17, "{without}");
}
