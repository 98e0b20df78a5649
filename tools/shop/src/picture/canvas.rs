//! A sheet of 400 by 500 with a wall, a table edge and light from the upper left. Drawings put paths on it and ask for
//! paints; the file they leave stays small enough to be served by the dozen.

use super::{
    Look, Motif,
    colour::{Rgb, Scene},
};
use std::fmt::Write;

/// A fill: a colour or a gradient defined on the sheet.
#[derive(Clone)]
pub struct Paint(String);

impl From<Rgb> for Paint {
    fn from(colour: Rgb) -> Self {
        Self(colour.hex())
    }
}

pub struct Canvas {
    /// The thing's main colour.
    pub ink: Rgb,
    /// Its second colour.
    pub second: Rgb,
    scene: Scene,
    motif: Motif,
    defs: String,
    body: String,
    gradients: Vec<(char, String)>,
    ids: u8,
}

// Writing to a String cannot fail, so every `write!` here drops its result.
impl Canvas {
    pub fn new(look: Look) -> Self {
        let Look {
            ink,
            second,
            scene,
            motif,
            ..
        } = look;
        let (defs, body) = (String::new(), String::new());
        Self {
            ink: ink.rgb(),
            second: second.rgb(),
            scene,
            motif,
            defs,
            body,
            gradients: Vec::new(),
            ids: 0,
        }
    }

