//! Every example of the documentation is opened as its reader would, and has to do what it says.

use anyhow::{Context, Result, ensure};
use vitrin_e2e::{Demo, Shopper, told_in};

told_in!(every_example_does_what_it_says: chromium firefox webkit);

async fn every_example_does_what_it_says(shopper: &mut Shopper) -> Result<()> {
    let demo = Demo::open(&[])?;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/docs/examples");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    ensure!(names.len() > 5, "examples are missing: {names:?}");
    for name in names {
        let url = format!("{}/docs/examples/{name}", demo.origin);
        shopper.goes_to(&url).await?;
        shopper.meets_vitrin().await.context(name.clone())?;
        // What its reader does first.
        shopper
            .js(
                "const { first } = document.body.dataset; if (first) eval(first)",
                &[],
            )
            .await?;
        let expected = shopper.reads("document.body.dataset.expect").await?;
        let expected = expected
            .as_str()
            .context("an example says what to expect in data-expect")?;
        shopper
            .sees(&format!("{name}: {expected}"), expected)
            .await?;
    }
    Ok(())
}
