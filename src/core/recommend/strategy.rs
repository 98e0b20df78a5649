//! The table of strategies: for each kind of recommendation, where its candidates come from and whether it is advice.
//! A new kind is a new row; a new source of candidates is a variant of [`Source`] and an arm in `recommend`.

/// What sort of recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What the shopper has looked at, newest first.
    RecentlyViewed,
    /// What resembles this page's product and the interest of this visit.
    AlsoLike,
}

/// A source of candidates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// What was looked at, newest first.
    Seen,
    /// The same, only where no catalog offers anything better.
    SeenForWantOfCatalog,
    /// What resembles this page's product and the interest of the visit.
    Similar,
}

/// A row of the table.
pub(super) struct Strategy {
    name: &'static str,
    /// Asked in turn; each adds to what those before it left room for.
    pub(super) sources: &'static [Source],
    /// Advice is varied, and leaves out what lies in the cart, was bought or is shown: it does not repeat what is known.
    pub(super) advice: bool,
}

static HISTORY: Strategy = Strategy {
    name: Kind::NAMES[0],
    sources: &[Source::Seen],
    advice: false,
};
static LIKENESS: Strategy = Strategy {
    name: Kind::NAMES[1],
    sources: &[Source::Similar, Source::SeenForWantOfCatalog],
    advice: true,
};

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
        self.strategy().name
    }

    pub(super) fn strategy(self) -> &'static Strategy {
        match self {
            Self::RecentlyViewed => &HISTORY,
            Self::AlsoLike => &LIKENESS,
        }
    }
}
