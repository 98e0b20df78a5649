//! The builder from the outside: what a shop feeds it, and what a shopper is told by the files that come out.
//! `public_logs` checks figures where such logs are at hand.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of a command runs it, and stops at the first thing that is not as told"
)]

mod feeds;
mod inputs;
mod public_logs;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const FEED: &str = r#"[
{"id":"lamp","title":"Walnut desk lamp","url":"/p/lamp","price":"49.00","currency":"EUR","category":"Light"},
{"id":"bulb","title":"Warm bulb","url":"/p/bulb","price":"9.00","currency":"EUR","category":"Light"},
{"id":"desk","title":"Oak desk","url":"/p/desk","price":"390.00","currency":"EUR","category":"Furniture"},
{"id":"rug","title":"Wool rug","url":"/p/rug","price":"120.00","currency":"EUR","category":"Textile"},
{"id":"secret","title":"Quiet gift","url":"/p/secret","price":"20.00","currency":"EUR","category":"Gifts"},
{"id":"newlamp","title":"Walnut desk lamp small","url":"/p/newlamp","price":"45.00","currency":"EUR","category":"Light"}
]"#;

#[cfg(feature = "cluster")]
const ORDERS: &str =
    "order,item\n1,lamp\n1,rug\n2,rug\n2,lamp\n3,desk\n3,lamp\n3,rug\n4,desk\n4,lamp\n";

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vitrin-shelf"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn look(session: &str, minute: u32, item: &str) -> String {
    format!(
        "{{\"name\":\"view_item\",\"at\":\"2026-03-01T10:{minute:02}:00Z\",\"session\":\"{session}\",\"items\":[{{\"item_id\":\"{item}\"}}]}}\n"
    )
}

/// Three visits go from the lamp to the bulb; one, again and again, from the lamp to the secret.
fn log() -> String {
    let mut log = String::new();
    for visit in ["a", "b", "c"] {
        log += &look(visit, 1, "lamp");
        log += &look(visit, 2, "bulb");
    }
    for minute in 0..6 {
        log += &look("d", 10 + 2 * minute, "lamp");
        log += &look("d", 11 + 2 * minute, "secret");
    }
    log
}

struct Shop(TempDir);

impl Shop {
    fn new() -> Self {
        let shop = Self(tempfile::tempdir().unwrap());
        shop.put("feed.json", FEED);
        shop.put("log.ndjson", &log());
        shop
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// Builds into `out` with more arguments.
    fn build(&self, out: &str, more: &[&str]) -> Output {
        let (feed, out) = (self.text("feed.json"), self.text(out));
        let mut all = vec!["build", "--feed", &feed, "--out", &out];
        all.extend(more);
        run(&all, "")
    }

    fn rank(&self, out: &str, visits: &str) -> (Vec<String>, String) {
        let ranked = run(&["rank", "--shelf", &self.text(out), "--top", "5"], visits);
        assert!(ranked.status.success());
        (
            lines(&ranked.stdout),
            String::from_utf8(ranked.stderr).unwrap(),
        )
    }
}

fn lines(bytes: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(bytes)
        .lines()
        .map(str::to_owned)
        .collect()
}

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    all.sort();
    all
}

#[test]
fn what_one_visit_did_cannot_be_read_out_of_the_files() {
    let shop = Shop::new();
    let log = shop.text("log.ndjson");
    let built = shop.build("two", &["--events", &log]);
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    let (ranks, _) = shop.rank("two", "lamp\n");
    let ids: Vec<&str> = ranks[0].split(' ').collect();
    assert_eq!(ids[0], "bulb");
    assert!(!ids.contains(&"secret"), "{ids:?}");
    // With --k 1 the shop says that it does not mind.
    assert!(
        shop.build("one", &["--events", &log, "--k", "1"])
            .status
            .success()
    );
    let (ranks, _) = shop.rank("one", "lamp\n");
    assert!(ranks[0].contains("secret"), "{ranks:?}");
}

#[test]
fn a_product_too_new_for_the_log_has_a_place() {
    let shop = Shop::new();
    assert!(
        shop.build("out", &["--events", &shop.text("log.ndjson")])
            .status
            .success()
    );
    let (ranks, _) = shop.rank("out", "lamp\n");
    assert!(ranks[0].contains("newlamp"), "{ranks:?}");
}

