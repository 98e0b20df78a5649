//! The table of strategies: for each kind of recommendation, where its candidates come from, what is left out and how they are ordered.
//! A new kind is a new row; a new source of candidates is a variant of [`Source`] and an arm in `candidates`.

use super::candidates::Source;
use super::terms::{identity, name};
use super::variety::Order;
use super::{Scene, answers_to};
use crate::core::product::Product;

/// What sort of recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What the shopper has looked at, newest first.
    RecentlyViewed,
    /// What resembles this page's product and the interest of this visit.
    AlsoLike,
}

/// A row of the table.
pub(super) struct Strategy {
    kind: Kind,
    name: &'static str,
    /// Asked in turn; each adds to what those before it left room for.
    pub(super) sources: &'static [Source],
    pub(super) leave_out: &'static [LeaveOut],
    pub(super) order: Order,
}

/// A history shows what was looked at even when another block or the cart has it too; advice does not repeat what is known.
static STRATEGIES: [Strategy; 2] = [
    Strategy {
        kind: Kind::RecentlyViewed,
        name: "recently-viewed",
        sources: &[Source::Seen],
        leave_out: &[LeaveOut::Current, LeaveOut::SoldOut],
        order: Order::AsGiven,
    },
    Strategy {
        kind: Kind::AlsoLike,
        name: "also-like",
        sources: &[Source::Similar, Source::SeenForWantOfCatalog],
        leave_out: &[
            LeaveOut::Current,
            LeaveOut::SoldOut,
            LeaveOut::InCart,
            LeaveOut::Bought,
            LeaveOut::Shown,
        ],
        order: Order::Varied,
    },
];

impl Kind {
    /// Every public name, for proposing the nearest.
    pub const NAMES: [&str; 2] = ["recently-viewed", "also-like"];

    /// Reads a public name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        STRATEGIES
            .iter()
            .find(|strategy| strategy.name == name)
            .map(|strategy| strategy.kind)
    }

    /// The public name, which is also the key of the heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.strategy().name
    }

    pub(super) fn strategy(self) -> &'static Strategy {
        let [first, ..] = &STRATEGIES;
        STRATEGIES
            .iter()
            .find(|strategy| strategy.kind == self)
            .unwrap_or(first)
    }
}

/// A reason to leave a product out.
#[derive(Clone, Copy)]
pub(super) enum LeaveOut {
    /// It is what the page, or the caller, is about.
    Current,
    /// It cannot be ordered.
    SoldOut,
    /// It lies in the cart.
    InCart,
    /// It was bought.
    Bought,
    /// It stands elsewhere on this page.
    Shown,
}

impl LeaveOut {
    /// Adds the terms of identity of what it leaves out, so that a search need not find it first.
    pub(super) fn names(self, scene: &Scene, out: &mut Vec<u32>) {
        let mut products: Vec<&Product> = Vec::new();
        let mut ids: &[String] = &[];
        match self {
            Self::Current => {
                products.extend(scene.ask.page);
                products.extend(&scene.anchor);
            }
            Self::InCart => products.extend(scene.ask.cart.iter().map(|line| &line.product)),
            Self::Bought => ids = scene.ask.bought,
            Self::Shown => ids = scene.ask.shown,
            Self::SoldOut => {}
        }
        for product in products {
            identity(product, out);
        }
        for id in ids {
            out.push(name(id));
        }
    }

    pub(super) fn holds(self, scene: &Scene, product: &Product) -> bool {
        let named = |ids: &[String]| ids.iter().any(|id| answers_to(product, id));
        match self {
            Self::Current => {
                scene.ask.page.is_some_and(|page| page.is(product))
                    || scene
                        .anchor
                        .as_ref()
                        .is_some_and(|anchor| anchor.is(product))
            }
            Self::SoldOut => product.sold_out(),
            Self::InCart => scene.ask.cart.iter().any(|line| line.product.is(product)),
            Self::Bought => named(scene.ask.bought),
            Self::Shown => named(scene.ask.shown),
        }
    }
}
