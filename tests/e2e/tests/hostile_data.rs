//! Data and worlds that want to do harm: in each a page of a shop reads it, stores it, advises, opens a popup and sends a form, and nothing
//! of it does anything. Our own cases always, those beside the repository where they are; on a page without a policy and under the strictest.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use vitrin_e2e::{Answers, Asked, Pages, Reply, Shopper, neighbour, stays, told_in};

/// No inline style, no inline script, no string that becomes a script, and nothing from elsewhere.
const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/// A little less than any story has.
const LONGEST: Duration = Duration::from_secs(140);
/// How often is looked: often enough, for looking holds up what is looked at.
const PACE: Duration = Duration::from_millis(500);

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pages/hostile");

static BESIDE: LazyLock<Option<String>> = LazyLock::new(|| {
    let path = neighbour("hostile/cases.json")?;
    std::fs::read_to_string(path).ok()
});

/// A story has so much time that a slow browser meets a part of the cases in it.
macro_rules! parts {
    ($($name:ident: $part:literal $csp:expr,)+) => {
        $(
            told_in!($name: chromium firefox webkit);

            async fn $name(shopper: &mut Shopper) -> Result<()> {
                meets_the_cases(shopper, $part, $csp).await
            }
        )+
    };
}

parts! {
    data_stays_data_1_of_4: 0 None,
    data_stays_data_2_of_4: 1 None,
    data_stays_data_3_of_4: 2 None,
    data_stays_data_4_of_4: 3 None,
    under_the_strictest_policy_too_1_of_4: 0 Some(STRICT),
    under_the_strictest_policy_too_2_of_4: 1 Some(STRICT),
    under_the_strictest_policy_too_3_of_4: 2 Some(STRICT),
    under_the_strictest_policy_too_4_of_4: 3 Some(STRICT),
}

async fn meets_the_cases(
    shopper: &mut Shopper,
    part: usize,
    csp: Option<&'static str>,
) -> Result<()> {
    if BESIDE.is_none() {
        println!("skipped: ../shared not found");
    }
    let pages = Pages::open(Answers {
        csp,
        shop: Some(shop),
        ..Answers::default()
    })
    .await?;
    shopper
        .goes_to(&format!("{}/hostile/index.html?part={part}", pages.origin))
        .await?;
    // A hundred pages take their time; the story's own patience is what ends this.
    let began = Instant::now();
    let told = loop {
        let told = shopper.reads("window.told || null").await?;
        if !told.is_null() {
            break told;
        }
        ensure!(
            began.elapsed() < LONGEST,
            "met until {}",
            shopper.reads("window.at").await?
        );
        stays("the cases are met", PACE, async || Ok(true)).await?;
    };
    println!(
        "{} cases of our own, {} of ../shared",
        told["ours"], told["beside"]
    );
    let wrong = told["wrong"]
        .as_array()
        .context("no list of what went wrong")?;
    ensure!(wrong.is_empty(), "{wrong:#?}");
    ensure!(told["ours"].as_u64() > Some(10), "{told}");
    Ok(())
}

/// The shop's server: the cases, the feed that a case has, and where forms are sent.
fn shop(remembers: &mut Value, asked: &Asked) -> Option<Reply> {
    let path = asked.path.strip_prefix("/hostile/")?;
    match path {
        "cases.json" => Some(text(BESIDE.clone().unwrap_or_else(|| "[]".to_owned()))),
        "keep" => {
            // A lone half of a letter is none that Rust would keep, and no server would send.
            *remembers = serde_json::from_str(&asked.body).unwrap_or_default();
            Some(Reply::data(200, &Value::Null))
        }
        "feed.json" => Some(text(remembers[0].as_str().unwrap_or("[]").to_owned())),
        "case.html" | "ask.html" | "twice.html" => {
            let page = std::fs::read_to_string(format!("{PAGES}/{path}")).ok()?;
            Some(Reply::page(page.replace(
                "<!-- data -->",
                remembers[1].as_str().unwrap_or(""),
            )))
        }
        "form/broken" => Some(Reply::data(500, &Value::Null)),
        "form/good" => Some(Reply::data(200, &Value::Null)),
        _ => None,
    }
}

/// JSON as it came: what is no well-formed text to Rust may be one to a page.
fn text(text: String) -> Reply {
    Reply {
        status: 200,
        kind: "application/json",
        text,
    }
}
