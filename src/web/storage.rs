//! localStorage, which throws when it is blocked, full, or the document has no origin of its own.
//! Each access asks for it anew, for a page may lose it at any time.

use web_sys::Storage;

use super::dispatch;
use crate::core::engine::{OUTBOX_KEY, PROFILE_KEY};
use crate::core::event::Event;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Every key of ours.
fn keys(storage: &Storage) -> Vec<String> {
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key == PROFILE_KEY || key.starts_with(OUTBOX_KEY))
        .collect()
}

pub fn load(profile: bool, outboxes: bool) {
    let Some(storage) = storage() else {
        dispatch(Event::StorageRefused);
        return;
    };
    let get = |key: &str| storage.get_item(key).ok().flatten();
    dispatch(Event::Loaded {
        profile: profile.then(|| get(PROFILE_KEY)).flatten(),
        outboxes: keys(&storage)
            .into_iter()
            .filter(|key| outboxes && key != PROFILE_KEY)
            .filter_map(|key| get(&key).map(|text| (key, text)))
            .collect(),
    });
}

pub fn write(key: &str, text: Option<&str>) {
    let done = storage().is_some_and(|storage| match text {
        Some(text) => storage.set_item(key, text).is_ok(),
        None => storage.remove_item(key).is_ok(),
    });
    if !done && text.is_some() {
        dispatch(Event::StorageRefused);
    }
}

pub fn erase() {
    if let Some(storage) = storage() {
        for key in keys(&storage) {
            // A storage that refuses even this holds nothing of ours.
            let _ = storage.remove_item(&key);
        }
    }
}
