//! One timeout for each purpose; a new wish replaces the old one.
//! A fired timer is forgotten before its event goes out, so that the event may ask for the next.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;

use super::dispatch;
use crate::core::effect::Timer;
use crate::core::event::Event;

thread_local! {
    static RUNNING: RefCell<Vec<(Timer, Timeout)>> = const { RefCell::new(Vec::new()) };
}

pub fn wake(timer: Timer, after: u64) {
    let after = u32::try_from(after)
        .unwrap_or(u32::MAX)
        .min(i32::MAX as u32);
    let timeout = Timeout::new(after, move || {
        RUNNING.with_borrow_mut(|running| running.retain(|(known, _)| *known != timer));
        dispatch(Event::Woke(timer));
    });
    let replaced = RUNNING.with_borrow_mut(|running| {
        let place = running.iter().position(|(known, _)| *known == timer);
        running.push((timer, timeout));
        place.map(|place| running.swap_remove(place))
    });
    // Dropping a timeout cancels it.
    drop(replaced);
}

pub fn stop() {
    RUNNING.take();
}
