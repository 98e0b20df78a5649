//! Lamps, lanterns and candles.

use super::{canvas::Canvas, colour::Rgb};

pub fn mushroom_lamp(c: &mut Canvas) {
    c.room();
    c.shadow((200, 436), (92, 16));
    let stem = c.turned(c.ink.down(6));
    let cap = c.ball(c.ink);
    let under = c.fall(Rgb::FLAME.up(60), c.second);
    c.path(
        &stem,
        "M146 434c6-22 28-24 30-60l8-110h32l8 110c2 36 24 38 30 60q-54 14-108 0z",
    );
    c.glow((200, 300), 120);
    c.path(
        &cap,
        "M74 262C76 172 130 118 200 118s124 54 126 144q-126 30-252 0z",
    );
    c.ellipse((200, 263), (124, 15), &under);
    c.path(&stem, "M186 262h28l2 30q-16 5-32 0z");
    c.veil(
        Rgb::WHITE,
        28,
        "M110 216c10-36 36-60 66-70-26 18-44 42-50 74-2 10-20 8-16-4z",
    );
}

pub fn portable_lamp(c: &mut Canvas) {
    c.room();
    c.shadow((200, 436), (74, 14));
    let metal = c.turned(c.ink.up(8));
    let glass = c.fall(Rgb::FLAME.up(66), Rgb::FLAME.mix(c.second, 40));
    c.glow((200, 276), 170);
    c.path(&metal, "M138 424v-30q62-16 124 0v30q-62 22-124 0z");
    c.path(&glass, "M146 396V262a54 54 0 0 1 108 0v134q-54 12-108 0z");
    c.veil(Rgb::WHITE, 55, "M162 380V264q2-24 16-34-4 16-4 34v118z");
    c.line(c.ink.down(10), 9, "M150 246c-14-104 114-104 100 0");
    c.line(c.ink.up(30), 2, "M152 228c0-76 76-86 92-34");
    c.stroke(c.ink.down(20), 2, 40, "M138 408q62 16 124 0");
    c.circle((200, 416), 4, &Rgb::FLAME.into());
}

pub fn desk_lamp(c: &mut Canvas) {
    c.room();
    c.shadow((232, 438), (92, 14));
    let base = c.turned(c.second);
    let shade = c.ball(c.second);
    let brass = super::Ink::Brass.rgb();
    c.ellipse((232, 432), (78, 14), &base);
    c.ellipse((232, 424), (78, 14), &c.second.up(22).into());
    c.line(c.ink, 11, "M232 420L298 262");
    c.line(c.ink.up(24), 3, "M229 418l66-156");
    c.line(c.ink, 11, "M298 262L166 150");
    c.line(c.ink.up(24), 3, "M296 258L168 148");
    c.circle((298, 262), 13, &brass.into());
    c.circle((295, 259), 5, &brass.up(50).into());
    c.glow((112, 252), 118);
    c.veil(Rgb::FLAME.up(40), 24, "M66 222l118-10 46 180H18z");
    c.path(
        &shade,
        "M54 218c2-52 36-88 82-92 20-2 40 10 44 30l6 52q-66 26-132 10z",
    );
    c.path(
        &Rgb::FLAME.up(60).into(),
        "M54 218q66-28 132-10-64 28-132 10z",
    );
    c.circle((166, 148), 9, &brass.into());
    c.circle((232, 418), 12, &brass.down(8).into());
}

