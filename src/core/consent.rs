//! What the shopper has allowed: two purposes, each granted only by a clear yes of everybody who counts.
//! A signal that is absent, unknown or late is no yes; only a clear no takes away what there was.

use super::text;
use super::value::Value;

/// A shopper's word on one purpose; of several the least counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Word {
    /// No.
    Denied,
    /// Nothing heard yet.
    #[default]
    Unknown,
    /// Yes.
    Granted,
}

/// What is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Consent {
    /// Remembering on the device: the profile.
    pub personalization: Word,
    /// Sending events to the shop's backend.
    pub analytics: Word,
}

impl Consent {
    /// What `data-consent="granted"` means.
    pub const GRANTED: Self = Self {
        personalization: Word::Granted,
        analytics: Word::Granted,
    };

    /// Whether the device may remember.
    #[must_use]
    pub fn may_store(self) -> bool {
        self.personalization == Word::Granted
    }

    /// Whether events may be sent.
    #[must_use]
    pub fn may_send(self) -> bool {
        self.analytics == Word::Granted
    }

    /// What a clear no now takes away of what was granted before.
    #[must_use]
    pub fn taken(self, now: Self) -> Taken {
        self.of(Word::Granted) & now.of(Word::Denied)
    }

    /// The purposes with this word.
    #[inline(never)]
    fn of(self, word: Word) -> Taken {
        Taken::from(self.personalization == word) | Taken::from(self.analytics == word) << 1
    }
}

/// Platforms whose word is heard, as `src/js/consent.js` names them.
pub const PLATFORMS: [&str; 8] = [
    "tcf",
    "gpp",
    "consent-mode",
    "shopify",
    "cookiebot",
    "onetrust",
    "usercentrics",
    "gpc",
];

/// The bit of Global Privacy Control: it can forbid sending; it allows nothing, and its absence forbids nothing.
const CONTROL: u8 = 1 << 7;

/// Platforms whose banner cannot be told from the page: OneTrust's may say nothing of itself, that of Usercentrics stands in a root of its own.
const BANNERS: u8 = 1 << 5 | 1 << 6;

/// Whose word counts, beside that of the shop's own call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// Every platform that is in the page.
    #[default]
    Auto,
    /// Nobody's.
    Call,
    /// The shop's: no consent needs to be waited for.
    Granted,
    /// These of the platforms, all of them: a bit for each.
    Platforms(u8),
}

impl Rule {
    /// Whose word counts: a bit for each platform, where it is each of these unless some are named.
    #[inline(never)]
    fn named(self, all: u8) -> u8 {
        match self {
            Self::Auto => all,
            Self::Platforms(named) => named,
            _ => 0,
        }
    }
}

/// Purposes: a bit for each.
pub type Taken = u8;
/// The profile.
const PERSONALIZATION: Taken = 1;
/// Sending.
pub const ANALYTICS: Taken = 2;

/// What somebody allows and forbids.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    yes: Taken,
    no: Taken,
}

impl From<Consent> for Said {
    fn from(words: Consent) -> Self {
        Self {
            yes: words.of(Word::Granted),
            no: words.of(Word::Denied),
        }
    }
}

impl Said {
    /// This over what another has said.
    #[inline(never)]
    fn over(self, other: Self) -> Self {
        Self {
            yes: other.yes & !self.no | self.yes,
            no: other.no & !self.yes | self.no,
        }
    }
}

/// What everybody has said.
#[derive(Debug, Default)]
pub struct Voices {
    own: Said,
    heard: [Said; PLATFORMS.len()],
    /// Who decides: a bit for each platform.
    present: u8,
    /// Who of them has no word yet.
    silent: u8,
    /// What was taken away in another tab, until somebody comes to say yes to it in this one.
    denied: Taken,
    /// What is forgotten since another tab's wish, until somebody says yes to it anew.
    unsaid: Taken,
}

impl Voices {
    /// A platform's latest words; none when it does not decide, or no longer. Where it counts by this rule, its no ends an older yes of the shop's
    /// own, and its yes a no of another tab, if it is news.
    pub fn hear(&mut self, platform: &str, words: Option<Consent>, rule: Rule) {
        let Some(place) = text::place(platform, &PLATFORMS) else {
            return;
        };
        let bit = 1 << place;
        self.present &= !bit;
        self.silent &= !bit;
        let now = Said::from(words.unwrap_or_default());
        if words.is_some() {
            self.present |= bit;
            if now.yes | now.no == 0 {
                self.silent |= bit;
            }
        }
        let before = core::mem::replace(&mut self.heard[place], now);
        if rule.named(bit) & bit > 0 {
            self.own.yes &= before.no | !now.no;
            self.end(now.yes & !before.yes);
        }
    }

    /// The shop's own call; what it does not mention stays.
    pub fn call(&mut self, call: &Value) {
        let said = Said::from(Consent {
            personalization: call.get("personalization").flag().into(),
            analytics: call.get("analytics").flag().into(),
        });
        self.own = said.over(self.own);
        self.end(said.yes);
    }

