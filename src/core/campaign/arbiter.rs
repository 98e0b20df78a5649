//! The arbiter: whether a campaign may be shown at this moment, and if not, every reason why not.
//! It is asked again at the moment of showing, so what has changed meanwhile counts.

use super::audience::Visit;
use super::ledger::Ledger;
use super::{Campaign, Trigger};
use crate::core::facts::PageType;
use crate::core::time::{DAY, SECOND, Time};
use crate::core::value::Value;

/// A dialog that opens while somebody types takes the rest of their words.
const QUIET_AFTER_KEY: u64 = 1500;
/// Two interruptions in a row are one too many, whatever their campaigns.
const QUIET_AFTER_POPUP: u64 = 30 * SECOND;

/// What the arbiter needs to know of the moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment<'a> {
    /// Now.
    pub now: Time,
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
    /// Whether the page shows a dialog of its own.
    pub other_dialog: bool,
    /// When a popup of ours was last closed on this page.
    pub closed: Option<Time>,
}

/// A verdict with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it may be shown.
    pub yes: bool,
    /// Every rule with whether it lets the campaign pass.
    pub rules: Vec<(&'static str, bool)>,
    /// The audience's questions and answers.
    pub audience: Value,
}

/// Judges one campaign. `asked` is a call by hand, which goes past limits and audience but never over another dialog.
#[must_use]
pub fn judge(
    campaign: &Campaign,
    visit: &Visit,
    ledger: &Ledger,
    moment: &Moment,
    asked: bool,
) -> Judgement {
    let entry = ledger.of(&campaign.id);
    let quiet = |since: Option<Time>, span: u64| {
        since.is_none_or(|since| moment.now.since(since) >= span || moment.now < since)
    };
    let days = |days: u32| u64::from(days) * DAY;
    let limits = &campaign.limits;
    let in_session = if entry.session == moment.session {
        entry.in_session
    } else {
        0
    };
    let alone = [
        ("no popup is open", !moment.open),
        ("no other dialog is open", !moment.other_dialog),
    ];
    let manners = [
        ("audience", campaign.audience.holds(visit)),
        ("times per visit", in_session < limits.per_session),
        (
            "quiet after close",
            quiet(entry.closed, days(limits.days_after_close)),
        ),
        (
            "quiet after success",
            quiet(entry.converted, days(limits.days_after_convert)),
        ),
        ("not stopped", entry.stopped.is_none()),
        (
            "not on checkout",
            !matches!(moment.page_type, PageType::Checkout | PageType::Purchase),
        ),
        (
            "not while typing",
            !moment.typing && quiet(moment.key, QUIET_AFTER_KEY),
        ),
        (
            "not right after another",
            quiet(moment.closed, QUIET_AFTER_POPUP),
        ),
        ("started by the visit", campaign.trigger != Trigger::Call),
    ];
    let mut rules = alone.to_vec();
    if !asked {
        rules.extend(manners);
    }
    Judgement {
        yes: rules.iter().all(|(_, passes)| *passes),
        rules,
        audience: campaign.audience.explain(visit),
    }
}

impl From<Judgement> for Value {
    fn from(judgement: Judgement) -> Self {
        Value::object()
            .with("show", judgement.yes)
            .with(
                "rules",
                judgement
                    .rules
                    .iter()
                    .map(|(rule, passes)| {
                        Value::object().with("rule", *rule).with("passes", *passes)
                    })
                    .collect::<Value>(),
            )
            .with("audience", judgement.audience)
    }
}
