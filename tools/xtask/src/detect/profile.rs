//! What the package cost the main thread, from a CPU profile: all of it, and its longest piece.

use std::collections::HashMap;

use serde_json::Value;

/// Samples without ours in between for so long part two pieces, in microseconds: less is the collector's or the sampler's.
const PAUSE: i64 = 1500;

/// Milliseconds of the main thread.
#[derive(Clone, Copy, Default)]
pub struct Cost {
    pub all: f64,
    pub longest: f64,
}

impl Cost {
    /// The lower of each.
    pub fn least(self, other: Self) -> Self {
        Self {
            all: self.all.min(other.all),
            longest: self.longest.min(other.longest),
        }
    }
}

/// The samples in whose stack a script of this folder stands; wasm's own frames are the package's, for it is called from there.
pub fn cost(profile: &Value, folder: &str) -> Cost {
    let nodes = profile["nodes"].as_array().map_or(&[][..], Vec::as_slice);
    let mut ours: HashMap<i64, bool> = HashMap::new();
    // A parent stands before its children.
    for node in nodes {
        let id = node["id"].as_i64().unwrap_or(0);
        let own = node["callFrame"]["url"]
            .as_str()
            .is_some_and(|url| url.contains(folder));
        *ours.entry(id).or_default() |= own;
        let mark = ours.get(&id).copied().unwrap_or(false);
        for child in node["children"].as_array().into_iter().flatten() {
            *ours.entry(child.as_i64().unwrap_or(0)).or_default() |= mark;
        }
    }
    let (mut all, mut longest, mut piece, mut pause) = (0, 0, 0, 0);
    let numbers = |name: &str| {
        let list = profile[name].as_array().map_or(&[][..], Vec::as_slice);
        list.iter()
            .map(|one| one.as_i64().unwrap_or(0))
            .collect::<Vec<_>>()
    };
    let (samples, deltas) = (numbers("samples"), numbers("timeDeltas"));
    // A sample stands for the time until the next one.
    for (at, id) in samples.iter().enumerate() {
        let lasted = deltas.get(at + 1).copied().unwrap_or(0).max(0);
        if ours.get(id) == Some(&true) {
            all += lasted;
            piece += lasted;
            pause = 0;
            longest = longest.max(piece);
        } else {
            pause += lasted;
            if pause > PAUSE {
                piece = 0;
            }
        }
    }
    Cost {
        all: all as f64 / 1000.0,
        longest: longest as f64 / 1000.0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_our_scripts_call_is_ours_and_what_calls_them_is_not() {
        let node = |id: u32, url: &str, children: &[u32]| json!({"id": id, "callFrame": {"url": url}, "children": children});
        let profile = json!({
            "nodes": [node(1, "", &[2, 4]), node(2, "https://shop.example/ours/vitrin.js", &[3]), node(3, "wasm://wasm/1", &[]), node(4, "https://shop.example/theme.js", &[])],
            "samples": [1, 2, 3, 4, 3, 4, 4, 2, 1],
            "timeDeltas": [0, 100, 1000, 2000, 500, 500, 4000, 4000, 3000],
        });
        let cost = cost(&profile, "/ours/");
        assert_eq!(cost.all, 1.0 + 2.0 + 0.5 + 3.0);
        assert_eq!(
            cost.longest, 3.5,
            "a short sample of the page's own does not part a piece, a long one does"
        );
    }
}
