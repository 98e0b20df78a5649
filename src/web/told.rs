//! Effects as `src/js` carries them out: a name of `hands` in `src/js/main.js` and its arguments.
//! The order of the arms is the order of `core::effect`.

use super::heard::TIMERS;
use crate::core::effect::{Announcement, Effect, Placement, Side, Then};
use crate::core::json;
use crate::core::outbox::Parcel;
use crate::core::product::Product;
use crate::core::value::{self, Value};

/// Effects as JSON.
pub fn effects(effects: Vec<Effect>) -> String {
    let mut list = Vec::new();
    for effect in effects {
        tell(&mut list, effect);
    }
    json::write(&Value::list(list))
}

fn tell(list: &mut Vec<Value>, effect: Effect) {
    let mut say = |name: &str, facts: &mut [Value]| {
        let mut line = vec![Value::from(name)];
        for fact in facts {
            line.push(core::mem::take(fact));
        }
        list.push(Value::list(line));
    };
    match effect {
        Effect::Warn(warning) => say("warn", &mut [warning.message.into()]),
        Effect::Announce(announcement) => {
            let Announcement {
                name,
                detail,
                block,
                then,
            } = announcement;
            let (then, number) = match then {
                Then::Nothing => (0_u32, 0),
                Then::Record(number) => (1, number),
                Then::Fill(block) => (2, block),
                Then::Open(campaign) => (3, campaign as u32),
            };
            say(
                "announce",
                &mut [
                    name.into(),
                    detail,
                    block.into(),
                    then.into(),
                    number.into(),
                ],
            );
        }
        Effect::Load { profile, outboxes } => say("load", &mut [profile.into(), outboxes.into()]),
        Effect::Erase { profile, outboxes } => {
            say("erase", &mut [profile.into(), outboxes.into()]);
        }
        Effect::Feed(url) => say("feed", &mut [url.into(), "fed".into()]),
        Effect::Shelf(url, file) => {
            say("feed", &mut [url.into(), "shelved".into(), file.into()]);
        }
        Effect::Insert(placements) => {
            for placement in &placements {
                insert(&mut say, placement);
            }
        }
        Effect::Fill {
            block,
            kind,
            heading,
            cards,
            more,
        } => {
            let mut shown = Vec::new();
            for value in cards {
                shown.push(card(value));
            }
            say(
                "fill",
                &mut [
                    block.into(),
                    Value::list(shown),
                    heading.into(),
                    kind.into(),
                    more,
                ],
            );
        }
        Effect::Empty(block) => say("fill", &mut [block.into()]),
        Effect::Reply(id, value) => say("reply", &mut [id.into(), value]),
        other => afterwards(&mut say, other),
    }
}

/// What is only asked for once the second part is here.
#[inline(never)]
fn afterwards(say: &mut dyn FnMut(&str, &mut [Value]), effect: Effect) {
    match effect {
        Effect::Pause => say("pause", &mut []),
        Effect::Write(key, text) => say("write", &mut [key.into(), text.into()]),
        Effect::Read => say("read", &mut []),
        Effect::Post(Parcel {
            batch,
            to,
            with,
            body,
            beacon,
        }) => say(
            "post",
            &mut [batch.into(), to.into(), with, body.into(), beacon.into()],
        ),
        Effect::Wake(timer, after) => {
            let number = TIMERS.iter().position(|known| *known == timer);
            say("wake", &mut [number.into(), after.into()]);
        }
        Effect::Ask(path) => say("ask", &mut [path.into()]),
        Effect::Watch => say("watch", &mut []),
        Effect::Clicks(selectors) => say("clicks", &mut [value::texts(&selectors)]),
        Effect::Zone(name) => say("zone", &mut [name.into()]),
        Effect::Prepare => say("prepare", &mut []),
        Effect::Look(campaign) => say("look", &mut [campaign.into()]),
        Effect::Open(content) => say("open", &mut [content]),
        Effect::Sent(id, arrived) => say("sent", &mut [id.into(), arrived.into()]),
        Effect::Close(reason) => say("close", &mut [reason.into()]),
        Effect::Stop => say("stop", &mut []),
        // The first part has told of the others.
        _ => {}
    }
}

/// The anchor, the side in the words of `insertAdjacentElement`, and the new block's attributes.
fn insert(say: &mut dyn FnMut(&str, &mut [Value]), placement: &Placement) {
    let side = match placement.side {
        Side::Before => "beforebegin",
        Side::After => "afterend",
        Side::Into => "beforeend",
    };
    say(
        "insert",
        &mut [
            placement.anchor.as_str().into(),
            side.into(),
            placement.attributes.clone(),
        ],
    );
}

/// A page's handler may have written the price in any way that is read; a card has the public one or none.
fn card(mut value: Value) -> Value {
    if let Some(product) = Product::read(&value, None) {
        value.put("price", product.price);
        value.put("sold", product.sold_out());
    }
    value
}
