//! The product pictures, drawn rather than photographed: one small SVG from a kind of thing, two colours and a backdrop.

mod bath;
mod canvas;
mod colour;
mod decor;
mod furniture;
mod kitchen;
mod lighting;
mod textiles;

pub use colour::{Ink, Scene};

use canvas::Canvas;
use serde::Deserialize;

/// What stands behind the thing.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Motif {
    Plain,
    Arch,
    Sun,
    Window,
}

/// One picture.
#[derive(Clone, Copy)]
pub struct Look {
    pub kind: Kind,
    pub ink: Ink,
    pub second: Ink,
    pub scene: Scene,
    pub motif: Motif,
}

macro_rules! kinds {
    ($($kind:ident => $room:ident::$draw:ident,)*) => {
        /// Everything that can be drawn.
        #[derive(Clone, Copy, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind { $($kind,)* }

        impl Kind {
            fn draw(self, canvas: &mut Canvas) {
                match self { $(Self::$kind => $room::$draw(canvas),)* }
            }
        }
    };
}

kinds! {
    MushroomLamp => lighting::mushroom_lamp,
    PortableLamp => lighting::portable_lamp,
    DeskLamp => lighting::desk_lamp,
    FloorLamp => lighting::floor_lamp,
    PaperPendant => lighting::paper_pendant,
    DomePendant => lighting::dome_pendant,
    WallLight => lighting::wall_light,
    Lantern => lighting::lantern,
    Candleholders => lighting::candleholders,
    PleatedLamp => lighting::pleated_lamp,
    NightLight => lighting::night_light,
    Chair => furniture::chair,
    LoungeChair => furniture::lounge_chair,
    Stool => furniture::stool,
    SideTable => furniture::side_table,
    Bench => furniture::bench,
    Shelf => furniture::shelf,
    Cabinet => furniture::cabinet,
    Sofa => furniture::sofa,
    CoatStand => furniture::coat_stand,
    Mirror => furniture::mirror,
    TrayTable => furniture::tray_table,
    Mug => kitchen::mug,
    Teapot => kitchen::teapot,
    TeaGlass => kitchen::tea_glass,
    Plates => kitchen::plates,
    Mills => kitchen::mills,
    Carafe => kitchen::carafe,
    Board => kitchen::board,
    Pot => kitchen::pot,
    PourOver => kitchen::pour_over,
    Bowl => kitchen::bowl,
    BreadBoards => kitchen::bread_boards,
    Cezve => kitchen::cezve,
    Throw => textiles::throw,
    Cushion => textiles::cushion,
    StripedCushion => textiles::striped_cushion,
    TeaTowels => textiles::tea_towels,
    Rug => textiles::rug,
    Bedding => textiles::bedding,
    Tablecloth => textiles::tablecloth,
    Curtains => textiles::curtains,
    Socks => textiles::socks,
    Quilt => textiles::quilt,
    Pouf => textiles::pouf,
    WaveVase => decor::wave_vase,
    BottleVase => decor::bottle_vase,
    MoonJar => decor::moon_jar,
    Clock => decor::clock,
    PrintFerry => decor::print_ferry,
    PrintIslands => decor::print_islands,
    Plant => decor::plant,
    Basket => decor::basket,
    Bird => decor::bird,
    Candles => decor::candles,
    Mobile => decor::mobile,
    Dispenser => bath::dispenser,
    Soap => bath::soap,
    Towels => bath::towels,
    Brush => bath::brush,
    Pestemal => bath::pestemal,
    Tumbler => bath::tumbler,
    Robe => bath::robe,
    Jar => bath::jar,
    TowelLadder => bath::towel_ladder,
    Comb => bath::comb,
    JarCandle => bath::jar_candle,
}

/// Draws one picture as a complete SVG file.
pub fn draw(look: Look) -> String {
    let mut canvas = Canvas::new(look);
    look.kind.draw(&mut canvas);
    canvas.svg()
}
