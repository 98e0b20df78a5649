//! `build`: reads the feed and the logs, counts, and writes the folder.
//! What was read, skipped and written is told at the end, in one line each.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};
use vitrin::core::money::Currency;

use crate::assemble::{alike, assemble};
use crate::count::{count, local};
use crate::rank::number;
use crate::rows::Bad;
use crate::shop::Shop;
use crate::source::Source;
use crate::spool::Spooling;
use crate::{cluster, cost, feed, folder};

/// Megabytes of memory that counting may take before it spills.
const MEMORY: usize = 2048;

/// Bytes of stack for each thread that plans and counts; they are taken as they are used.
const STACK: usize = 64 << 20;

struct Asked {
    feed: Option<Source>,
    currency: Option<Currency>,
    events: Vec<Source>,
    orders: Vec<Source>,
    out: PathBuf,
    k: u64,
    strict: bool,
    memory: usize,
    cluster: Option<String>,
    scratch: Option<PathBuf>,
}

fn asked(mut arguments: lexopt::Parser) -> Result<Asked> {
    let mut currency = None;
    let (mut feed, mut out, mut cluster, mut scratch) = (None, None, None, None);
    let (mut events, mut orders) = (Vec::new(), Vec::new());
    let (mut k, mut strict, mut memory) = (2, false, MEMORY);
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("feed") => {
                feed = Some(Source::one(&arguments.value()?.to_string_lossy())?);
            }
            lexopt::Arg::Long("currency") => {
                let code = arguments.value()?.to_string_lossy().into_owned();
                let known = Currency::parse(&code);
                currency =
                    Some(known.with_context(|| {
                        format!("--currency {code}: expected a code such as EUR")
                    })?);
            }
            lexopt::Arg::Long("events") => {
                // A shell may have spread the pattern.
                for pattern in arguments.values()? {
                    events.extend(Source::find(&pattern.to_string_lossy())?);
                }
            }
            lexopt::Arg::Long("orders") => {
                for pattern in arguments.values()? {
                    orders.extend(Source::find(&pattern.to_string_lossy())?);
                }
            }
            lexopt::Arg::Long("out") => out = Some(arguments.value()?.into()),
            lexopt::Arg::Long("k") => k = number(&mut arguments)?,
            lexopt::Arg::Long("memory") => memory = number(&mut arguments)?,
            lexopt::Arg::Long("strict") => strict = true,
            lexopt::Arg::Long("cluster") => {
                cluster = Some(arguments.value()?.to_string_lossy().into_owned())
            }
            lexopt::Arg::Long("scratch") => scratch = Some(arguments.value()?.into()),
            _ => return Err(argument.unexpected().into()),
        }
    }
    if feed.is_none() && events.is_empty() && orders.is_empty() {
        bail!("expected --feed FILE, --events GLOB or --orders FILE");
    }
    if k == 0 {
        bail!("expected --k of 1 or more");
    }
    Ok(Asked {
        feed,
        currency,
        events,
        orders,
        out: out.context("expected --out DIR")?,
        k,
        strict,
        memory,
        cluster,
        scratch,
    })
}

/// Reads the arguments and builds.
pub fn run(arguments: lexopt::Parser) -> Result<()> {
    let asked = asked(arguments)?;
    let began = Instant::now();
    let mut bad = Bad {
        strict: asked.strict,
        count: 0,
    };
    let mut shop = match &asked.feed {
        Some(source) => Shop::of(feed::read(source, asked.currency, &mut bad)?),
        None => Shop::default(),
    };
    let scratch = match &asked.scratch {
        Some(folder) => {
            fs::create_dir_all(folder)?;
            tempfile::tempdir_in(folder)?
        }
        None => tempfile::tempdir()?,
    };
    let all = asked.events.iter().chain(&asked.orders);
    let bytes = all.map(Source::holds).sum();
    let mut spooling = Spooling::new(scratch.path(), bytes, &mut shop, &mut bad)?;
    for source in &asked.events {
        spooling.log(source)?;
    }
    for source in &asked.orders {
        spooling.orders(source)?;
    }
    let (lines, other) = (spooling.lines, spooling.other);
    let spool = spooling.finish()?;
    let read = began.elapsed();
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template(
        "counting {bar:30} {pos}/{len} {elapsed}",
    )?);
    bar.enable_steady_tick(Duration::from_millis(100));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // A cluster takes a plan apart and puts it together again, step within step.
        .thread_stack_size(STACK)
        .build()?;
    let session = match &asked.cluster {
        Some(address) => runtime.block_on(cluster::open(address))?,
        None => local(asked.memory << 20, scratch.path())?,
    };
    // What resembles what is told by the feed alone: it is found while the log is counted, which leaves cores idle.
    let products = &shop.products;
    let (alike, (counts, spilled)) = thread::scope(|scope| {
        let alike = scope.spawn(|| alike(products));
        let counting = || runtime.block_on(count(&session, &spool, asked.k, &bar));
        let counted = cost::spilled(&session, counting);
        (alike.join(), counted)
    });
    let alike = alike.map_err(|_| anyhow!("finding what resembles what failed"))?;
    let counts = counts?;
    let scratched = cost::held(scratch.path());
    bar.finish_and_clear();
    let counted = began.elapsed();
    if shop.products.is_empty() {
        bail!(
            "neither feed nor log names a product: of {lines} lines {} were skipped and {other} tell nothing of products",
            bad.count
        );
    }
    let (gone, regions) = (shop.gone, shop.regions.all().len());
    let contents = assemble(shop, alike, &spool, &counts, asked.k);
    let (build, written, bytes) = folder::write(&asked.out, &contents)?;
    let seconds = |span: Duration| span.as_secs_f64();
    say!(
        "read {lines} lines: {} looks, {} bought, {regions} regions; {other} lines tell nothing of products, {} were skipped, {gone} name products that are not in the feed ({:.1} s)",
        spool.viewed,
        spool.bought,
        bad.count,
        seconds(read)
    );
    say!(
        "counted {} neighbours by looks and {} by orders, each of at least {} visits ({:.1} s)",
        counts.viewed.len(),
        counts.bought.len(),
        asked.k,
        seconds(counted - read)
    );
    say!(
        "wrote {}: build {build}, {} products, {written} files, {bytes} bytes ({:.1} s)",
        asked.out.display(),
        contents.products.len(),
        seconds(began.elapsed() - counted)
    );
    say!(
        "{}",
        cost::line(seconds(began.elapsed()), scratched, spilled)
    );
    Ok(())
}
