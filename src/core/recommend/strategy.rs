//! The kinds of recommendation as one table: what each draws on, what it needs, what steps in for it, and the words above it.
//! A heading claims no more than its row does; what steps in brings its own.

/// What sort of recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What the shopper has looked at, newest first.
    RecentlyViewed,
    /// What resembles this page's product and the interest of this visit.
    AlsoLike,
    /// Of the same category and about the price of this page's product.
    Similar,
    /// What orders hold together with this page's product.
    BoughtTogether,
    /// What orders hold beside this page's product or the cart, of other categories.
    GoesWith,
    /// Of the same category as this page's product, dearer, and not on sale.
    StepUp,
    /// What the shopper has bought.
    BuyAgain,
    /// What most orders hold.
    BestSellers,
    /// What is looked at more than it used to be.
    Trending,
    /// What the shop has listed last.
    New,
    /// What was sold out when the shopper looked at it and can be ordered now.
    BackInStock,
    /// What the shopper's last search finds.
    FromSearch,
    /// What the shop has put together by hand.
    Look,
    /// What the shop picks by a rule.
    Picks,
}

/// Where candidates come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The products looked at.
    Views,
    /// Likeness to a product and to the interest of the visit.
    Likeness,
    /// What the log of orders or visits says.
    Log,
    /// A list of ids, in its order.
    List,
    /// Every row of the catalog.
    Rows,
}

/// Varied, and without what lies in the cart, was bought or is on the page: advice does not repeat what is known.
pub(super) const ADVICE: u8 = 1;
/// Looks at this page's product alone, and needs one.
pub(super) const ALONE: u8 = 2;
/// Its heading leaves room for what a shop wants to be there.
pub(super) const OPEN: u8 = 4;

/// By kind: its public name, which is also the key of its heading in other languages; the heading; where its candidates
/// come from; what steps in when it finds too few; what else holds.
const TABLE: [(&str, &str, Source, Option<Kind>, u8); 14] = {
    use Kind as K;
    use Source::{Likeness, List, Log, Rows, Views};
    [
        ("recently-viewed", "Recently viewed", Views, None, 0),
        (
            "also-like",
            "You may also like",
            Likeness,
            Some(K::BestSellers),
            ADVICE | OPEN,
        ),
        (
            "similar",
            "Similar products",
            Likeness,
            Some(K::AlsoLike),
            ADVICE | ALONE | OPEN,
        ),
        (
            "bought-together",
            "Often bought together",
            Log,
            Some(K::AlsoLike),
            ADVICE,
        ),
        (
            "goes-with",
            "Goes well with it",
            Log,
            Some(K::AlsoLike),
            ADVICE | OPEN,
        ),
        ("step-up", "A step up", Likeness, None, ADVICE | ALONE),
        ("buy-again", "Buy again", List, None, 0),
        (
            "best-sellers",
            "Best sellers",
            Log,
            Some(K::Trending),
            ADVICE,
        ),
        ("trending", "Trending now", Log, Some(K::New), ADVICE),
        ("new", "New in", Rows, None, ADVICE),
        ("back-in-stock", "Back in stock", Views, None, 0),
        (
            "from-search",
            "From your last search",
            Likeness,
            None,
            ADVICE | ALONE,
        ),
        ("look", "Complete the look", List, None, OPEN),
        ("picks", "Our picks", Rows, None, ADVICE | OPEN),
    ]
};

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::RecentlyViewed,
        Self::AlsoLike,
        Self::Similar,
        Self::BoughtTogether,
        Self::GoesWith,
        Self::StepUp,
        Self::BuyAgain,
        Self::BestSellers,
        Self::Trending,
        Self::New,
        Self::BackInStock,
        Self::FromSearch,
        Self::Look,
        Self::Picks,
    ];
    /// Every public name, for proposing the nearest.
    #[must_use]
    #[inline(never)]
    pub fn names() -> Vec<&'static str> {
        let mut names = Vec::new();
        for kind in &Self::ALL {
            names.push(kind.name());
        }
        names
    }

    /// Reads a public name.
    #[must_use]
    #[inline(never)]
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
        TABLE[self as usize].0
    }

    /// The words above a block that brings none.
    #[must_use]
    pub fn heading(self) -> &'static str {
        TABLE[self as usize].1
    }

    /// What steps in when this finds too few.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        TABLE[self as usize].3
    }

    pub(super) fn source(self) -> Source {
        TABLE[self as usize].2
    }

    /// Whether this holds for it: [`ADVICE`], [`ALONE`], [`OPEN`].
    pub(super) fn is(self, trait_: u8) -> bool {
        TABLE[self as usize].4 & trait_ != 0
    }

    /// Whether a shop may put products there by hand: not under a heading that claims a fact.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.is(OPEN)
    }

    /// Whether it tells only what this device remembers, so that it waits for nothing.
    #[must_use]
    pub fn is_history(self) -> bool {
        self == Self::RecentlyViewed
    }
}
