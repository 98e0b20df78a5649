//! What the collector remembers: the events of every envelope in the order they came, with copies marked. Knows nothing of HTTP.

use std::collections::{HashSet, VecDeque};
use std::io::Write;
use std::sync::Arc;

use serde_json::{Value, json};

/// Events kept for the live view. A day of clicking through the demo is a few thousand.
const KEPT: usize = 10_000;

/// The version of the envelope that is understood.
const VERSION: u64 = 1;

/// One event as it was received.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Counts up from 0 and never repeats.
    pub number: u64,
    /// `{"received_at", "event", "copy"}` in one line.
    pub json: String,
    /// The event's id, for the entry that was the first with it.
    first: Option<String>,
}

/// All that came, the oldest first, in bounded space.
pub struct Collector<Record> {
    entries: VecDeque<Arc<Entry>>,
    /// The ids of the kept entries.
    ids: HashSet<String>,
    next: u64,
    /// Every entry goes in here as a line, for good.
    record: Record,
}

impl<Record: Write> Collector<Record> {
    pub fn new(record: Record) -> Self {
        Self {
            entries: VecDeque::new(),
            ids: HashSet::new(),
            next: 0,
            record,
        }
    }

    /// Takes an envelope whole, or says why not and takes nothing of it.
    pub fn take(&mut self, body: &[u8], received_at: &str) -> Result<Vec<Arc<Entry>>, String> {
        let events = read(body)?;
        let mut lines = String::new();
        let mut taken = Vec::with_capacity(events.len());
        for (id, event) in events {
            let copy = !self.ids.insert(id.clone());
            let json =
                json!({ "received_at": received_at, "event": event, "copy": copy }).to_string();
            lines += &json;
            lines.push('\n');
            let entry = Arc::new(Entry {
                number: self.next,
                json,
                first: (!copy).then_some(id),
            });
            self.next += 1;
            self.entries.push_back(Arc::clone(&entry));
            taken.push(entry);
            if self.entries.len() > KEPT
                && let Some(id) = self.entries.pop_front().and_then(|old| old.first.clone())
            {
                self.ids.remove(&id);
            }
        }
        // A full disk costs the record, not the answer to the shop.
        if let Err(error) = self.record.write_all(lines.as_bytes()) {
            eprintln!("xtask: the events are not recorded: {error}");
        }
        Ok(taken)
    }

    /// What came, as a JSON array.
    pub fn all(&self) -> String {
        let entries: Vec<&str> = self.entries.iter().map(|entry| &*entry.json).collect();
        format!("[{}]", entries.join(",\n"))
    }

    /// Forgets what came; the record keeps it.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.ids.clear();
    }
}

