//! What the shopper has allowed: two purposes, each granted only by a clear yes of everybody who counts.
//! A signal that is absent, unknown or late is no yes; only a clear no takes away what there was.

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
        let mut taken = 0;
        if self.may_store() && now.personalization == Word::Denied {
            taken |= PERSONALIZATION;
        }
        if self.may_send() && now.analytics == Word::Denied {
            taken |= ANALYTICS;
        }
        taken
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

/// The place of Global Privacy Control: it can forbid sending; it allows nothing, and its absence forbids nothing.
const GPC: usize = PLATFORMS.len() - 1;

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

/// What everybody has said.
#[derive(Debug, Default)]
pub struct Voices {
    own: Consent,
    heard: [Consent; PLATFORMS.len()],
    /// Who decides: a bit for each platform.
    present: u8,
    /// What was taken away in another tab, until somebody speaks in this one.
    elsewhere: Taken,
}

/// What was taken away that was granted: a bit for each purpose.
pub type Taken = u8;
/// The profile.
const PERSONALIZATION: Taken = 1;
/// Sending.
pub const ANALYTICS: Taken = 2;

impl Voices {
    /// A platform's latest words; none when it does not decide, or no longer. Where it counts by this rule, its no ends an older yes of the shop's own.
    pub fn hear(&mut self, platform: &str, words: Option<Consent>, rule: Rule) {
        for (place, name) in PLATFORMS.iter().enumerate() {
            if *name == platform {
                let now = words.unwrap_or_default();
                let before = core::mem::replace(&mut self.heard[place], now);
                self.present &= !(1 << place);
                self.present |= u8::from(words.is_some()) << place;
                if rule.named(u8::MAX) >> place & 1 == 1 {
                    let Consent {
                        personalization,
                        analytics,
                    } = &mut self.own;
                    personalization.until(before.personalization, now.personalization);
                    analytics.until(before.analytics, now.analytics);
                }
                self.elsewhere = 0;
            }
        }
    }

    /// The shop's own call; what it does not mention stays.
    pub fn call(&mut self, call: &Value) {
        let word = |name: &str, before: Word| Word::from(call.get(name).flag()).or(before);
        self.own = Consent {
            personalization: word("personalization", self.own.personalization),
            analytics: word("analytics", self.own.analytics),
        };
        self.elsewhere = 0;
    }

    /// A clear no in another tab of this shop.
    pub fn take(&mut self, taken: Taken) {
        self.elsewhere |= taken;
    }

    /// All words are taken back until they are spoken again.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// What follows from all words: yes only when everybody who counts says so. What the shop's own call says overrides what platforms said before it.
    #[must_use]
    pub fn together(&self, rule: Rule) -> Consent {
        let mut all = Consent::GRANTED;
        let mut counted = rule == Rule::Granted;
        let mut most = Word::Granted;
        let counting = rule.named(self.present);
        for place in 0..PLATFORMS.len() {
            let said = self.heard[place];
            let counts = counting >> place & 1 == 1;
            if counts && place == GPC {
                // A control that cannot be read is no yes.
                if self.present >> place & 1 == 1 {
                    most = said.analytics;
                }
            } else if counts {
                counted = true;
                all.personalization = all.personalization.least(said.personalization);
                all.analytics = all.analytics.least(said.analytics);
            }
        }
        if !counted {
            all = Consent::default();
        }
        all.analytics = all.analytics.least(most);
        all.personalization = self.own.personalization.or(all.personalization);
        all.analytics = self.own.analytics.or(all.analytics);
        if self.elsewhere & PERSONALIZATION > 0 {
            all.personalization = Word::Denied;
        }
        if self.elsewhere & ANALYTICS > 0 {
            all.analytics = Word::Denied;
        }
        all
    }
}

impl Word {
    fn least(self, other: Self) -> Self {
        if (other as u8) < self as u8 {
            other
        } else {
            self
        }
    }

    /// A yes that holds until somebody else comes to say no.
    fn until(&mut self, before: Self, now: Self) {
        if *self == Self::Granted && now == Self::Denied && before != Self::Denied {
            *self = Self::Unknown;
        }
    }

    fn or(self, other: Self) -> Self {
        match self {
            Self::Unknown => other,
            word => word,
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
    fn a_no_in_another_tab_holds_until_somebody_speaks_in_this_one() {
        let mut voices = voices(&[("tcf", YES)]);
        voices.take(ANALYTICS);
        for rule in [Rule::Auto, Rule::Granted] {
            let together = voices.together(rule);
            assert!(together.may_store() && together.analytics == Word::Denied);
        }
        voices.call(&Value::object().with("analytics", true));
        assert_eq!(voices.together(Rule::Auto), YES);
        voices.take(PERSONALIZATION);
        assert_eq!(voices.together(Rule::Auto).personalization, Word::Denied);
        voices.hear("tcf", Some(YES), Rule::Auto);
        assert_eq!(voices.together(Rule::Auto), YES);
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
        voices.forget();
        assert_eq!(voices.together(Rule::Auto), PENDING);
        assert_eq!(voices.together(Rule::Granted), YES);
    }
}