#[test]
fn every_line_gets_one_line_and_the_bytes_are_told_at_the_end() {
    let shop = Shop::new();
    assert!(
        shop.build("out", &["--events", &shop.text("log.ndjson")])
            .status
            .success()
    );
    let (ranks, told) = shop.rank("out", "lamp\n\nnobody knows this\nbulb  lamp\nlamp");
    assert_eq!(ranks.len(), 5);
    assert!(
        !ranks[3].split(' ').any(|id| id == "lamp"),
        "what is looked at is not advised"
    );
    assert_eq!(ranks[0], ranks[4]);
    assert!(told.contains("mean") && told.contains("p95"), "{told}");
}

#[test]
fn however_the_log_is_cut_and_wrapped_the_bytes_are_the_same() {
    let shop = Shop::new();
    let whole = log();
    shop.put(
        "part-1.ndjson",
        &whole[..whole
            .find("\"session\":\"c\"")
            .map(|at| whole[..at].rfind('\n').unwrap() + 1)
            .unwrap()],
    );
    let first = fs::read_to_string(shop.path("part-1.ndjson")).unwrap();
    shop.put("part-2.ndjson", &whole[first.len()..]);
    let events: Vec<&str> = whole.lines().collect();
    shop.put(
        "wrapped.ndjson",
        &format!(
            "{{\"v\":1,\"sent_at\":\"2026-03-01T11:00:00Z\",\"events\":[{}]}}\n",
            events.join(",")
        ),
    );
    let ways = [
        shop.text("log.ndjson"),
        shop.text("part-*.ndjson"),
        shop.text("wrapped.ndjson"),
    ];
    let mut seen = BTreeSet::new();
    for (at, events) in ways.iter().enumerate() {
        let out = format!("out{at}");
        assert!(
            shop.build(&out, &["--events", events, "--memory", "64"])
                .status
                .success()
        );
        seen.insert(contents(&shop.path(&out)));
    }
    assert_eq!(seen.len(), 1);
}

/// Ballista's scheduler and executor in one process: what they plan, send and gather is what machines would.
#[cfg(feature = "cluster")]
#[test]
fn a_cluster_counts_to_the_same_bytes() {
    let shop = Shop::new();
    shop.put("orders.csv", ORDERS);
    let with = [
        "--events",
        &shop.text("log.ndjson"),
        "--orders",
        &shop.text("orders.csv"),
    ];
    assert!(shop.build("here", &with).status.success());
    let cluster = [&with[..], &["--cluster", "standalone"]].concat();
    let built = shop.build("there", &cluster);
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    assert_eq!(contents(&shop.path("there")), contents(&shop.path("here")));
}

/// Long ago lamps went with bulbs, lately with rugs: orders are numbered as they come in, and tell so without a date, in any order.
#[test]
fn what_was_bought_lately_counts_more_and_the_numbers_of_orders_tell_when_nothing_else_does() {
    let shop = Shop::new();
    let mut all: Vec<String> = Vec::new();
    for order in [1001, 1002, 1003, 1900, 1901, 1902] {
        let other = if order < 1100 { "bulb" } else { "rug" };
        all.push(format!("#{order},lamp\n#{order},{other}\n"));
    }
    for turned in [false, true] {
        if turned {
            all.reverse();
        }
        shop.put("orders.csv", &format!("order,item\n{}", all.concat()));
        let built = shop.build("out", &["--orders", &shop.text("orders.csv")]);
        assert!(built.status.success());
        let ranks = run(
            &["rank", "--shelf", &shop.text("out"), "--top", "2"],
            "lamp\n",
        );
        assert!(lines(&ranks.stdout)[0].starts_with("rug "));
    }
}

