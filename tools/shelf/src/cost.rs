//! What the work took: time of all cores, the most memory, and what went to disk for want of it.
//! Linux tells the first two; elsewhere they are not told.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use datafusion::prelude::SessionContext;

/// How often the disk is asked.
const OFTEN: Duration = Duration::from_millis(20);
/// Of a second, what Linux counts time of cores in, for all programs.
const TICKS: f64 = 100.0;

/// Seconds of all cores together, and the most bytes of memory that were held at once.
fn taken() -> Option<(f64, u64)> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets, and may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11);
    let user: u64 = ticks.next()?.parse().ok()?;
    let system: u64 = ticks.next()?.parse().ok()?;
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let most = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = most.trim().trim_end_matches(" kB").parse().ok()?;
    Some(((user + system) as f64 / TICKS, kilobytes << 10))
}

/// Does something, and tells the most bytes that a session held spilled meanwhile.
pub fn spilled<T>(session: &SessionContext, work: impl FnOnce() -> T) -> (T, u64) {
    let (most, done) = (AtomicU64::new(0), AtomicBool::new(false));
    let disk = session.runtime_env();
    let result = thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                most.fetch_max(disk.disk_manager.used_disk_space(), Ordering::Relaxed);
                thread::sleep(OFTEN);
            }
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        result
    });
    (result, most.load(Ordering::Relaxed))
}

/// Bytes of the files of a folder, however deep.
pub fn held(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(data) if data.is_dir() => held(&entry.path()),
            Ok(data) => data.len(),
            Err(_) => 0,
        })
        .sum()
}

/// A line that tells it.
pub fn line(seconds: f64, scratch: u64, spilled: u64) -> String {
    let mega = |bytes: u64| bytes as f64 / 1e6;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let here = taken().map_or(String::new(), |(busy, most)| {
        format!(
            ", {busy:.1} s of {cores} cores together, at most {:.0} MB of memory",
            mega(most)
        )
    });
    format!(
        "took {seconds:.1} s{here}; on disk meanwhile {:.0} MB, and at most {:.0} MB spilled",
        mega(scratch),
        mega(spilled)
    )
}
