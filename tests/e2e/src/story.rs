//! Telling a story: a browser before it, and after it an end without anything left running.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use tokio::time::{Duration, timeout};

use crate::Told;
use crate::browser::Browser;
use crate::place::remains;
use crate::shopper::Shopper;

/// A story that takes longer hangs.
const LONGEST: Duration = Duration::from_secs(150);
/// A second failure is no accident of the machine. Every story told again is named in the run's summary, so that none hides behind it.
const TELLINGS: u32 = 2;
/// So long a browser that has told its story is waited for.
const KEEPING: Duration = Duration::from_secs(10);

/// Starts a browser, tells the story, and keeps a picture and the console of one that fails. Browsers on a machine that others share die and stall
/// for reasons of their own: a story that fails is told once more, from the beginning, in a new browser.
pub fn story(browser: Browser, name: &str, tell: impl AsyncFn(&mut Shopper) -> Result<()>) -> Told {
    if let Some(why) = browser.skipped() {
        println!("skipped in {}: {why}", browser.name());
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("no runtime")?;
    runtime.block_on(async {
        let mut telling = 1;
        loop {
            let Err(error) = told(browser, &format!("{name}-{telling}"), &tell).await else {
                return Ok(());
            };
            if telling == TELLINGS {
                return Err(error.into());
            }
            println!("told again: {name}, for at first {error:#}");
            telling += 1;
        }
    })
}

async fn told(
    browser: Browser,
    name: &str,
    tell: &impl AsyncFn(&mut Shopper) -> Result<()>,
) -> Result<()> {
    newcomer(browser, async |shopper| {
        let told = match timeout(LONGEST, tell(shopper)).await {
            Ok(told) => told,
            Err(_) => Err(anyhow!("the story hangs: {} s", LONGEST.as_secs())),
        };
        match told {
            Ok(()) => Ok(()),
            Err(error) => {
                let seen = keep(shopper, &remains(), name).await;
                Err(error.context(format!("{name} ({seen})")))
            }
        }
    })
    .await
}

/// A shopper in a browser that nobody has used before.
pub async fn newcomer<T>(
    browser: Browser,
    tell: impl AsyncFnOnce(&mut Shopper) -> Result<T>,
) -> Result<T> {
    let (driver, client) = browser.start().await?;
    let mut shopper = Shopper::new(browser, client);
    let told = tell(&mut shopper).await;
    // First the browser, then its driver: the other way round the browser would stay.
    // A browser that does not answer ends with its driver.
    let _ = timeout(KEEPING, shopper.leave()).await;
    drop(driver);
    told
}

async fn keep(shopper: &Shopper, folder: &Path, name: &str) -> String {
    let keeping = async {
        std::fs::create_dir_all(folder)?;
        let picture = folder.join(format!("{name}.png"));
        let console = folder.join(format!("{name}.txt"));
        std::fs::write(&console, shopper.console_text().await)?;
        std::fs::write(&picture, shopper.picture().await?)?;
        Ok::<_, anyhow::Error>(format!("see {} and .txt", picture.display()))
    };
    match timeout(KEEPING, keeping)
        .await
        .context("the browser does not answer")
    {
        Ok(Ok(seen)) => seen,
        Ok(Err(error)) | Err(error) => format!("no picture: {error:#}"),
    }
}
