//! The shop's named colours and the few ways the pictures mix them.

use serde::Deserialize;

/// A colour in 0..=255 per channel.
#[derive(Clone, Copy)]
pub struct Rgb(u8, u8, u8);

impl Rgb {
    pub const WHITE: Self = Self(255, 255, 255);
    pub const FLAME: Self = Self(255, 205, 120);
    const SHADE: Self = Self(38, 24, 30);
    const LIGHT: Self = Self(255, 246, 228);

    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// `part` per cent of the way to `other`.
    pub fn mix(self, other: Self, part: u16) -> Self {
        let one = |a: u8, b: u8| {
            let sum = u16::from(a) * (100 - part) + u16::from(b) * part;
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        Self(
            one(self.0, other.0),
            one(self.1, other.1),
            one(self.2, other.2),
        )
    }

    /// Towards warm light.
    pub fn up(self, part: u16) -> Self {
        self.mix(Self::LIGHT, part)
    }

    /// Towards a warm shadow; never grey, or the pictures go dull.
    pub fn down(self, part: u16) -> Self {
        self.mix(Self::SHADE, part)
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $($variant:ident = $($colour:expr),+;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($variant,)* }
        named!(@get $name, $($variant = $($colour),+;)*);
    };
    (@get Ink, $($variant:ident = $colour:expr;)*) => {
        impl Ink { pub fn rgb(self) -> Rgb { match self { $(Self::$variant => rgb($colour),)* } } }
    };
    (@get Scene, $($variant:ident = $wall:expr, $ground:expr;)*) => {
        impl Scene {
            pub fn wall(self) -> Rgb { match self { $(Self::$variant => rgb($wall),)* } }
            pub fn ground(self) -> Rgb { match self { $(Self::$variant => rgb($ground),)* } }
        }
    };
}

const fn rgb(hex: u32) -> Rgb {
    let [_, red, green, blue] = hex.to_be_bytes();
    Rgb(red, green, blue)
}

named! {
    /// What things are made of or dyed in.
    Ink,
    Clay = 0xc0694a;
    Rust = 0x9c452b;
    Blush = 0xdba796;
    Berry = 0x8e3148;
    Plum = 0x6b4660;
    Butter = 0xf0d68f;
    Ochre = 0xd09a3c;
    Brass = 0xc79c4b;
    Copper = 0xbf7146;
    Cream = 0xf4e9d4;
    Chalk = 0xeee8dd;
    Birch = 0xdfc598;
    Oak = 0xc1915b;
    Walnut = 0x74492f;
    Stone = 0xa39c90;
    Moss = 0x76804f;
    Sage = 0xa3b094;
    Pine = 0x2f5142;
    Sky = 0xa5c3ca;
    Fjord = 0x41677b;
    Midnight = 0x2a3748;
    Charcoal = 0x37332f;
}

named! {
    /// Wall and table behind a thing.
    Scene,
    Sand = 0xe6d9c3, 0xcdb896;
    Cream = 0xf1e8d8, 0xdfcfb4;
    Blush = 0xeccfc2, 0xd6a997;
    Butter = 0xf2dea6, 0xddbf76;
    Sage = 0xc9d2bd, 0xa5b296;
    Moss = 0xb4b98d, 0x90966a;
    Fjord = 0xb9ced3, 0x8fadb5;
    Clay = 0xd99d80, 0xb9775a;
    Plum = 0x9a7388, 0x6f4c62;
    Dusk = 0xe3a98b, 0x8a5a6a;
    Night = 0x3b4a5e, 0x27323f;
    Midnight = 0x46566a, 0x323f50;
}
