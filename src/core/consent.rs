//! What the shopper has allowed: two purposes, each granted only by a clear yes of everybody who counts.
//! A signal that is absent, unknown or late is no yes; only a clear no takes away what there was.

use super::value::Value;

/// A shopper's word on one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Word {
    /// Nothing heard yet.
    #[default]
    Unknown,
    /// Yes.
    Granted,
    /// No.
    Denied,
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
    GPC,
];

/// Global Privacy Control can forbid sending; it allows nothing, and its absence forbids nothing.
const GPC: &str = "gpc";

/// Whose word counts, beside that of the shop's own call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// Every platform that is in the page.
    #[default]
    Auto,
    /// Nobody's.
    Call,
    /// The shop's: no consent needs to be waited for.
    Granted,
    /// These platforms, all of them.
    Platforms(Vec<&'static str>),
}

/// What everybody has said.
#[derive(Debug, Default)]
pub struct Voices {
    own: Consent,
    heard: Vec<(&'static str, Consent)>,
}

impl Voices {
    /// A platform's latest words; none when it does not decide, or no longer.
    pub fn hear(&mut self, platform: &str, words: Option<Consent>) {
        self.heard.retain(|(known, _)| *known != platform);
        for name in PLATFORMS {
            if name == platform {
                self.heard.extend(words.map(|words| (name, words)));
            }
        }
    }

    /// The shop's own call; what it does not mention stays.
    pub fn call(&mut self, call: &Value) {
        let own = &mut self.own;
        for (name, word) in [
            ("personalization", &mut own.personalization),
            ("analytics", &mut own.analytics),
        ] {
            match call.get(name).flag() {
                Some(true) => *word = Word::Granted,
                Some(false) => *word = Word::Denied,
                None => {}
            }
        }
    }

    /// All words are taken back until they are spoken again.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// What follows from all words: yes only when everybody who counts says so. The shop's own call outranks the others.
    #[must_use]
    pub fn together(&self, rule: &Rule) -> Consent {
        let (personalization, analytics) = match rule {
            Rule::Granted => (Word::Granted, Word::Granted),
            Rule::Call => (Word::Unknown, Word::Unknown),
            Rule::Auto | Rule::Platforms(_) => (
                self.agreed(rule, |said| said.personalization),
                self.agreed(rule, |said| said.analytics),
            ),
        };
        Consent {
            personalization: self.own.personalization.or(personalization),
            analytics: self.own.analytics.or(analytics),
        }
    }

    fn agreed(&self, rule: &Rule, purpose: fn(&Consent) -> Word) -> Word {
        let mut agreed = None;
        for name in PLATFORMS {
            let said = self.heard.iter().find(|(known, _)| *known == name);
            let counts = match rule {
                Rule::Platforms(names) => names.contains(&name),
                _ => said.is_some(),
            };
            let word = said.map_or(Word::Unknown, |(_, said)| purpose(said));
            if !counts || name == GPC && word != Word::Denied {
                continue;
            }
            agreed = Some(match (agreed, word) {
                (Some(Word::Denied), _) | (_, Word::Denied) => Word::Denied,
                (Some(Word::Unknown), _) | (_, Word::Unknown) => Word::Unknown,
                _ => Word::Granted,
            });
        }
        agreed.unwrap_or_default()
    }
}

impl Word {
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
            voices.hear(platform, Some(*words));
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
            let together = voices(heard).together(&Rule::Auto);
            assert_eq!(together, expected, "{heard:?}");
        }
    }

    #[test]
    fn who_does_not_decide_any_more_holds_nobody_up() {
        let mut voices = voices(&[("tcf", YES), ("gpp", PENDING)]);
        assert_eq!(voices.together(&Rule::Auto), PENDING);
        voices.hear("gpp", None);
        assert_eq!(voices.together(&Rule::Auto), YES);
    }

    #[test]
    fn privacy_control_forbids_sending_and_allows_nothing() {
        let gpc = Consent {
            analytics: Word::Denied,
            ..PENDING
        };
        assert_eq!(voices(&[("gpc", gpc)]).together(&Rule::Auto), gpc);
        let with = voices(&[("gpc", gpc), ("tcf", YES)]).together(&Rule::Auto);
        assert!(with.may_store() && !with.may_send());
        let named = Rule::Platforms(vec!["gpc", "tcf"]);
        assert_eq!(
            voices(&[("tcf", YES)]).together(&named),
            YES,
            "its absence forbids nothing"
        );
    }

    #[test]
    fn whom_the_shop_names_must_be_there_and_nobody_else_counts() {
        let rule = Rule::Platforms(vec!["onetrust", "tcf"]);
        let told = |heard: &[(&str, Consent)]| voices(heard).together(&rule);
        assert_eq!(told(&[("tcf", YES)]), PENDING);
        assert_eq!(told(&[("tcf", YES), ("onetrust", YES)]), YES);
        let contradicted = told(&[("tcf", YES), ("onetrust", YES), ("cookiebot", NO)]);
        assert_eq!(contradicted, YES);
    }

    #[test]
    fn the_shops_own_call_outranks_platforms_for_what_it_mentions() {
        let mut voices = voices(&[("tcf", NO)]);
        voices.call(&Value::object().with("analytics", true));
        let together = voices.together(&Rule::Auto);
        assert_eq!(together.personalization, Word::Denied);
        assert_eq!(together.analytics, Word::Granted);
        voices.call(&Value::object().with("personalization", true));
        assert_eq!(voices.together(&Rule::Call), YES);
        voices.forget();
        assert_eq!(voices.together(&Rule::Auto), PENDING);
        assert_eq!(voices.together(&Rule::Granted), YES);
    }
}