/// The events of an envelope with their ids.
fn read(body: &[u8]) -> Result<Vec<(String, Value)>, String> {
    let mut envelope: Value =
        serde_json::from_slice(body).map_err(|error| format!("not JSON: {error}"))?;
    if !envelope.is_object() {
        return Err("not an envelope: expected an object {v, sent_at, events}".into());
    }
    match envelope.get("v") {
        Some(version) if version.as_u64() == Some(VERSION) => {}
        Some(version) => {
            return Err(format!(
                "v is {version}; this collector understands {VERSION}"
            ));
        }
        None => return Err("v is missing".into()),
    }
    if !envelope.get("sent_at").is_some_and(Value::is_string) {
        return Err("sent_at is not a text".into());
    }
    let Some(Value::Array(events)) = envelope.get_mut("events").map(Value::take) else {
        return Err("events is not an array".into());
    };
    let mut read = Vec::with_capacity(events.len());
    for (index, event) in events.into_iter().enumerate() {
        for field in ["id", "name", "at"] {
            if event
                .get(field)
                .and_then(Value::as_str)
                .is_none_or(str::is_empty)
            {
                return Err(format!("events[{index}].{field} is not a text"));
            }
        }
        let id = event
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        read.push((id, event));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str) -> Value {
        json!({ "id": id, "name": "view_item", "at": "2026-11-22T10:15:30.004Z" })
    }

    fn envelope(events: &[Value]) -> Vec<u8> {
        json!({ "v": 1, "sent_at": "2026-11-22T10:15:32.120Z", "events": events })
            .to_string()
            .into_bytes()
    }

    fn copies(collector: &Collector<Vec<u8>>) -> Vec<(String, bool)> {
        let all: Vec<Value> = serde_json::from_str(&collector.all()).unwrap();
        all.iter()
            .map(|entry| {
                (
                    entry["event"]["id"].as_str().unwrap().to_owned(),
                    entry["copy"].as_bool().unwrap(),
                )
            })
            .collect()
    }

    #[test]
    fn events_stand_in_the_order_they_came_and_a_repeated_one_is_a_copy() {
        let mut collector = Collector::new(Vec::new());
        collector
            .take(&envelope(&[event("a"), event("b")]), "then")
            .unwrap();
        let later = collector
            .take(&envelope(&[event("b"), event("c")]), "now")
            .unwrap();
        assert_eq!(
            copies(&collector),
            [
                ("a".into(), false),
                ("b".into(), false),
                ("b".into(), true),
                ("c".into(), false)
            ]
        );
        assert_eq!(
            later.iter().map(|entry| entry.number).collect::<Vec<_>>(),
            [2, 3]
        );
        let record = String::from_utf8(collector.record).unwrap();
        assert_eq!(record.lines().count(), 4);
        let line: Value = serde_json::from_str(record.lines().nth(2).unwrap()).unwrap();
        assert_eq!(
            line,
            json!({ "received_at": "now", "event": event("b"), "copy": true })
        );
    }

    #[test]
    fn an_envelope_that_is_wrong_anywhere_is_refused_whole_with_the_reason() {
        let mut collector = Collector::new(Vec::new());
        let mut nameless = event("b");
        nameless["name"] = Value::Null;
        for (body, reason) in [
            (
                b"{".to_vec(),
                "not JSON: EOF while parsing an object at line 1 column 1".to_owned(),
            ),
            (
                b"[]".to_vec(),
                "not an envelope: expected an object {v, sent_at, events}".to_owned(),
            ),
            (
                br#"{"sent_at": "", "events": []}"#.to_vec(),
                "v is missing".to_owned(),
            ),
            (
                br#"{"v": 2, "sent_at": "", "events": []}"#.to_vec(),
                "v is 2; this collector understands 1".to_owned(),
            ),
            (
                br#"{"v": 1, "events": []}"#.to_vec(),
                "sent_at is not a text".to_owned(),
            ),
            (
                br#"{"v": 1, "sent_at": "", "events": {}}"#.to_vec(),
                "events is not an array".to_owned(),
            ),
            (
                envelope(&[event("a"), nameless]),
                "events[1].name is not a text".to_owned(),
            ),
            (
                envelope(&[event("")]),
                "events[0].id is not a text".to_owned(),
            ),
        ] {
            assert_eq!(collector.take(&body, "now"), Err(reason));
        }
        assert_eq!(collector.all(), "[]");
        assert!(collector.record.is_empty());
    }

    #[test]
    fn only_the_newest_are_kept_and_an_id_is_known_as_long_as_its_event() {
        let mut collector = Collector::new(Vec::new());
        for number in 0..=KEPT {
            collector
                .take(&envelope(&[event(&number.to_string())]), "now")
                .unwrap();
        }
        assert_eq!(copies(&collector).len(), KEPT);
        assert_eq!(copies(&collector).first(), Some(&("1".into(), false)));
        collector
            .take(&envelope(&[event("0"), event("9")]), "now")
            .unwrap();
        assert_eq!(
            copies(&collector)[KEPT - 2..],
            [("0".into(), false), ("9".into(), true)]
        );
    }

    #[test]
    fn what_is_cleared_comes_back_as_new_and_stays_on_record() {
        let mut collector = Collector::new(Vec::new());
        collector.take(&envelope(&[event("a")]), "now").unwrap();
        collector.clear();
        assert_eq!(collector.all(), "[]");
        let again = collector.take(&envelope(&[event("a")]), "now").unwrap();
        assert_eq!(copies(&collector), [("a".into(), false)]);
        assert_eq!(
            again.first().map(|entry| entry.number),
            Some(1),
            "a number is never used twice"
        );
        assert_eq!(
            String::from_utf8(collector.record).unwrap().lines().count(),
            2
        );
    }
}