#[test]
fn a_bad_line_is_told_with_its_place_and_skipped_unless_strict() {
    let shop = Shop::new();
    shop.put("bad.ndjson", &format!("{}not json\n{{\"name\":\"view_item\",\"at\":\"yesterday\",\"items\":[]}}\n{{\"x\":1}}\n", log()));
    let bad = shop.text("bad.ndjson");
    let built = shop.build("bad", &["--events", &bad]);
    let told = String::from_utf8(built.stderr).unwrap();
    assert!(built.status.success(), "{told}");
    for (line, expected) in [(19, "an event"), (20, "`at` as ISO 8601"), (21, "an event")] {
        let begins = format!("{bad}:{line}: expected {expected}");
        assert!(told.contains(&begins), "{begins}\nnot in\n{told}");
    }
    assert!(
        String::from_utf8(built.stdout)
            .unwrap()
            .contains("3 were skipped")
    );
    assert!(
        shop.build("good", &["--events", &shop.text("log.ndjson")])
            .status
            .success()
    );
    assert_eq!(contents(&shop.path("bad")), contents(&shop.path("good")));
    let strict = shop.build("strict", &["--events", &bad, "--strict"]);
    assert!(!strict.status.success());
    assert!(
        String::from_utf8(strict.stderr)
            .unwrap()
            .contains(":19: expected")
    );
    assert!(!shop.path("strict").exists(), "nothing is written");
}

#[test]
fn orders_say_what_goes_together_and_a_table_without_them_says_what_it_lacks() {
    let shop = Shop::new();
    shop.put("orders.csv", "Order ID,Date,SKU\n1,2026-03-01,desk\n1,2026-03-01,rug\n2,2026-03-02,desk\n2,2026-03-02,rug\n3,2026-03-02,desk\n3,2026-03-02,secret\n");
    let built = shop.build("out", &["--orders", &shop.text("orders.csv")]);
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    let (ranks, _) = shop.rank("out", "desk\n");
    assert!(ranks[0].starts_with("rug"), "{ranks:?}");
    assert!(!ranks[0].contains("secret"), "{ranks:?}");
    shop.put("orders.csv", "when,what\n1,2\n");
    let built = shop.build("none", &["--orders", &shop.text("orders.csv")]);
    let told = String::from_utf8(built.stderr).unwrap();
    assert!(
        !built.status.success() && told.contains(":1: expected a header line"),
        "{told}"
    );
}

/// As `| head` does.
#[test]
fn who_hangs_up_early_is_not_shouted_at() {
    let shop = Shop::new();
    assert!(
        shop.build("out", &["--events", &shop.text("log.ndjson")])
            .status
            .success()
    );
    shop.put("test.txt", "bulb lamp\n");
    let mut child = Command::new(env!("CARGO_BIN_EXE_vitrin-shelf"))
        .args([
            "eval",
            "--shelf",
            &shop.text("out"),
            "--test",
            &shop.text("test.txt"),
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    assert!(ended.status.success());
}

#[test]
fn a_page_of_yesterday_finds_its_files_after_one_more_build() {
    let shop = Shop::new();
    let log_path = shop.text("log.ndjson");
    let count = |what: &str| {
        contents(&shop.path("out"))
            .iter()
            .filter(|(name, _)| name.contains(what))
            .count()
    };
    assert!(shop.build("out", &["--events", &log_path]).status.success());
    let first = count("-v");
    for round in 1..4 {
        shop.put(
            "log.ndjson",
            &(log() + &look("x", 1, "desk").repeat(round + 1) + &look("y", 1, "rug").repeat(round)),
        );
        shop.put(
            "feed.json",
            &FEED.replace("120.00", &format!("12{round}.00")),
        );
        assert!(shop.build("out", &["--events", &log_path]).status.success());
        assert_eq!(count("-v"), 2 * first, "this build and the one before");
        assert_eq!(count("shelf.json"), 1);
    }
}

/// The demo shop's shelf is what its feed and its made-up log say.
#[test]
fn the_demo_shops_shelf_is_that_of_its_feed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |path: PathBuf| path.display().to_string();
    let shop = Shop::new();
    let feed = text(root.join("../../www/feed.json"));
    let log = text(root.join("demo/log.ndjson"));
    let built = run(
        &[
            "build",
            "--feed",
            &feed,
            "--events",
            &log,
            "--out",
            &shop.text("out"),
        ],
        "",
    );
    assert!(built.status.success());
    let manifest = |path: PathBuf| fs::read_to_string(path).unwrap();
    assert_eq!(
        manifest(root.join("../../www/shelf/shelf.json")),
        manifest(shop.path("out").join("shelf.json")),
        "run: vitrin-shelf build --feed www/feed.json --events tools/shelf/demo/log.ndjson --out www/shelf"
    );
}
