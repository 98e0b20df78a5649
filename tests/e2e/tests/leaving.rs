//! Where a page is left for: back, forward, anew and on are ways within the shop, and nothing is left behind on them.

use anyhow::{Result, ensure};
use serde_json::Value;
use vitrin_e2e::{Answers, Asked, Browser, Pages, Received, Reply, Shopper, told_in};

told_in!(ways_within_the_shop_leave_nothing_behind: chromium firefox webkit);

/// Waits until the backend knows of so many pages, and nothing was left behind.
async fn arrives(shopper: &Shopper, pages: &Pages, views: usize) -> Result<Received> {
    // Told by the new page: the old one still answers while it is left.
    let received = pages.receives_times("page_view", views).await?;
    shopper.meets_vitrin().await?;
    received.never(&["browse_left", "cart_left", "search_left", "checkout_left"])?;
    Ok(received)
}

/// The lamp next to it, on the same page otherwise.
fn walnut(_: &mut Value, asked: &Asked) -> Option<Reply> {
    let page = include_str!("../pages/aisle.html");
    (asked.path == "/walnut").then(|| {
        Reply::page(
            page.replace("Brass floor lamp", "Walnut desk lamp")
                .replace("LAMP-2", "LAMP-1"),
        )
    })
}

async fn ways_within_the_shop_leave_nothing_behind(shopper: &mut Shopper) -> Result<()> {
    let pages = Pages::open(Answers {
        shop: Some(walnut),
        ..Answers::default()
    })
    .await?;
    shopper
        .goes_to(&format!("{}/aisle.html", pages.origin))
        .await?;
    let mut views = 1;
    arrives(shopper, &pages, views).await?;
    for way in [
        "script", "back", "forward", "back", "reload", "button", "link",
    ] {
        if shopper.browser == Browser::Webkit && way == "link" {
            // It may look like leaving for good, and is not what this is about.
            break;
        }
        // Only Chromium says so of its own button.
        if way == "button" && shopper.browser != Browser::Chromium {
            continue;
        }
        // Where a browser does not say where it goes, what the shopper does is all there is to be told by.
        if shopper.browser == Browser::Webkit && !matches!(way, "link" | "script") {
            continue;
        }
        match way {
            "link" => {
                shopper.follows("#on").await?;
            }
            "back" => shopper.client().back().await?,
            "forward" => shopper.client().forward().await?,
            "button" => shopper.client().refresh().await?,
            "reload" => {
                shopper
                    .js("setTimeout(() => location.reload())", &[])
                    .await?;
            }
            _ => {
                shopper.follows("#later").await?;
            }
        }
        views += 1;
        arrives(shopper, &pages, views)
            .await
            .map_err(|error| error.context(way))?;
    }
    let received = pages.received();
    received.is_one_visit()?;
    // A page that is loaded anew shows what was told already; not every browser says that it did.
    let viewed = received.named("view_item").len();
    ensure!(
        received.named("page_view").len() == views && (views - 2..=views).contains(&viewed),
        "each page once: {:?}",
        received.names()
    );

    // Out of the shop, with half of the page seen.
    if shopper.browser == Browser::Webkit {
        return Ok(());
    }
    shopper.client().back().await?;
    views += 1;
    arrives(shopper, &pages, views).await?;
    shopper.js("scrollTo(0, 1200)", &[]).await?;
    shopper
        .sees("the page has moved", "scrollY === 1200")
        .await?;
    shopper.closes_the_window().await?;
    let received = pages.receives("browse_left").await?;
    let left = received.only("browse_left")?;
    ensure!(
        left["items"].as_array().map(Vec::len) == Some(2)
            && left["percent_scrolled"]
                .as_u64()
                .is_some_and(|percent| (40..95).contains(&percent))
            && left["engagement_time_msec"]
                .as_u64()
                .is_some_and(|time| time > 100),
        "{left}"
    );
    Ok(())
}
