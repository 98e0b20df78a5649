//! `cargo run -p shop` writes the demo shop's pages, pictures and feed into `www/` from `catalogue.toml`.
//! With `--check` it writes nothing and fails when the committed files differ from what it would write.

mod catalogue;
mod data;
mod money;
mod page;
mod picture;
mod site;

use catalogue::Catalogue;
use std::{env, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let www = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www");
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => Catalogue::read().and_then(|catalogue| site::write(&www, &site::files(&catalogue)?)),
        ["--check"] => {
            Catalogue::read().and_then(|catalogue| site::check(&www, &site::files(&catalogue)?))
        }
        _ => Err("usage: shop [--check]".into()),
    };
    match outcome {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("shop: {why}");
            ExitCode::FAILURE
        }
    }
}
