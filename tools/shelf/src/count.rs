//! The counting: SQL over the spooled log, the same on this machine and on a cluster. Whole numbers only and a total order in every tie,
//! so that neither the number of cores nor the order of their work can be seen in the result.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::{Int32Type, Int64Type};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use indicatif::ProgressBar;

use crate::spool::{Spool, file};

/// Clicks between two products that still make them neighbours.
pub const WINDOW: usize = 10;
/// What a pair is worth by the clicks between: distance to the power of -1.5, of 1,000.
const NEARNESS: [u32; WINDOW] = [1000, 354, 192, 125, 89, 68, 54, 44, 37, 32];
/// A click this many days old counts half.
const HALF_AGE: i64 = 10;
/// An order this many days old counts half: what is bought together follows the seasons.
const HALF_AGE_OF_ORDERS: i64 = 36;
/// A pair of so many orders is believed by half, and of more by more.
const DOUBT_OF_ORDERS: i64 = 2;
/// What the way back is worth, of four: who looked at B after A tells less of A beside B.
const BACK: i64 = 3;
/// A visit of more clicks is no shopper's; what comes later is left out.
const MAX_CLICKS: i64 = 300;
/// An order of more lines is no shopper's either, and its pairs grow with the square.
const MAX_LINES: i64 = 150;
/// Neighbours of a product that are looked at when the table is cut.
const MAX_NEIGHBOURS: i64 = 64;
/// How what lies between two stages is packed.
const PACKED: &str = "snappy";
/// What is one day in the log.
const DAY: i64 = 86_400_000;
/// Days that make a trend.
const RECENT: i64 = 7;

/// A neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Of which product.
    pub source: u32,
    /// Which.
    pub target: u32,
    /// Of 1,000 for each visit, or order by its age.
    pub weight: u64,
}

/// How much a product was wanted, in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Want {
    /// Which.
    pub item: u32,
    /// Where, 0 for the first that was told.
    pub region: u32,
    /// By how many visits or orders.
    pub visits: u64,
    /// Of them, in the last days.
    pub recent: u64,
    /// Of 1,000 for each order, by its age.
    pub worth: u64,
    /// When first, in milliseconds since 1970.
    pub first: i64,
}

/// What was counted.
#[derive(Debug, Default)]
pub struct Counts {
    /// Looked at together: by source, the weightiest first.
    pub viewed: Vec<Edge>,
    /// Bought together, as above.
    pub bought: Vec<Edge>,
    /// Looked at, by product and region.
    pub views: Vec<Want>,
    /// Bought, as above.
    pub orders: Vec<Want>,
}

/// A session on this machine, with so many bytes of memory; what does not fit is spilled.
pub fn local(memory: usize, scratch: &Path) -> Result<SessionContext> {
    let runtime = RuntimeEnvBuilder::new()
        .with_temp_file_path(scratch)
        .with_memory_pool(Arc::new(FairSpillPool::new(memory)))
        .build_arc()?;
    let mut config = SessionConfig::new();
    // What is read once, and soon, is not worth the time of better packing.
    config.options_mut().execution.parquet.compression = Some(PACKED.to_owned());
    Ok(SessionContext::new_with_config_rt(config, runtime))
}

/// Visits as sequences: a product looked at twice in a row is one step. Places are signed, for a sum of both kinds of whole number is a decimal to the engine.
fn steps(bucket: &str) -> String {
    format!(
        "SELECT visit, at, item, CAST(row_number() OVER (PARTITION BY visit ORDER BY at, seq) AS BIGINT) AS pos
         FROM (SELECT visit, at, seq, item, lag(item) OVER (PARTITION BY visit ORDER BY at, seq) AS last FROM {bucket})
         WHERE last IS NULL OR last <> item"
    )
}