    /// A yes that is news ends what was said in other tabs.
    fn end(&mut self, yes: Taken) {
        self.denied &= !yes;
        self.unsaid &= !yes;
    }

    /// What was taken away in another tab of this shop is a no here too; nothing of it, and each yes is to be said again, while each no stands.
    pub fn take(&mut self, taken: Taken) {
        self.denied |= taken;
        if taken == 0 {
            self.unsaid = PERSONALIZATION | ANALYTICS;
        }
    }

    /// Whether the shopper is still being asked, by a banner that cannot be seen in the page.
    #[must_use]
    pub fn asking(&self) -> bool {
        self.silent & BANNERS > 0
    }

    /// What follows from all words: yes only when everybody who counts says so. What the shop's own call says overrides what platforms said before it.
    #[must_use]
    pub fn together(&self, rule: Rule) -> Consent {
        let counting = rule.named(self.present);
        let (mut yes, mut no) = (PERSONALIZATION | ANALYTICS, 0);
        if counting & !CONTROL == 0 && rule != Rule::Granted {
            yes = 0;
        }
        // The control's absence forbids nothing.
        let mut left = counting & (self.present | !CONTROL);
        while left > 0 {
            let place = left.ilog2() as usize;
            let said = self.heard[place];
            left ^= 1 << place;
            // It allows nothing, and one that cannot be read is no yes.
            let control = (place == PLATFORMS.len() - 1).then_some(PERSONALIZATION);
            yes &= control.unwrap_or(said.yes);
            no |= said.no;
        }
        let all = self.own.over(Said { yes, no });
        let word = |purpose| match () {
            () if (all.no | self.denied) & purpose > 0 => Word::Denied,
            () if all.yes & !self.unsaid & purpose > 0 => Word::Granted,
            () => Word::Unknown,
        };
        Consent {
            personalization: word(PERSONALIZATION),
            analytics: word(ANALYTICS),
        }
    }
}

impl From<Option<bool>> for Word {
    fn from(said: Option<bool>) -> Self {
        match said {
            Some(true) => Self::Granted,
            Some(false) => Self::Denied,
            None => Self::Unknown,
        }
    }
}