pub fn floor_lamp(c: &mut Canvas) {
    c.room();
    c.shadow((218, 456), (70, 12));
    let base = c.turned(c.ink.up(12));
    let shade = c.fall(
        c.second.mix(Rgb::FLAME, 26),
        c.second.mix(Rgb::FLAME, 58).up(20),
    );
    c.ellipse((218, 452), (58, 11), &base);
    c.ellipse((218, 446), (58, 10), &c.ink.up(16).into());
    c.line(c.ink, 6, "M218 446C222 330 226 200 190 110");
    c.stroke(Rgb::WHITE, 1, 35, "M216 440C220 330 223 200 188 112");
    c.glow((176, 150), 170);
    c.path(&shade, "M142 62l66-14 72 128q-80 44-174 28z");
    c.stroke(
        c.second.down(30),
        2,
        30,
        "M158 60l-26 142M176 56l2 146M192 52l44 138",
    );
    c.veil(c.second.down(60), 12, "M208 48l72 128q-26 14-52 20L186 52z");
    c.stroke(c.ink, 2, 99, "M204 196v34");
    c.circle((204, 234), 4, &c.ink.into());
}

pub fn paper_pendant(c: &mut Canvas) {
    c.wall();
    c.line(c.second, 3, "M200 0v104");
    c.glow((200, 264), 220);
    let paper = c.ball(c.ink.mix(Rgb::FLAME, 18));
    c.rect((184, 98, 32, 16), 4, &c.second.into());
    c.path(&paper, "M160 110h80c56 16 104 76 104 150s-48 138-104 152h-80C104 398 56 334 56 260s48-134 104-150z");
    let ribs = "M128 126q72 14 144 0M98 152q102 18 204 0M77 182q123 20 246 0M63 214q137 22 274 0M57 248q143 22 286 0M58 282q142 22 284 0M67 316q133 20 266 0M84 348q116 18 232 0M108 376q92 14 184 0M138 400q62 10 124 0";
    c.stroke(c.ink.down(40), 2, 30, ribs);
    c.path(&c.second.into(), "M162 410q38 12 76 0v5q-38 12-76 0z");
}

pub fn dome_pendant(c: &mut Canvas) {
    c.wall();
    c.line(c.ink.down(40), 3, "M200 0v130");
    let dome = c.ball(c.ink);
    let cap = c.turned(c.second);
    c.glow((200, 330), 190);
    c.veil(Rgb::FLAME.up(50), 26, "M76 302h248l76 198H0z");
    c.path(&cap, "M180 174v-34q20-18 40 0v34z");
    c.path(
        &dome,
        "M60 302C60 214 122 166 200 166s140 48 140 136q-140 28-280 0z",
    );
    c.ellipse((200, 302), (140, 20), &c.ink.down(30).into());
    c.ellipse((200, 304), (130, 15), &Rgb::FLAME.up(62).into());
    c.circle((200, 308), 22, &Rgb::WHITE.into());
    c.veil(
        Rgb::WHITE,
        26,
        "M92 256c12-36 42-60 78-68-30 18-48 40-58 72-4 10-24 8-20-4z",
    );
}

pub fn wall_light(c: &mut Canvas) {
    c.wall();
    c.glow((200, 240), 230);
    let plate = c.ball(c.ink.up(10));
    c.wall_shadow("M200 120a120 120 0 1 0 .1 0zM200 170a70 70 0 1 1-.1 0z");
    c.glow((200, 240), 130);
    c.path(
        &plate,
        "M200 118a122 122 0 1 0 .1 0zm0 50a72 72 0 1 1-.1 0z",
    );
    c.stroke(c.ink.up(60), 3, 70, "M94 210a112 112 0 0 1 92-82");
    c.stroke(c.ink.down(40), 2, 50, "M128 240a72 72 0 0 0 144 0");
    let hub = c.ball(c.ink.down(8));
    c.line(c.ink.down(18), 8, "M200 240v-70");
    c.circle((200, 240), 26, &hub);
    c.line(c.ink.down(24), 3, "M200 362v138");
}

