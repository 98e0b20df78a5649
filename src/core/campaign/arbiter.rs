//! The arbiter: whether a campaign may be shown at this moment, and if not, every reason why not.
//! It is asked again at the moment of showing, so what has changed meanwhile counts.

use super::Campaign;
use super::ledger::Ledger;
use crate::core::facts::PageType;
use crate::core::segment;
use crate::core::time::{DAY, MINUTE, SECOND, Time, many};
use crate::core::value::Value;

/// A dialog that opens while somebody types takes the rest of their words.
const QUIET_AFTER_KEY: u64 = 1500;
/// Two interruptions in a row are one too many, whatever their campaigns.
const QUIET_AFTER_POPUP: u64 = 30 * SECOND;
/// Nobody who has just come wants to be spoken to, or is about to leave.
pub const ARRIVING: u64 = 2500;

/// No clock on earth is further ahead or behind.
const DAY_IN_MINUTES: i64 = (DAY / MINUTE) as i64;

/// What the arbiter needs to know of the moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment<'a> {
    /// Now.
    pub now: Time,
    /// Milliseconds since the document began.
    pub elapsed: u64,
    /// The visit's id.
    pub session: &'a str,
    /// The kind of page.
    pub page_type: PageType,
    /// When a key was last pressed.
    pub key: Option<Time>,
    /// Whether a field that takes text has the focus.
    pub typing: bool,
    /// Whether one of our popups is open.
    pub open: bool,
    /// Whether the tab is in the background.
    pub hidden: bool,
    /// Whether the page shows a dialog of its own.
    pub other_dialog: bool,
    /// Whether what a form takes may be sent on.
    pub may_send: bool,
    /// When a popup of ours was last closed on this page.
    pub closed: Option<Time>,
    /// Minutes by which the clock of the campaign's schedule is ahead of UTC; `None` while it is not known.
    pub clock: Option<i64>,
}

/// Who asked for a campaign, and so how many of the rules hold for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// Nobody: it offers itself.
    #[default]
    No,
    /// The shopper, by a click on what opens it: limits and timing are for the unasked.
    Click,
    /// The shop, by a call: it goes past audience and limits, but never over another dialog, nor to throw an address away.
    Call,
}

/// How many of [`RULES`] hold for a call, and for a click.
const FOR_CALL: usize = 3;
const FOR_CLICK: usize = 7;

/// A verdict with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it may be shown.
    pub yes: bool,
    /// The same in `show`, every rule with its value and whether it lets the campaign pass, and the questions of audience and page with their answers.
    pub told: Value,
}

/// The rules in the order in which they are asked; for a call and for a click only the first hold.
const RULES: [&str; 16] = [
    "no popup is open",
    "no other dialog is open",
    "what its form takes may be sent",
    "audience",
    "page",
    "schedule",
    "not on checkout",
    "times per visit",
    "times per day",
    "times at all",
    "quiet after close",
    "quiet after success",
    "not stopped",
    "not while typing",
    "not right after another",
    "not on arrival",
];

/// The rules that were asked, and whether all let it pass.
struct Asking {
    now: Time,
    rules: usize,
    yes: bool,
    told: Vec<Value>,
}

impl Asking {
    #[inline(never)]
    fn ask(&mut self, passes: bool, is: Value) {
        let place = self.told.len();
        if place < self.rules {
            self.yes &= passes;
            self.told.push(
                Value::object()
                    .with("rule", RULES[place])
                    .with("passes", passes)
                    .with("is", is),
            );
        }
    }

    /// A rule that wants some quiet after something; what lies ahead has not been.
    #[inline(never)]
    fn quiet(&mut self, then: Option<u64>, span: u64, at_all: bool) {
        let ago = then.and_then(|then| self.now.0.checked_sub(then));
        self.ask(at_all && ago.is_none_or(|ago| ago >= span), ago.into());
    }
}

