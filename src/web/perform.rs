//! Carries out effects, each by the one function that knows how.
//! The order of the arms is the order of `core::effect`.

use super::{blocks, dispatch, document, host, listen, storage, timers};
use crate::core::effect::{Announcement, Effect, Then};
use crate::core::event::Event;
use crate::core::json;

pub fn perform(effect: Effect) {
    match effect {
        Effect::Warn(warning) => {
            let line = ["[vitrin] ", &warning.message].concat();
            web_sys::console::warn_1(&line.into());
        }
        Effect::Announce(announcement) => announce(announcement),
        Effect::Load { profile, outboxes } => storage::load(profile, outboxes),
        Effect::Write(key, text) => storage::write(&key, text.as_deref()),
        Effect::Erase => storage::erase(),
        Effect::Read => super::api::read(),
        Effect::Feed(url) => {
            host(|host| host.feed(&url));
        }
        Effect::Post {
            batch,
            url,
            body,
            beacon,
        } => {
            host(|host| host.post(batch, &url, &body, beacon));
        }
        Effect::Wake(timer, after) => timers::wake(timer, after),
        Effect::Watch => listen::exit(),
        Effect::Insert(placements) => blocks::insert(&placements),
        Effect::Fill {
            block,
            kind: _,
            heading,
            cards,
        } => blocks::fill(block, heading, cards),
        Effect::Empty(block) => blocks::empty(block),
        Effect::Prepare => {
            host(super::host::Host::prepare);
        }
        Effect::Look(campaign) => {
            let dialog = document()
                .and_then(|page| page.query_selector(listen::DIALOG).ok().flatten())
                .is_some();
            dispatch(Event::Looked { campaign, dialog });
        }
        Effect::Open(content) => {
            host(|host| host.open(&json::write(&content)));
        }
        Effect::Close(reason) => {
            host(|host| host.close(reason));
        }
        Effect::Reply(id, value) => {
            host(|host| host.reply(id, &json::write(&value)));
        }
        Effect::Stop => {
            listen::stop();
            timers::stop();
            blocks::stop();
            host(super::host::Host::undo);
        }
    }
}

/// Dispatches a CustomEvent and, when it could be cancelled, says what came of it.
fn announce(announcement: Announcement) {
    let Announcement {
        name,
        detail,
        block,
        then,
    } = announcement;
    let target = match block {
        Some(id) => blocks::element(id).map(Into::into),
        None => document().map(Into::into),
    };
    let Some(target): Option<web_sys::EventTarget> = target else {
        return;
    };
    let answer =
        host(|host| host.announce(&target, name, &json::write(&detail), then != Then::Nothing));
    if then != Then::Nothing {
        dispatch(Event::Answered {
            then,
            detail: answer.flatten().and_then(|text| json::read(&text).ok()),
        });
    }
}
