//! The kinds of recommendation, and what tells them apart.
//! A new source of candidates is one more way for cards into the row in `recommend`.

/// What sort of recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What the shopper has looked at, newest first.
    RecentlyViewed,
    /// What resembles this page's product and the interest of this visit.
    AlsoLike,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::RecentlyViewed, Self::AlsoLike];
    /// Every public name, for proposing the nearest.
    pub const NAMES: [&str; 2] = ["recently-viewed", "also-like"];

    /// Reads a public name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        for kind in &Self::ALL {
            if kind.name() == name {
                return Some(*kind);
            }
        }
        None
    }

    /// The public name, which is also the key of the heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Whether it is advice: drawn from likeness first, and from what was seen only where no catalog offers anything better;
    /// varied, and without what lies in the cart, was bought or is shown, for advice does not repeat what is known.
    /// A history draws on what was seen, as it was.
    pub(super) fn is_advice(self) -> bool {
        self == Self::AlsoLike
    }
}