/// Judges one campaign for somebody of whom these facts are known.
#[must_use]
#[inline(never)]
pub fn judge(
    campaign: &Campaign,
    facts: &Value,
    ledger: &Ledger,
    moment: &Moment,
    asked: Asked,
) -> Judgement {
    let id = campaign.id();
    let entry = ledger.of(id);
    let audience = segment::answer(campaign.get("who"), facts);
    let page = segment::answer(campaign.get("where"), facts);
    let local = moment.clock.map(|ahead| {
        let ahead = ahead.clamp(-DAY_IN_MINUTES, DAY_IN_MINUTES) * MINUTE as i64;
        Time(moment.now.0.saturating_add_signed(ahead))
    });
    let schedule = campaign.get("schedule");
    let mut asking = Asking {
        now: moment.now,
        rules: match asked {
            Asked::Call => FOR_CALL,
            Asked::Click => FOR_CLICK,
            Asked::No => RULES.len(),
        },
        yes: true,
        told: Vec::new(),
    };
    let paying = matches!(moment.page_type, PageType::Checkout | PageType::Purchase);
    for &passes in &[
        !moment.open && !moment.hidden,
        !moment.other_dialog,
        moment.may_send || !campaign.needs_a_backend(),
        segment::holds(&audience),
        segment::holds(&page),
    ] {
        asking.ask(passes, Value::NULL);
    }
    asking.ask(
        schedule.is_null() || local.is_some_and(|local| is_within(schedule, local)),
        local.map(Time::iso).into(),
    );
    asking.ask(!paying, moment.page_type.name().into());
    let counts = [
        ledger.in_session(id, moment.session),
        ledger.in_day(id, moment.now),
        entry.get("shown").count().unwrap_or(0),
    ];
    for (limit, times) in counts.iter().enumerate() {
        asking.ask(*times < campaign.limit(limit), (*times).into());
    }
    for &(mark, limit) in &[("closed", 3), ("converted", 4), ("stopped", 4)] {
        let days = many(campaign.limit(limit), DAY);
        asking.quiet(entry.get(mark).count(), days, true);
    }
    let when = |then: Option<Time>| then.map(|then| then.0);
    asking.quiet(when(moment.key), QUIET_AFTER_KEY, !moment.typing);
    asking.quiet(when(moment.closed), QUIET_AFTER_POPUP, true);
    asking.ask(moment.elapsed >= ARRIVING, moment.elapsed.into());
    Judgement {
        yes: asking.yes,
        told: Value::object()
            .with("show", asking.yes)
            .with("rules", asking.told)
            .with("audience", audience)
            .with("page", page),
    }
}

const WEEK: [&str; 7] = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"];

/// Whether a schedule holds at this time of its own clock. Dates and hours are compared as they are written.
fn is_within(schedule: &Value, local: Time) -> bool {
    let iso = &*local.iso();
    let hour = iso.get(11..16).unwrap_or("");
    let to = schedule.get("to");
    let mut holds = !is_before(iso, schedule.get("from")) && (to.is_null() || is_before(iso, to));
    let days = schedule.get("days");
    if !days.is_null() {
        // 1970 began on a Thursday.
        let today = WEEK[(local.0 / DAY % 7) as usize];
        holds &= segment::matches(days, &today.into());
    }
    if let [from, to] = schedule.get("hours").items() {
        let (after, before) = (!is_before(hour, from), is_before(hour, to));
        // From 22:00 to 06:00 is a night.
        holds &= if is_before(to.text().unwrap_or(""), from) {
            after || before
        } else {
            after && before
        };
    }
    holds
}

#[inline(never)]
fn is_before(time: &str, end: &Value) -> bool {
    end.text().is_some_and(|end| time < end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json;

    #[test]
    fn a_schedule_is_dates_days_and_hours() {
        // A Sunday.
        let at =
            |schedule: &str| is_within(&json::read(schedule).unwrap(), Time(1_795_342_530_004));
        assert_eq!(Time(1_795_342_530_004).iso(), "2026-11-22T10:15:30.004Z");
        for (schedule, holds) in [
            ("{}", true),
            (r#"{"from":"2026-11-22"}"#, true),
            (r#"{"from":"2026-11-22T10:15"}"#, true),
            (r#"{"from":"2026-11-22T10:16"}"#, false),
            (r#"{"to":"2026-11-22"}"#, false),
            (r#"{"to":"2026-11-23"}"#, true),
            (r#"{"days":["sat","sun"]}"#, true),
            (r#"{"days":["mon","tue"]}"#, false),
            (r#"{"hours":["09:00","17:00"]}"#, true),
            (r#"{"hours":["09:00","10:15"]}"#, false),
            (r#"{"hours":["22:00","06:00"]}"#, false),
            (r#"{"hours":["22:00","11:00"]}"#, true),
            (r#"{"hours":["22:00","11:00"],"days":"mon"}"#, false),
        ] {
            assert_eq!(at(schedule), holds, "{schedule}");
        }
    }
}
