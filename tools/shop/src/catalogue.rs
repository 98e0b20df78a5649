//! What the shop sells, read from `catalogue.toml`. Everything the pages, the feed and the pictures say comes from here.

use crate::{
    money::Price,
    picture::{Ink, Kind, Look, Motif, Scene},
};
use serde::Deserialize;
use std::collections::HashSet;

const SOURCE: &str = include_str!("../catalogue.toml");

/// The whole shop.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    pub shop: Shop,
    #[serde(rename = "category")]
    pub categories: Vec<Category>,
    #[serde(rename = "product")]
    pub products: Vec<Product>,
}

/// Name and terms.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    pub name: String,
    pub origin: String,
    pub tagline: String,
    pub currency: String,
    pub free_delivery_from: Price,
    pub delivery: Price,
}

/// One department.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub slug: String,
    pub name: String,
    pub line: String,
    pub text: String,
}

impl Category {
    pub fn url(&self) -> String {
        format!("/c/{}/", self.slug)
    }
}

/// One thing for sale. `price` is the price of the first size or colour.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    pub id: String,
    pub slug: String,
    pub title: String,
    pub brand: String,
    pub category: String,
    pub price: Price,
    pub was: Option<Price>,
    #[serde(default)]
    out: bool,
    pub text: String,
    pub facts: Vec<String>,
    draw: Draw,
    #[serde(default)]
    colours: Vec<Colour>,
    #[serde(default)]
    sizes: Vec<Size>,
    #[serde(default)]
    pub featured: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draw {
    kind: Kind,
    ink: Ink,
    second: Ink,
    scene: Scene,
    motif: Motif,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Colour {
    name: String,
    ink: Ink,
    scene: Scene,
    #[serde(default)]
    out: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Size {
    name: String,
    price: Price,
    #[serde(default)]
    out: bool,
}

/// What a shopper chooses between on a product page.
pub enum Choice<'a> {
    None,
    Colour(Vec<Variant<'a>>),
    Size(Vec<Variant<'a>>),
}

/// One colour or size of a product.
pub struct Variant<'a> {
    pub name: &'a str,
    pub sku: String,
    pub price: Price,
    pub in_stock: bool,
    pub image: String,
    pub swatch: Option<Ink>,
}

impl Product {
    pub fn url(&self) -> String {
        format!("/p/{}/", self.slug)
    }

    pub fn image(&self) -> String {
        format!("/img/{}.svg", self.slug)
    }

    pub fn in_stock(&self) -> bool {
        !self.out
    }

    pub fn choice(&self) -> Choice<'_> {
        let sku = |index: usize| format!("{}-{}", self.id, index + 1);
        if !self.colours.is_empty() {
            let colours = self.colours.iter().enumerate();
            return Choice::Colour(
                colours
                    .map(|(index, colour)| Variant {
                        name: &colour.name,
                        sku: sku(index),
                        price: self.price,
                        in_stock: self.in_stock() && !colour.out,
                        image: self.colour_image(index),
                        swatch: Some(colour.ink),
                    })
                    .collect(),
            );
        }
        if self.sizes.is_empty() {
            return Choice::None;
        }
        let sizes = self.sizes.iter().enumerate();
        Choice::Size(
            sizes
                .map(|(index, size)| Variant {
                    name: &size.name,
                    sku: sku(index),
                    price: size.price,
                    in_stock: self.in_stock() && !size.out,
                    image: self.image(),
                    swatch: None,
                })
                .collect(),
        )
    }

    /// Every picture of the product: its path and how it is drawn.
    pub fn pictures(&self) -> Vec<(String, Look)> {
        let Draw {
            kind,
            ink,
            second,
            scene,
            motif,
        } = self.draw;
        let base = Look {
            kind,
            ink,
            second,
            scene,
            motif,
        };
        let mut all = vec![(self.image(), base)];
        for (index, colour) in self.colours.iter().enumerate().skip(1) {
            all.push((
                self.colour_image(index),
                Look {
                    ink: colour.ink,
                    scene: colour.scene,
                    ..base
                },
            ));
        }
        all
    }

    fn colour_image(&self, index: usize) -> String {
        match index {
            0 => self.image(),
            _ => format!("/img/{}-{}.svg", self.slug, index + 1),
        }
    }
}

impl Catalogue {
    /// Reads the catalogue and refuses one that would write wrong pages.
    pub fn read() -> Result<Self, String> {
        let catalogue: Self = toml::from_str(SOURCE).map_err(|error| error.to_string())?;
        let mut ids = HashSet::new();
        for product in &catalogue.products {
            let wrong = |what: &str| Err(format!("{}: {what}", product.id));
            if !ids.insert(&product.id) || !ids.insert(&product.slug) {
                return wrong("its id or slug is used twice");
            }
            if !catalogue
                .categories
                .iter()
                .any(|category| category.slug == product.category)
            {
                return wrong("its category does not exist");
            }
            if product.was.is_some_and(|was| was <= product.price) {
                return wrong("its old price is not higher than its price");
            }
            if !product.colours.is_empty() && !product.sizes.is_empty() {
                return wrong("colours and sizes together are more than the pages can show");
            }
            if product
                .sizes
                .first()
                .is_some_and(|size| size.price != product.price || size.out)
                || product.colours.first().is_some_and(|colour| colour.out)
            {
                return wrong("its first choice must be in stock and cost the product's price");
            }
        }
        Ok(catalogue)
    }

    pub fn category_of(&self, product: &Product) -> &Category {
        let found = self
            .categories
            .iter()
            .find(|category| category.slug == product.category);
        // `read` has refused a product without a category.
        found.unwrap_or(&self.categories[0])
    }

    pub fn in_category<'a>(&'a self, category: &'a Category) -> impl Iterator<Item = &'a Product> {
        self.products
            .iter()
            .filter(|product| product.category == category.slug)
    }
}
