//! The arbiter: whether a campaign may be shown at this moment, and if not, every reason why not.
//! It is asked again at the moment of showing, so what has changed meanwhile counts.

use super::Campaign;
use super::ledger::Ledger;
use crate::core::facts::PageType;
use crate::core::segment;
use crate::core::time::{DAY, MINUTE, SECOND, Time};
use crate::core::value::Value;

/// A dialog that opens while somebody types takes the rest of their words.
const QUIET_AFTER_KEY: u64 = 1500;
/// Two interruptions in a row are one too many, whatever their campaigns.
const QUIET_AFTER_POPUP: u64 = 30 * SECOND;
/// Nobody who has just come wants to be spoken to, or is about to leave.
pub const ARRIVING: u64 = 2500;

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

/// How many of the rules hold for a call, and for a click.
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

/// The rules that were asked, and how many still hold.
struct Rules {
    left: usize,
    yes: bool,
    told: Vec<Value>,
}

impl Rules {
    #[inline(never)]
    fn ask(&mut self, rule: &str, passes: bool, is: Value) {
        if self.left > 0 {
            self.left -= 1;
            self.yes &= passes;
            let told = Value::object().with("rule", rule).with("passes", passes);
            self.told.push(told.with("is", is));
        }
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
    let entry = ledger.of(campaign.id());
    let audience = segment::answer(campaign.get("who"), facts);
    let page = segment::answer(campaign.get("where"), facts);
    let local = moment
        .clock
        .map(|ahead| moment.now.0.saturating_add_signed(ahead * MINUTE as i64));
    let schedule = campaign.get("schedule");
    let mut rules = Rules {
        left: match asked {
            Asked::Call => FOR_CALL,
            Asked::Click => FOR_CLICK,
            Asked::No => usize::MAX,
        },
        yes: true,
        told: Vec::new(),
    };
    let since = |then: Option<u64>| match then {
        Some(then) if moment.now.0 >= then => Some(moment.now.0 - then),
        _ => None,
    };
    let quiet = |since: Option<u64>, span: u64| since.is_none_or(|since| since >= span);
    rules.ask(
        "no popup is open",
        !moment.open && !moment.hidden,
        Value::NULL,
    );
    rules.ask("no other dialog is open", !moment.other_dialog, Value::NULL);
    rules.ask(
        "what its form takes may be sent",
        moment.may_send || !campaign.has_form(),
        Value::NULL,
    );
    rules.ask("audience", segment::holds(&audience), Value::NULL);
    rules.ask("page", segment::holds(&page), Value::NULL);
    rules.ask(
        "schedule",
        schedule.is_null() || local.is_some_and(|local| is_within(schedule, Time(local))),
        local.map(|local| Time(local).iso()).into(),
    );
    rules.ask(
        "not on checkout",
        !matches!(moment.page_type, PageType::Checkout | PageType::Purchase),
        moment.page_type.name().into(),
    );
    let counts = [
        (
            "times per visit",
            ledger.in_session(campaign.id(), moment.session),
        ),
        ("times per day", ledger.in_day(campaign.id(), moment.now)),
        ("times at all", entry.get("shown").count().unwrap_or(0)),
    ];
    for (limit, (rule, times)) in counts.into_iter().enumerate() {
        rules.ask(rule, times < campaign.limit(limit), times.into());
    }
    for (rule, mark, limit) in [
        ("quiet after close", "closed", 3),
        ("quiet after success", "converted", 4),
        ("not stopped", "stopped", 4),
    ] {
        let ago = since(entry.get(mark).count());
        let days = campaign.limit(limit).saturating_mul(DAY);
        rules.ask(rule, quiet(ago, days), ago.into());
    }
    let key = since(moment.key.map(|key| key.0));
    rules.ask(
        "not while typing",
        !moment.typing && quiet(key, QUIET_AFTER_KEY),
        key.into(),
    );
    let closed = since(moment.closed.map(|closed| closed.0));
    rules.ask(
        "not right after another",
        quiet(closed, QUIET_AFTER_POPUP),
        closed.into(),
    );
    rules.ask(
        "not on arrival",
        moment.elapsed >= ARRIVING,
        moment.elapsed.into(),
    );
    Judgement {
        yes: rules.yes,
        told: Value::object()
            .with("show", rules.yes)
            .with("rules", rules.told)
            .with("audience", audience)
            .with("page", page),
    }
}

const WEEK: [&str; 7] = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"];

/// Whether a schedule holds at this time of its own clock. Dates and hours are compared as they are written.
fn is_within(schedule: &Value, local: Time) -> bool {
    let iso = local.iso();
    let hour = iso.get(11..16).unwrap_or("");
    let text = |name: &str| schedule.get(name).text();
    let mut holds =
        text("from").is_none_or(|from| from <= &iso) && text("to").is_none_or(|to| &*iso < to);
    let days = schedule.get("days");
    if !days.is_null() {
        // 1970 began on a Thursday.
        let today = WEEK[(local.0 / DAY % 7) as usize];
        holds &= segment::matches(days, &today.into());
    }
    if let [from, to] = schedule.get("hours").items()
        && let (Some(from), Some(to)) = (from.text(), to.text())
    {
        let (after, before) = (from <= hour, hour < to);
        // From 22:00 to 06:00 is a night.
        holds &= if from <= to {
            after && before
        } else {
            after || before
        };
    }
    holds
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