impl From<Consent> for Value {
    fn from(consent: Consent) -> Self {
        Value::object()
            .with("personalization", consent.may_store())
            .with("analytics", consent.may_send())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YES: Consent = Consent::GRANTED;
    const NO: Consent = Consent {
        personalization: Word::Denied,
        analytics: Word::Denied,
    };
    const PENDING: Consent = Consent {
        personalization: Word::Unknown,
        analytics: Word::Unknown,
    };

    fn voices(heard: &[(&str, Consent)]) -> Voices {
        let mut voices = Voices::default();
        for (platform, words) in heard {
            voices.hear(platform, Some(*words), Rule::Auto);
        }
        voices
    }

    #[test]
    fn yes_is_yes_only_when_everybody_present_says_so() {
        let cases: [(&[(&str, Consent)], Consent); 7] = [
            (&[], PENDING),
            (&[("tcf", YES)], YES),
            (&[("tcf", YES), ("cookiebot", PENDING)], PENDING),
            (&[("tcf", YES), ("cookiebot", NO)], NO),
            (&[("tcf", PENDING), ("cookiebot", NO)], NO),
            (&[("tcf", NO), ("tcf", YES)], YES),
            (&[("nobody", YES)], PENDING),
        ];
        for (heard, expected) in cases {
            let together = voices(heard).together(Rule::Auto);
            assert_eq!(together, expected, "{heard:?}");
        }
    }

    #[test]
    fn who_does_not_decide_any_more_holds_nobody_up() {
        let mut voices = voices(&[("tcf", YES), ("gpp", PENDING)]);
        assert_eq!(voices.together(Rule::Auto), PENDING);
        voices.hear("gpp", None, Rule::Auto);
        assert_eq!(voices.together(Rule::Auto), YES);
    }

    #[test]
    fn privacy_control_forbids_sending_and_allows_nothing() {
        let gpc = Consent {
            analytics: Word::Denied,
            ..PENDING
        };
        assert_eq!(voices(&[("gpc", gpc)]).together(Rule::Auto), gpc);
        let with = voices(&[("gpc", gpc), ("tcf", YES)]).together(Rule::Auto);
        assert!(with.may_store() && !with.may_send());
        let named = Rule::Platforms(1 << 7 | 1);
        assert_eq!(
            voices(&[("tcf", YES)]).together(named),
            YES,
            "its absence forbids nothing"
        );
    }

    #[test]
    fn whom_the_shop_names_must_be_there_and_nobody_else_counts() {
        let rule = Rule::Platforms(1 << 5 | 1);
        let told = |heard: &[(&str, Consent)]| voices(heard).together(rule);
        assert_eq!(told(&[("tcf", YES)]), PENDING);
        assert_eq!(told(&[("tcf", YES), ("onetrust", YES)]), YES);
        let contradicted = told(&[("tcf", YES), ("onetrust", YES), ("cookiebot", NO)]);
        assert_eq!(contradicted, YES);
    }

    #[test]
    fn a_platforms_no_ends_an_older_yes_of_the_shops_own_and_no_own_no_is_ended() {
        let mut voices = voices(&[("cookiebot", PENDING)]);
        let yes = Value::from(YES);
        voices.call(&yes);
        assert_eq!(voices.together(Rule::Auto), YES);
        let no = Consent {
            analytics: Word::Denied,
            ..YES
        };
        voices.hear("cookiebot", Some(no), Rule::Auto);
        assert_eq!(voices.together(Rule::Auto), no, "it is followed");
        voices.hear("cookiebot", Some(YES), Rule::Auto);
        assert_eq!(voices.together(Rule::Auto), YES, "both say so");

        voices.hear("cookiebot", Some(no), Rule::Auto);
        voices.call(&yes);
        assert_eq!(voices.together(Rule::Auto), YES, "the call is newer");
        voices.hear("cookiebot", Some(NO), Rule::Auto);
        let kept = Consent {
            personalization: Word::Denied,
            ..YES
        };
        assert_eq!(
            voices.together(Rule::Auto),
            kept,
            "what is said again is no news"
        );

        voices.call(&yes);
        voices.hear("tcf", Some(NO), Rule::Call);
        assert_eq!(
            voices.together(Rule::Call),
            YES,
            "who does not count ends nothing"
        );
        voices.hear("tcf", Some(PENDING), Rule::Platforms(1 << 4));
        voices.hear("tcf", Some(NO), Rule::Platforms(1 << 4));
        assert_eq!(voices.together(Rule::Call), YES, "nor who is not named");

        voices.call(&Value::from(NO));
        voices.hear("cookiebot", Some(YES), Rule::Auto);
        assert_eq!(voices.together(Rule::Auto), NO);
    }

    #[test]
    fn a_no_in_another_tab_holds_until_somebody_comes_to_say_yes_in_this_one() {
        let mut voices = voices(&[("tcf", YES)]);
        voices.take(ANALYTICS);
        for rule in [Rule::Auto, Rule::Granted] {
            let together = voices.together(rule);
            assert!(together.may_store() && together.analytics == Word::Denied);
        }
        voices.call(&Value::object().with("analytics", true));
        assert_eq!(voices.together(Rule::Auto), YES);
        voices.take(PERSONALIZATION);
        let denied = |voices: &Voices| {
            let together = voices.together(Rule::Auto);
            together.personalization == Word::Denied && together.may_send()
        };
        assert!(denied(&voices));
        voices.call(&Value::object().with("analytics", true));
        assert!(denied(&voices), "a yes to something else");
        voices.hear("tcf", Some(YES), Rule::Auto);
        assert!(denied(&voices), "no news");
        voices.hear("tcf", Some(PENDING), Rule::Call);
        voices.hear("tcf", Some(YES), Rule::Call);
        assert!(denied(&voices), "nobody who counts");
        voices.hear("tcf", Some(PENDING), Rule::Auto);
        voices.hear("tcf", Some(YES), Rule::Auto);
        assert_eq!(voices.together(Rule::Auto), YES);
    }

    #[test]
    fn who_is_forgotten_elsewhere_keeps_each_no_and_no_yes() {
        let half = Consent {
            analytics: Word::Denied,
            ..YES
        };
        let mut voices = voices(&[("tcf", YES), ("cookiebot", half)]);
        voices.call(&Value::object().with("personalization", true));
        voices.take(0);
        let kept = Consent {
            analytics: Word::Denied,
            ..PENDING
        };
        assert_eq!(voices.together(Rule::Auto), kept);
        voices.take(PERSONALIZATION);
        voices.take(0);
        assert_eq!(voices.together(Rule::Auto), NO, "a no is not weakened");
        voices.call(&Value::object().with("personalization", true));
        assert_eq!(voices.together(Rule::Auto), half);
    }

    #[test]
    fn only_a_clear_no_takes_away_and_only_what_was_there() {
        assert_eq!(YES.taken(NO), PERSONALIZATION | ANALYTICS);
        assert_eq!(YES.taken(PENDING) | PENDING.taken(NO) | NO.taken(NO), 0);
        let half = Consent {
            analytics: Word::Denied,
            ..YES
        };
        assert_eq!(
            (YES.taken(half), half.taken(NO)),
            (ANALYTICS, PERSONALIZATION)
        );
    }

    #[test]
    fn the_shops_own_call_overrides_what_platforms_have_said_of_what_it_mentions() {
        let mut voices = voices(&[("tcf", NO)]);
        voices.call(&Value::object().with("analytics", true));
        let together = voices.together(Rule::Auto);
        assert_eq!(together.personalization, Word::Denied);
        assert_eq!(together.analytics, Word::Granted);
        voices.call(&Value::object().with("personalization", true));
        assert_eq!(voices.together(Rule::Call), YES);
    }
}
