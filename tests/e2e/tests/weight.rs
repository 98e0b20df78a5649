//! What the widget costs a page, on a processor four times slower: nothing moves because of it, and no task takes long.
//! Measured in Chromium, one page at a time: a busy machine would be measured instead.

use anyhow::{Result, ensure};
use vitrin_e2e::{
    Answers, Browser, Demo, Oscar, Pages, Shopper, Vitals, measure, newcomer, told_in,
};

told_in!(nothing_moves_on_the_pages_of_a_visit: chromium);
told_in!(nothing_takes_long_on_the_first_page_of_all: chromium);

/// Both shops are measured at this slowdown.
const SLOWDOWN: u32 = 4;

/// A busy machine makes a task long, never short: one good measure out of so many is taken.
const ATTEMPTS: u32 = 4;

/// A browser that loads a page leaves two thirds of four processors idle; with less, others' work is measured.
const QUIET: f64 = 0.65;

/// In ms: what a shopper feels.
const LONG: f64 = 50.0;

/// Waits until both blocks have said what becomes of them.
const DECIDED: &str = "window.vitrin?.live && [...document.querySelectorAll('vitrin-block')].every((block) => block.dataset.vitrin)";

async fn nothing_moves_on_the_pages_of_a_visit(shopper: &mut Shopper) -> Result<()> {
    demo(shopper).await?;
    oscar(shopper).await
}

async fn demo(shopper: &mut Shopper) -> Result<()> {
    let demo = Demo::open(&[])?;
    for path in [
        "/",
        "/p/ask-desk-lamp-walnut/",
        "/p/morgen-mug/",
        "/c/lighting/",
        "/p/havn-storm-lantern/",
        "/cart/",
        "/",
    ] {
        let url = format!("{}{path}", demo.origin);
        weigh(shopper, &format!("demo {path}"), &url).await?;
    }
    no_errors(shopper).await
}

/// Nothing of ours is compiled yet, and nothing kept: every try is a browser's first page.
async fn nothing_takes_long_on_the_first_page_of_all(_: &mut Shopper) -> Result<()> {
    let demo = Demo::open(&[])?;
    for path in ["/p/ask-desk-lamp-walnut/", "/", "/c/lighting/"] {
        let url = format!("{}{path}", demo.origin);
        judged(&format!("demo {path}, first of all"), async || {
            let ours = newcomer(Browser::Chromium, async |shopper| {
                measure(shopper, &url, SLOWDOWN, Some(DECIDED)).await
            });
            let ours = ours.await?;
            let bare = newcomer(Browser::Chromium, async |shopper| bare(shopper, &url).await);
            Ok((ours, bare.await?))
        })
        .await?;
    }
    Ok(())
}

async fn oscar(shopper: &mut Shopper) -> Result<()> {
    if let Some(why) = Oscar::skipped() {
        println!("skipped: {why}");
        return Ok(());
    }
    let backend = Pages::open(Answers::default()).await?;
    let shop = Oscar::open(Some(&backend.origin)).await?;
    for path in [
        "/catalogue/",
        "/catalogue/cafe-creme-cup-saucer_6/",
        "/catalogue/ribbed-midi-dress_29/",
        "/catalogue/chefs-knife-8-kohana_4/",
    ] {
        let url = format!("{}{path}", shop.origin);
        weigh(shopper, &format!("oscar {path}"), &url).await?;
    }
    no_errors(shopper).await
}

/// No error in the console. The oscar shop asks a CDN for its jQuery before it takes its own; what we had blocked is ours.
async fn no_errors(shopper: &mut Shopper) -> Result<()> {
    let known = ["googleapis", "ERR_BLOCKED_BY_CLIENT"];
    let mut wrong = shopper.console_with("SEVERE").await?;
    wrong.retain(|line| !known.iter().any(|known| line.contains(known)));
    ensure!(wrong.is_empty(), "the console says {wrong:?}");
    Ok(())
}

/// Loads a page with the tag and without it.
async fn weigh(shopper: &mut Shopper, page: &str, url: &str) -> Result<()> {
    judged(page, async || {
        let ours = measure(shopper, url, SLOWDOWN, Some(DECIDED)).await?;
        Ok((ours, bare(shopper, url).await?))
    })
    .await
}

async fn bare(shopper: &mut Shopper, url: &str) -> Result<Vitals> {
    shopper
        .without("*/vitrin/*", async |shopper| {
            measure(shopper, url, SLOWDOWN, None).await
        })
        .await
}

/// Measures with the tag and without it until neither is disturbed by what else the machine does.
async fn judged(
    page: &str,
    mut measured: impl AsyncFnMut() -> Result<(Vitals, Vitals)>,
) -> Result<()> {
    let mut wrong = None;
    for _ in 0..ATTEMPTS {
        let before = Processors::now()?;
        let (vitals, bare) = measured().await?;
        println!(
            "{page:<44} CLS {:.4} (without {:.4})  tasks {:?} ms (without {:?})  scripts of ours {:.0?} ms",
            vitals.shift, bare.shift, vitals.tasks, bare.tasks, vitals.scripts
        );
        nothing_moved(page, &vitals)?;
        match nothing_took_long(page, &vitals, &bare) {
            Ok(()) => return Ok(()),
            Err(_) if before.idle_since()? < QUIET => {}
            Err(error) => wrong = Some(error),
        }
    }
    match wrong {
        Some(error) => Err(error),
        None => {
            println!(
                "skipped: how long tasks take on {page}, for the machine is busy with something else"
            );
            Ok(())
        }
    }
}

/// What the processors have done since the machine started.
struct Processors {
    idle: u64,
    all: u64,
}

impl Processors {
    fn now() -> Result<Self> {
        let stat = std::fs::read_to_string("/proc/stat")?;
        let first = stat.lines().next().unwrap_or_default();
        let counts: Vec<u64> = first
            .split_whitespace()
            .filter_map(|count| count.parse().ok())
            .collect();
        Ok(Self {
            idle: counts.get(3).copied().unwrap_or_default(),
            all: counts.iter().sum(),
        })
    }

    /// The part of the time since then in which they had nothing to do.
    fn idle_since(&self) -> Result<f64> {
        let now = Self::now()?;
        Ok((now.idle - self.idle) as f64 / (now.all - self.all).max(1) as f64)
    }
}

/// The shop's own header may wrap anew when the scrollbar comes; our elements stand still, and so does what is behind them.
fn nothing_moved(page: &str, vitals: &Vitals) -> Result<()> {
    let moved = vitals.moved_by_us();
    ensure!(moved.is_empty(), "{page}: our nodes moved: {moved:#?}");
    Ok(())
}

/// Long tasks of the shop's own are not ours to answer for; a script of ours is, and so is what only the tag makes long.
fn nothing_took_long(page: &str, vitals: &Vitals, bare: &Vitals) -> Result<()> {
    let longest = vitals.scripts.iter().copied().fold(0.0, f64::max);
    ensure!(
        longest < LONG,
        "{page}: a script of ours took {longest} ms: {:?}",
        vitals.scripts
    );
    ensure!(
        vitals.longest() <= bare.longest() + LONG,
        "{page}: a task took {} ms, {} without the tag",
        vitals.longest(),
        bare.longest()
    );
    Ok(())
}