pub fn lantern(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (86, 15));
    c.glow((200, 320), 190);
    let metal = c.turned(c.ink.up(14));
    c.line(c.ink.up(10), 5, "M128 226c-6-130 150-130 144 0");
    c.path(&metal, "M176 150h48l8 26h-64z");
    c.path(&metal, "M120 226l48-50h64l48 50z");
    c.veil(Rgb::FLAME.up(40), 46, "M134 226h132v176H134z");
    let wax = c.turned(super::Ink::Cream.rgb());
    c.path(&wax, "M164 402v-68q36-10 72 0v68z");
    c.flame(200, 332);
    c.veil(Rgb::WHITE, 34, "M146 230h18v168h-18z");
    c.path(&metal, "M122 226h12v178h-12zM266 226h12v178h-12z");
    c.path(&metal, "M112 402h176l6 34q-94 12-188 0z");
    c.stroke(c.ink.up(60), 2, 50, "M130 222l40-42M114 408h170");
}

pub fn candleholders(c: &mut Canvas) {
    c.room();
    let wood = c.turned(c.ink);
    let wax = c.turned(c.second);
    for (x, top, y) in [(120, 330, 430), (206, 240, 426), (290, 290, 438)] {
        c.shadow((x, y + 2), (44, 9));
        c.rect((x - 9, top - 96, 18, 100), 3, &wax);
        c.flame(x, top - 98);
        let (low, cup) = (y - 16, top + 14);
        c.path(
            &wood,
            &format!("M{} {top}h32l-8 18c-6 20-4 {} 0 {}q26 4 28 14-36 12-72 0 2-10 28-14c4-{} 6-40 0-{}z", x - 16, low - cup - 40, low - cup, low - cup - 40, low - cup),
        );
    }
}

pub fn pleated_lamp(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (80, 15));
    c.glow((200, 230), 210);
    let base = c.ball(c.second);
    let shade = c.turned(c.ink.mix(Rgb::FLAME, 14));
    c.path(&super::Ink::Brass.rgb().into(), "M190 262h20v40h-20z");
    c.path(
        &base,
        "M184 296h32c8 22 60 34 60 82 0 36-28 56-76 56s-76-20-76-56c0-48 52-60 60-82z",
    );
    c.veil(
        Rgb::WHITE,
        40,
        "M146 372c2-24 18-36 30-46-8 16-16 26-16 48-2 12-16 10-14-2z",
    );
    c.path(&shade, "M140 104q60-12 120 0l62 150q-122 32-244 0z");
    let pleats = "M152 104L100 260M164 102l-40 164M176 100l-28 170M188 99l-16 173M200 98v176M212 99l16 173M224 100l28 170M236 102l40 164M248 104l52 156";
    c.stroke(c.ink.down(42), 2, 42, pleats);
    c.stroke(
        c.ink.up(44),
        2,
        55,
        "M140 104q60-12 120 0M78 254q122 32 244 0",
    );
}

pub fn night_light(c: &mut Canvas) {
    c.wall();
    c.wall_shadow("M110 150h180a20 20 0 0 1 20 20v220a20 20 0 0 1-20 20H110a20 20 0 0 1-20-20V170a20 20 0 0 1 20-20z");
    let plate = c.fall(c.ink, c.ink.down(10));
    c.rect((90, 150, 220, 260), 22, &plate);
    c.glow((200, 250), 210);
    let shell = c.fall(Rgb::FLAME.up(74), Rgb::FLAME.mix(c.second, 30));
    c.path(
        &shell,
        "M200 150c60 0 84 52 84 104 0 58-40 88-84 88s-84-30-84-88c0-52 24-104 84-104z",
    );
    let folds = "M200 338c-40-50-52-110-30-182M200 338c40-50 52-110 30-182M200 340V152M200 338c-64-34-80-84-68-136M200 338c64-34 80-84 68-136";
    c.stroke(c.second.down(14), 2, 44, folds);
    c.path(&c.ink.down(8).into(), "M176 336h48v18q-24 10-48 0z");
    c.veil(
        Rgb::WHITE,
        60,
        "M140 232c4-30 16-50 34-60-10 20-16 36-18 62-2 10-18 8-16-2z",
    );
}
