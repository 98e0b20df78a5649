//! What the shopper has allowed: two purposes, each granted only by a clear yes.
//! A signal that is absent, unknown or late counts as no.

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

    /// The state after the shop's own call; what it does not mention stays.
    #[must_use]
    pub fn told(mut self, call: &Value) -> Self {
        let word = |name: &str, before: Word| match call.get(name).flag() {
            Some(true) => Word::Granted,
            Some(false) => Word::Denied,
            None => before,
        };
        self.personalization = word("personalization", self.personalization);
        self.analytics = word("analytics", self.analytics);
        self
    }
}

impl From<Consent> for Value {
    fn from(consent: Consent) -> Self {
        Value::object()
            .with("personalization", consent.may_store())
            .with("analytics", consent.may_send())
    }
}