/// Pairs of a bucket: how much `lo` leads to `hi`, `hi` to `lo`, and how many visits hold both.
fn pairs_viewed(steps: &str, latest: i64) -> String {
    let near: Vec<String> = (1..)
        .zip(NEARNESS)
        .map(|(distance, worth)| format!("({distance}, {worth})"))
        .collect();
    let near = near.join(", ");
    format!(
        "SELECT lo, hi, sum(up) AS up, sum(down) AS down, count(*) AS visits FROM (
           SELECT visit, lo, hi, sum(CASE WHEN forth THEN worth ELSE 0 END) AS up, sum(CASE WHEN forth THEN 0 ELSE worth END) AS down
           FROM (
             SELECT a.visit,
                    CASE WHEN a.item < b.item THEN a.item ELSE b.item END AS lo,
                    CASE WHEN a.item < b.item THEN b.item ELSE a.item END AS hi,
                    a.item < b.item AS forth,
                    a.worth * {HALF_AGE} / ({HALF_AGE} + ({latest} - a.at) / {DAY}) AS worth
             FROM (SELECT s.visit, s.at, s.item, s.pos + n.distance AS next, n.worth
                   FROM {steps} s CROSS JOIN (VALUES {near}) AS n(distance, worth) WHERE s.pos <= {MAX_CLICKS}) a
             JOIN {steps} b ON b.visit = a.visit AND b.pos = a.next
             WHERE a.item <> b.item
           ) GROUP BY visit, lo, hi
         ) GROUP BY lo, hi"
    )
}

/// What an order is worth by its age, of 1,000. One without a date tells in its place how long before the latest it was.
fn worth_of_order(at: &str, latest: i64) -> String {
    format!(
        "1000 * {HALF_AGE_OF_ORDERS} / ({HALF_AGE_OF_ORDERS} + (CASE WHEN {at} > 0 THEN {latest} - {at} ELSE -{at} END) / {DAY})"
    )
}

/// Pairs of a bucket of orders; an order speaks with one voice, however many lines it has.
fn pairs_bought(lines: &str) -> String {
    format!(
        "SELECT lo, hi, sum(worth) AS up, sum(worth) AS down, count(*) AS visits FROM (
           SELECT a.item AS lo, b.item AS hi, a.worth * 40 / (3 + a.size) AS worth
           FROM {lines} a JOIN {lines} b ON b.visit = a.visit AND b.item > a.item
         ) GROUP BY lo, hi"
    )
}

/// Orders as sets, with their sizes.
fn lines(bucket: &str, latest: i64) -> String {
    let worth = worth_of_order("at", latest);
    format!(
        "SELECT visit, item, size, {worth} AS worth FROM (
           SELECT visit, item, at, count(*) OVER (PARTITION BY visit) AS size,
                  row_number() OVER (PARTITION BY visit ORDER BY seq, item) AS pos
           FROM (SELECT visit, item, min(seq) AS seq, min(at) AS at FROM {bucket} GROUP BY visit, item)
         ) WHERE pos <= {MAX_LINES}"
    )
}

/// Both directions of the pairs that enough visits hold, the weightiest of each product.
fn neighbours(pairs: &str, k: u64, doubt: i64) -> String {
    format!(
        "SELECT source, target, weight FROM (
           SELECT source, target, weight, row_number() OVER (PARTITION BY source ORDER BY weight DESC, target) AS place FROM (
             SELECT CASE WHEN s.side = 0 THEN e.lo ELSE e.hi END AS source,
                    CASE WHEN s.side = 0 THEN e.hi ELSE e.lo END AS target,
                    CASE WHEN s.side = 0 THEN e.up + e.down * {BACK} / 4 ELSE e.down + e.up * {BACK} / 4 END AS weight
             FROM (SELECT lo, hi, sum(up) * sum(visits) / (sum(visits) + {doubt}) AS up, sum(down) * sum(visits) / (sum(visits) + {doubt}) AS down FROM ({pairs}) GROUP BY lo, hi HAVING sum(visits) >= {k}) e
             CROSS JOIN (VALUES (0), (1)) AS s(side)
           ) WHERE weight > 0
         ) WHERE place <= {MAX_NEIGHBOURS} ORDER BY source, weight DESC, target"
    )
}

/// How much products are wanted.
fn wants(bucket: &str, latest: i64) -> String {
    let recent = (latest - RECENT * DAY).max(0);
    let worth = worth_of_order("max(at)", latest);
    format!(
        "SELECT item, region, count(*) AS visits, sum(CASE WHEN last > {recent} THEN 1 ELSE 0 END) AS recent, sum(worth) AS worth, min(first) AS first FROM (
           SELECT visit, item, region, {worth} AS worth, min(at) AS first, max(at) AS last FROM {bucket} GROUP BY visit, item, region
         ) GROUP BY item, region"
    )
}

