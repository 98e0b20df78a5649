//! Several pages at once: one backlog is sent by one of them.

use anyhow::{Result, ensure};
use serde_json::json;
use vitrin_e2e::{Fault, Shopper, told_in, until};

told_in!(two_tabs_find_one_backlog: chromium);
told_in!(ten_tabs_find_one_backlog: chromium);
told_in!(the_tab_that_holds_it_freezes: chromium);
told_in!(two_tabs_wake_together: chromium);
told_in!(the_tab_that_claimed_it_dies: chromium);

/// Where the machine is busy a browser may tell one tab of another's claim later than it waits for that: then the same goes twice, under its id.
/// The table, measured where it is not, says how many copies there are otherwise: none.
fn few_copies(fault: &Fault<'_>) -> Result<()> {
    let most = fault.numbers().into_values().max().unwrap_or_default();
    ensure!(most <= 2, "an event was sent {most} times");
    Ok(())
}

async fn find_one_backlog(mut fault: Fault<'_>, count: usize) -> Result<()> {
    fault.breaks();
    fault.goes("/").await?;
    fault.tracks(10).await?;
    fault.tracks_and_goes(10, "{}", "/plain").await?;
    let before = fault.door.posts().len();
    fault.heals();
    // All at once, by a page of the shop's own.
    let script = format!("for (let tab = 0; tab < {count}; tab++) window.open('/next')");
    fault.shopper.js(&script, &[]).await?;
    fault.arrives().await?;
    until("all tabs are there", async || {
        let pages = fault
            .door
            .taken()
            .iter()
            .filter(|event| event["name"] == "page_view")
            .count();
        // That of the page that left the backlog is among them.
        ensure!(pages > count, "{pages} page views");
        Ok(Some(()))
    })
    .await?;
    ensure!(before > 0);
    few_copies(&fault)?;
    fault.ends().await
}

async fn two_tabs_find_one_backlog(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(shopper, "22", "two tabs find one backlog").await?;
    find_one_backlog(fault, 2).await
}

async fn the_tab_that_holds_it_freezes(shopper: &mut Shopper) -> Result<()> {
    let what = "no Web Locks: the tab that holds a lease freezes, another takes over, and it thaws";
    let mut fault = Fault::open(shopper, "24", what).await?;
    let usual = fault.usual();
    let none = "delete Navigator.prototype.locks";
    fault.runs("/next", &usual, none);
    // What a page tells as it thaws is told before the browser says that it is seen.
    let thaws = "; document.addEventListener('resume', () => tracks(20, 21))";
    fault.runs("/", &usual, &[none, thaws].concat());
    fault.breaks();
    fault.goes("/").await?;
    fault.tracks(20).await?;
    fault.shopper.sees("it is written", "Object.keys(localStorage).some((key) => localStorage[key].includes('\\\\\"number\\\\\":19'))").await?;
    let state = |state: &str| json!({ "state": state });
    let first = fault.shopper.client().window().await?;
    let freezes = "Page.setWebLifecycleState";
    fault.shopper.cdp(freezes, state("frozen")).await?;
    let other = fault.shopper.client().new_window(true).await?.handle;
    fault.shopper.client().switch_to_window(other).await?;
    fault.heals();
    fault.goes("/next").await?;
    fault.arrives().await?;
    fault
        .shopper
        .sees(
            "nothing is left on the device",
            "!Object.keys(localStorage).some((key) => key.startsWith('vitrin.out.'))",
        )
        .await?;
    let posts = fault.door.posts().len();
    fault.shopper.client().switch_to_window(first).await?;
    fault.shopper.cdp(freezes, state("active")).await?;
    fault.accepts(1);
    fault.arrives().await?;
    fault
        .shopper
        .sees(
            "it knows that they are gone",
            "(vitrin('explain').then(({ delivery }) => window.waits = delivery.in_outbox), window.waits === 0)",
        )
        .await?;
    let again = fault.door.posts()[posts..]
        .iter()
        .flat_map(|post| post.events.clone())
        .filter(|event| event["number"].as_u64() < Some(20) && event["name"] == "fault")
        .count();
    ensure!(again == 0, "{again} events were sent by two tabs");
    fault.ends().await
}

async fn two_tabs_wake_together(shopper: &mut Shopper) -> Result<()> {
    let what =
        "two tabs with a backlog each freeze for longer than their leases, and thaw together";
    let mut fault = Fault::open(shopper, "24", what).await?;
    let usual = fault.usual();
    // The clock goes on by a minute as they thaw: nobody has to wait for it.
    let thaws = "const now = Date.now; document.addEventListener('resume', () => { Date.now = () => now() + 6e4 })";
    for path in ["/", "/next"] {
        fault.runs(path, &usual, thaws);
    }
    fault.breaks();
    let mut tabs = Vec::new();
    for path in ["/", "/next"] {
        if !tabs.is_empty() {
            let other = fault.shopper.client().new_window(true).await?.handle;
            fault.shopper.client().switch_to_window(other).await?;
        }
        fault.goes(path).await?;
        fault.tracks(10).await?;
        let last = 10 * (tabs.len() + 1) - 1;
        fault.shopper.sees("it is written", &format!("Object.keys(localStorage).some((key) => localStorage[key].includes('\\\\\"number\\\\\":{last}'))")).await?;
        tabs.push(fault.shopper.client().window().await?);
    }
    let state = |state: &str| json!({ "state": state });
    for state in [state("frozen"), state("active")] {
        for tab in &tabs {
            fault.shopper.client().switch_to_window(tab.clone()).await?;
            fault
                .shopper
                .cdp("Page.setWebLifecycleState", state.clone())
                .await?;
        }
        fault.heals();
    }
    fault.arrives().await?;
    let left = "!Object.keys(localStorage).some((key) => key.startsWith('vitrin.out.'))";
    fault
        .shopper
        .sees("nothing is left on the device", left)
        .await?;
    few_copies(&fault)?;
    fault.ends().await
}

async fn ten_tabs_find_one_backlog(shopper: &mut Shopper) -> Result<()> {
    let fault = Fault::open(shopper, "22", "ten tabs find one backlog").await?;
    find_one_backlog(fault, 10).await
}

async fn the_tab_that_claimed_it_dies(shopper: &mut Shopper) -> Result<()> {
    let mut fault =
        Fault::open(shopper, "23", "the tab that took a backlog over is killed").await?;
    fault.breaks();
    fault.goes("/").await?;
    fault.tracks_and_goes(20, "{}", "/next").await?;
    fault.shopper.meets_vitrin().await?;
    fault
        .shopper
        .sees(
            "it is taken over",
            "new Promise((done) => vitrin('explain').then(({ delivery }) => done(delivery.in_outbox >= 20 || null)))",
        )
        .await?;
    let other = fault.shopper.client().new_window(true).await?.handle;
    let first = fault.shopper.client().window().await?;
    fault
        .shopper
        .client()
        .switch_to_window(other.clone())
        .await?;
    // It is there before the other dies, and looks again when the lease has run out.
    fault.goes("/next").await?;
    fault.shopper.client().switch_to_window(first).await?;
    fault.dies().await?;
    fault.shopper.client().switch_to_window(other).await?;
    fault.heals();
    fault.shopper.sees("nothing is left on the device", "!Object.keys(localStorage).some((key) => key.startsWith('vitrin.out.') && localStorage[key].includes('fault'))").await?;
    fault.ends().await
}
