//! What browsers do that delivery is built on, measured in each: should one of these fail, ARCHITECTURE.md has a decision to take again.

use anyhow::{Result, ensure};
use vitrin_e2e::{Door, Shopper, told_in};

told_in!(a_page_that_leads_by_a_held_web_lock_does_not_come_back: chromium firefox);

/// Whether a page that runs this comes back as it was, with all that its scripts knew, when the shopper goes on to one that runs that, and back.
async fn comes_back(shopper: &mut Shopper, this: &str, that: &str) -> Result<bool> {
    let door = Door::open().await?;
    for (path, script) in [("/", this), ("/on", that)] {
        let page = format!(
            "<!DOCTYPE html><title>A page</title><link rel=icon href=data:,><script>(async () => {{ {script} }})().then(() => (window.ready = true))</script>"
        );
        door.page(path, &page);
    }
    shopper.goes_to(&format!("{}/", door.origin)).await?;
    shopper.sees("it has run", "window.ready").await?;
    let on = "window.mine = 1; setTimeout(() => (location.href = '/on'))";
    shopper.js(on, &[]).await?;
    let is_on = "location.pathname === '/on' && window.ready";
    shopper.sees("the next page", is_on).await?;
    shopper.client().back().await?;
    let is_back = "location.pathname === '/' && document.readyState === 'complete'";
    shopper.sees("the first one", is_back).await?;
    Ok(shopper.reads("window.mine === 1").await? == true)
}

async fn a_page_that_leads_by_a_held_web_lock_does_not_come_back(
    shopper: &mut Shopper,
) -> Result<()> {
    const BRIEFLY: &str = "await navigator.locks.request('leader', async () => {})";
    const HOLDS: &str = "await new Promise((there) => navigator.locks.request('leader', () => { there(); return new Promise(() => {}) }))";
    // Whoever is to lead next asks for it, and need not get it.
    const ASKS: &str = "navigator.locks.request('leader', () => new Promise(() => {})); await navigator.locks.query()";
    let plain = comes_back(shopper, "", "").await?;
    let briefly = comes_back(shopper, BRIEFLY, BRIEFLY).await?;
    let leads = comes_back(shopper, HOLDS, ASKS).await?;
    let alone = comes_back(shopper, HOLDS, "").await?;
    println!(
        "comes back: without locks {plain}, after one held for a moment {briefly}, holding one that the next page asks for {leads}, that nobody asks for {alone}"
    );
    ensure!(plain && briefly && !leads, "{plain} {briefly} {leads}");
    Ok(())
}