/// Counts what was spooled, in a session of this machine or of a cluster that sees the same folder.
pub async fn count(
    session: &SessionContext,
    spool: &Spool,
    k: u64,
    bar: &ProgressBar,
) -> Result<Counts> {
    let mut counts = Counts::default();
    bar.set_length(2 * spool.buckets as u64 + 2);
    if spool.viewed > 0 {
        counts.viewed = lane(session, spool, "viewed", k, bar).await?;
        counts.views = popular(session, spool, "viewed").await?;
    }
    if spool.bought > 0 {
        counts.bought = lane(session, spool, "bought", k, bar).await?;
        counts.orders = popular(session, spool, "bought").await?;
    }
    Ok(counts)
}

async fn open(session: &SessionContext, name: &str, path: &Path) -> Result<()> {
    let path = path.to_str().context("a path that is no text")?;
    session
        .register_parquet(name, path, ParquetReadOptions::default())
        .await
        .with_context(|| format!("opening {path}"))
}

/// Writes what a query says and opens it as a table: between stages all goes through files, which every machine sees.
async fn keep(session: &SessionContext, sql: &str, name: &str, folder: &Path) -> Result<()> {
    let path = folder.join(name);
    let place = path.to_str().context("a path that is no text")?;
    session
        .sql(sql)
        .await?
        .write_parquet(place, DataFrameWriteOptions::new(), None)
        .await?;
    open(session, name, &path).await
}

async fn lane(
    session: &SessionContext,
    spool: &Spool,
    what: &str,
    k: u64,
    bar: &ProgressBar,
) -> Result<Vec<Edge>> {
    let mut all = Vec::new();
    for bucket in 0..spool.buckets {
        let name = format!("{what}_{bucket}");
        open(session, &name, &file(&spool.folder, what, bucket)).await?;
        let (prepared, pairs) = if what == "viewed" {
            let table = format!("steps_{bucket}");
            let pairs = pairs_viewed(&table, spool.latest);
            keep(session, &steps(&name), &table, &spool.folder).await?;
            (table, pairs)
        } else {
            let table = format!("lines_{bucket}");
            let pairs = pairs_bought(&table);
            keep(session, &lines(&name, spool.latest), &table, &spool.folder).await?;
            (table, pairs)
        };
        bar.inc(1);
        if spool.buckets == 1 {
            all.push(pairs);
        } else {
            let table = format!("pairs_{what}_{bucket}");
            keep(session, &pairs, &table, &spool.folder).await?;
            session.deregister_table(prepared.as_str())?;
            all.push(format!("SELECT * FROM {table}"));
        }
    }
    let doubt = if what == "bought" { DOUBT_OF_ORDERS } else { 0 };
    let sql = neighbours(&all.join(" UNION ALL "), k, doubt);
    let rows = session.sql(&sql).await?.collect().await?;
    bar.inc(1);
    let mut edges = Vec::new();
    for batch in &rows {
        for row in 0..batch.num_rows() {
            edges.push(Edge {
                source: number(batch, 0, row)? as u32,
                target: number(batch, 1, row)? as u32,
                weight: number(batch, 2, row)? as u64,
            });
        }
    }
    Ok(edges)
}

async fn popular(session: &SessionContext, spool: &Spool, what: &str) -> Result<Vec<Want>> {
    let mut all = Vec::new();
    for bucket in 0..spool.buckets {
        all.push(wants(&format!("{what}_{bucket}"), spool.latest));
    }
    let sql = format!(
        "SELECT item, region, sum(visits), sum(recent), sum(worth), min(first) FROM ({}) GROUP BY item, region ORDER BY item, region",
        all.join(" UNION ALL ")
    );
    let rows = session.sql(&sql).await?.collect().await?;
    let mut wants = Vec::new();
    for batch in &rows {
        for row in 0..batch.num_rows() {
            wants.push(Want {
                item: number(batch, 0, row)? as u32,
                region: number(batch, 1, row)? as u32,
                visits: number(batch, 2, row)? as u64,
                recent: number(batch, 3, row)? as u64,
                worth: number(batch, 4, row)? as u64,
                first: number(batch, 5, row)?,
            });
        }
    }
    Ok(wants)
}

/// A cell, whichever width of number the planner chose.
fn number(batch: &RecordBatch, column: usize, row: usize) -> Result<i64> {
    let cells = batch.column(column);
    if let Some(cells) = cells.as_primitive_opt::<Int64Type>() {
        return Ok(cells.value(row));
    }
    cells
        .as_primitive_opt::<Int32Type>()
        .map(|cells| i64::from(cells.value(row)))
        .with_context(|| {
            format!(
                "column {column} is no whole number but {}",
                cells.data_type()
            )
        })
}
