//! Shoppers in real browsers, in real shops: what the tests in `tests/` are told with.
//! A [`story`] gets a browser of its own and a [`Shopper`] in it; a [`Demo`] or a set of [`Pages`] is where the shopper goes.

mod browser;
mod demo;
mod door;
mod fault;
mod http;
mod oscar;
mod pages;
mod place;
mod platforms;
mod pointer;
mod process;
mod received;
#[path = "../../schemas/mod.rs"]
mod schemas;
mod servers;
mod shopper;
mod story;
mod vitals;
mod wait;

pub use browser::Browser;
pub use demo::Demo;
pub use door::{Answer, Door, Post};
pub use fault::Fault;
pub use oscar::Oscar;
pub use pages::{Answers, Asked, Pages, Reply};
pub use place::{neighbour, package, root};
pub use platforms::{PhpServer, Put, is_a_platforms, platforms_skipped, put};
pub use received::Received;
pub use servers::{Nginx, Postgres, servers_skipped};
pub use shopper::{Line, Popup, Shopper};
pub use story::{newcomer, story};
pub use vitals::{Vitals, measure};
pub use wait::{PATIENCE, stays, until};

/// Makes a `#[test]` of a story for each browser: `told_in!(five_products: chromium firefox webkit);`.
#[macro_export]
macro_rules! told_in {
    ($story:ident: $($browser:ident)+) => {
        mod $story {
            $(
                #[test]
                fn $browser() -> $crate::Told {
                    let name = concat!(stringify!($story), "-", stringify!($browser));
                    $crate::story($crate::Browser::named(stringify!($browser)), name, super::$story)
                }
            )+
        }
    };
}

/// What a test answers.
pub type Told = Result<(), Reason>;

/// Why a story failed, printed as it is: what went wrong stands in it, and a backtrace through a runtime does not help.
pub struct Reason(anyhow::Error);

impl std::fmt::Debug for Reason {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{:#}", self.0)
    }
}

impl From<anyhow::Error> for Reason {
    fn from(error: anyhow::Error) -> Self {
        Self(error)
    }
}
