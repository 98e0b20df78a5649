//! The arbiter: whether a campaign may be shown at this moment, and if not, every reason why not.
//! It is asked again at the moment of showing, so what has changed meanwhile counts.

use super::audience::{Visit, answer};
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
    /// Whether what a form takes may be sent on.
    pub may_send: bool,
    /// When a popup of ours was last closed on this page.
    pub closed: Option<Time>,
}

/// A verdict with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it may be shown.
    pub yes: bool,
    /// The same in `show`, every rule with whether it lets the campaign pass, and the audience's questions and answers.
    pub told: Value,
}

const RULES: [&str; 12] = [
    "no popup is open",
    "no other dialog is open",
    "what its form takes may be sent",
    "audience",
    "times per visit",
    "quiet after close",
    "quiet after success",
    "not stopped",
    "not on checkout",
    "not while typing",
    "not right after another",
    "started by the visit",
];
/// Rules that also hold for a call by hand, which goes past limits and audience but never over another dialog, nor to throw an address away.
const ALONE: usize = 3;

/// Judges one campaign; `asked` is a call by hand.
#[must_use]
#[inline(never)]
pub fn judge(
    campaign: &Campaign,
    visit: &Visit,
    ledger: &Ledger,
    moment: &Moment,
    asked: bool,
) -> Judgement {
    let entry = ledger.of(campaign.id());
    let answer = answer(campaign.0.get("who"), visit);
    let in_session = if entry.get("session").text() == Some(moment.session) {
        entry.get("in_session").count().unwrap_or(0)
    } else {
        0
    };
    let quiet = |since: Option<u64>, span: u64| {
        let now = moment.now.0;
        since.is_none_or(|since| now < since || now - since >= span)
    };
    let quiet_days = |event: &str, limit: usize| {
        let days = campaign.limit(limit).saturating_mul(DAY);
        quiet(entry.get(event).count(), days)
    };
    let passes = [
        !moment.open,
        !moment.other_dialog,
        moment.may_send || !campaign.has_form(),
        answer.get("holds").flag() == Some(true),
        in_session < campaign.limit(0),
        quiet_days("closed", 1),
        quiet_days("converted", 2),
        quiet_days("stopped", 2),
        !matches!(moment.page_type, PageType::Checkout | PageType::Purchase),
        !moment.typing && quiet(moment.key.map(|key| key.0), QUIET_AFTER_KEY),
        quiet(moment.closed.map(|closed| closed.0), QUIET_AFTER_POPUP),
        campaign.trigger() != Trigger::Call,
    ];
    let mut yes = true;
    let mut rules = Vec::new();
    for (at, (rule, passes)) in RULES.iter().zip(&passes).enumerate() {
        if at < ALONE || !asked {
            yes &= passes;
            rules.push(Value::object().with("rule", *rule).with("passes", *passes));
        }
    }
    Judgement {
        yes,
        told: Value::object()
            .with("show", yes)
            .with("rules", rules)
            .with("audience", answer),
    }
}
