//! The shop's pages. Each is complete HTML; what only the visitor's browser knows (cart, search) is filled in by `shop.js`.

mod cart;
mod category;
mod home;
mod layout;
mod piece;
mod product;
mod text;

pub use cart::{cart, checkout, search, thank_you};
pub use category::category;
pub use home::home;
pub use product::product;
pub use text::{not_found, texts};