    pub fn svg(self) -> String {
        let Self { defs, body, .. } = self;
        let size = r#"viewBox="0 0 400 500" width="400" height="500""#;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" {size}><defs>{defs}</defs>{body}</svg>\n"
        )
    }

    // ── Backdrops ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /// A wall and a table edge: for things that stand.
    pub fn room(&mut self) {
        self.wall();
        let ground = self.scene.ground();
        let paint = self.fall(ground.up(14), ground);
        self.rect((0, 392, 400, 108), 0, &paint);
    }

    /// A wall alone: for things that hang or lie flat.
    pub fn wall(&mut self) {
        let wall = self.scene.wall();
        let paint = self.fall(wall.up(30), wall);
        self.rect((0, 0, 400, 500), 0, &paint);
        match self.motif {
            Motif::Plain => {}
            Motif::Arch => {
                let arch = self.fall(wall.down(13), wall.down(5));
                self.path(&arch, "M76 392V204a124 124 0 0 1 248 0V392Z");
            }
            Motif::Sun => {
                let sun = self.fall(wall.up(70), wall.up(28));
                self.circle((268, 178), 104, &sun);
            }
            Motif::Window => {
                let pane = "M214 40l72-26v112l-72 26zM298 10l66-24v112l-66 24zM214 166l72-26v112l-72 26zM298 136l66-24v112l-66 24z";
                self.veil(Rgb::WHITE, 36, pane);
            }
        }
    }

    // ── Paints ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    /// One gradient; asked for the same again, the same one.
    fn gradient(&mut self, kind: &str, place: &str, stops: &[(u8, Rgb, u8)]) -> Paint {
        let mut made = place.to_owned() + ">";
        for (offset, colour, opacity) in stops {
            let _ = write!(
                made,
                "<stop offset=\".{offset:02}\" stop-color=\"{}\"",
                colour.hex()
            );
            if *opacity < 100 {
                let _ = write!(made, " stop-opacity=\".{opacity:02}\"");
            }
            made.push_str("/>");
        }
        if let Some((id, _)) = self.gradients.iter().find(|(_, known)| *known == made) {
            return Paint(format!("url(#{id})"));
        }
        let id = self.next_id();
        let _ = write!(self.defs, "<{kind} id=\"{id}\"{made}</{kind}>");
        self.gradients.push((id, made));
        Paint(format!("url(#{id})"))
    }

    fn next_id(&mut self) -> char {
        let id = char::from(b'a' + self.ids);
        self.ids += 1;
        id
    }

    /// A turned body: lit on the left, dark on the right, a little light back from the wall.
    pub fn turned(&mut self, c: Rgb) -> Paint {
        let stops = [
            (0, c.down(14), 100),
            (24, c.up(26), 100),
            (58, c, 100),
            (90, c.down(34), 100),
            (99, c.down(26), 100),
        ];
        self.gradient("linearGradient", "", &stops)
    }

    /// From one colour at the top to another at the bottom.
    pub fn fall(&mut self, top: Rgb, bottom: Rgb) -> Paint {
        self.gradient(
            "linearGradient",
            " x2=\"0\" y2=\"1\"",
            &[(0, top, 100), (99, bottom, 100)],
        )
    }

    /// From left to right.
    pub fn across(&mut self, left: Rgb, right: Rgb) -> Paint {
        self.gradient("linearGradient", "", &[(0, left, 100), (99, right, 100)])
    }

    /// A ball or a dome.
    pub fn ball(&mut self, c: Rgb) -> Paint {
        let stops = [(0, c.up(42), 100), (45, c, 100), (99, c.down(38), 100)];
        self.gradient("radialGradient", " cx=\".34\" cy=\".26\" r=\".85\"", &stops)
    }

    // ── Shapes ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    pub fn path(&mut self, fill: &Paint, d: &str) {
        let _ = write!(self.body, "<path fill=\"{}\" d=\"{d}\"/>", fill.0);
    }

    /// A wash of colour, `part` per cent strong.
    pub fn veil(&mut self, colour: Rgb, part: u8, d: &str) {
        let _ = write!(
            self.body,
            "<path fill=\"{}\" fill-opacity=\".{part:02}\" d=\"{d}\"/>",
            colour.hex()
        );
    }

    pub fn line(&mut self, colour: Rgb, width: u8, d: &str) {
        self.stroke(colour, width, 100, d);
    }

    /// A line with some see-through: seams, folds, grain.
    pub fn stroke(&mut self, colour: Rgb, width: u8, part: u8, d: &str) {
        let _ = write!(
            self.body,
            "<path fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"",
            colour.hex()
        );
        if part < 100 {
            let _ = write!(self.body, " stroke-opacity=\".{part:02}\"");
        }
        let _ = write!(
            self.body,
            " stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"{d}\"/>"
        );
    }

    pub fn rect(&mut self, (x, y, width, height): (i16, i16, i16, i16), round: u8, fill: &Paint) {
        let _ = write!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\""
        );
        if round > 0 {
            let _ = write!(self.body, " rx=\"{round}\"");
        }
        let _ = write!(self.body, " fill=\"{}\"/>", fill.0);
    }

    pub fn ellipse(&mut self, (x, y): (i16, i16), (rx, ry): (i16, i16), fill: &Paint) {
        let _ = write!(
            self.body,
            "<ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{rx}\" ry=\"{ry}\" fill=\"{}\"/>",
            fill.0
        );
    }

    pub fn circle(&mut self, centre: (i16, i16), radius: i16, fill: &Paint) {
        self.ellipse(centre, (radius, radius), fill);
    }

    /// What a thing does to the table under it: thrown a little to the right, away from the light.
    pub fn shadow(&mut self, (x, y): (i16, i16), (rx, ry): (i16, i16)) {
        let dark = self.scene.ground().down(78);
        let paint = self.gradient(
            "radialGradient",
            "",
            &[(0, dark, 62), (55, dark, 30), (99, dark, 0)],
        );
        self.ellipse((x + rx / 7, y), (rx + rx / 5, ry), &paint);
    }

    /// What a hanging thing does to the wall behind it.
    pub fn wall_shadow(&mut self, d: &str) {
        let dark = self.scene.wall().down(80);
        let _ = write!(self.body, "<g transform=\"translate(14 18)\">");
        self.veil(dark, 16, d);
        self.body.push_str("</g>");
    }

    /// Light around a flame or a bulb.
    pub fn glow(&mut self, (x, y): (i16, i16), radius: i16) {
        let light = Rgb::FLAME.up(30);
        let paint = self.gradient(
            "radialGradient",
            "",
            &[(0, light, 85), (40, light, 34), (99, light, 0)],
        );
        self.circle((x, y), radius, &paint);
    }

    /// A candle flame standing on (x, y).
    pub fn flame(&mut self, x: i16, y: i16) {
        self.glow((x, y - 14), 52);
        self.path(
            &Rgb::FLAME.into(),
            &format!("M{x} {y}c-11-8-7-20 0-32 7 12 11 24 0 32z"),
        );
        self.path(
            &Rgb::WHITE.into(),
            &format!("M{x} {y}c-5-4-3-10 0-16 3 6 5 12 0 16z"),
        );
    }

    /// The same marks several times, `step` apart.
    pub fn repeat(&mut self, times: i16, step: (i16, i16), mut each: impl FnMut(&mut Self)) {
        let id = self.next_id();
        let _ = write!(self.body, "<g id=\"{id}\">");
        each(self);
        self.body.push_str("</g>");
        for time in 1..times {
            let _ = write!(
                self.body,
                "<use href=\"#{id}\" x=\"{}\" y=\"{}\"/>",
                time * step.0,
                time * step.1
            );
        }
    }
}
