//! Cloth: folded, hung, stacked and sat on.

use super::{
    canvas::Canvas,
    colour::{Ink, Rgb},
};

/// One fold of a stack: a soft slab with its edge to the front.
fn fold(c: &mut Canvas, colour: Rgb, (x, y, width): (i16, i16, i16), height: i16) {
    let cloth = c.fall(colour.up(26), colour.down(18));
    c.rect(
        (x, y, width, height),
        (height / 2).unsigned_abs() as u8,
        &cloth,
    );
    c.stroke(
        colour.down(40),
        2,
        40,
        &format!("M{} {}h{}", x + height / 2, y + height / 2, width - height),
    );
}

pub fn throw(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (140, 17));
    for (y, inset) in [(382, 0), (334, 4), (286, 8)] {
        fold(c, c.ink, (72 + inset, y, 256 - 2 * inset), 50);
    }
    let over = c.fall(c.ink.up(36), c.ink);
    c.path(&over, "M84 300q-6-44 34-48h168q38 4 34 48-120 16-236 0z");
    let front = c.fall(c.ink.up(10), c.ink.down(10));
    c.path(&front, "M142 252h118l-4 154q-56 12-116 0z");
    c.stroke(
        c.second,
        5,
        80,
        "M142 352q58 12 115 0M142 366q58 12 114 0M142 290q58 10 116 0",
    );
    c.stroke(
        c.ink.down(34),
        2,
        36,
        "M166 256v152M196 256v154M226 256v152",
    );
    c.repeat(10, (12, 0), |c| c.line(c.ink.up(14), 3, "M144 408v26"));
}

pub fn cushion(c: &mut Canvas) {
    c.room();
    c.shadow((200, 438), (136, 18));
    let body = c.ball(c.ink);
    c.path(&body, "M66 196q-4-14 12-12 122 16 244 0 16-2 12 12-18 110 0 224 2 14-12 12-122-12-244 0-14 2-12-12 18-114 0-224z");
    c.stroke(
        c.ink.up(40),
        2,
        50,
        "M82 200q118 16 236 0-16 108 0 216-118-12-236 0 16-108 0-216z",
    );
    c.veil(
        c.ink.down(70),
        16,
        "M318 200q14-2 16-4-18 110 0 224 2 14-12 12-122-12-244 0 120-40 240-20-16-108 0-212z",
    );
    c.stroke(c.ink.down(46), 3, 34, "M92 214q30 30 60 40M306 214q-30 26-56 34M96 404q24-24 50-30M304 404q-22-26-44-34M200 236q10 40 0 90");
    c.veil(
        Rgb::WHITE,
        22,
        "M104 226c40 14 90 14 120 6-50 20-80 50-92 90-16-30-22-64-28-96z",
    );
}

pub fn striped_cushion(c: &mut Canvas) {
    c.room();
    c.shadow((200, 436), (164, 17));
    let body = c.ball(c.second);
    let shape = "M36 244q-4-12 10-10 154 14 308 0 14-2 10 10-16 88 0 180 2 10-10 10-154-10-308 0-12 0-10-10 16-92 0-180z";
    c.path(&body, shape);
    c.repeat(7, (44, 0), |c| {
        c.veil(
            c.ink,
            90,
            "M56 240q12 2 20 2-4 96 0 188-8 0-20 0 10-100 0-190z",
        )
    });
    c.veil(
        c.ink.down(70),
        20,
        "M342 236q20-2 22 8-16 88 0 180 2 10-10 10-154-10-308 0 140-40 290-20-10-90 6-178z",
    );
    c.veil(
        Rgb::WHITE,
        20,
        "M70 262c60 10 130 10 180 2-80 16-130 40-160 90-14-30-16-60-20-92z",
    );
    c.stroke(c.ink, 3, 70, shape);
}

pub fn tea_towels(c: &mut Canvas) {
    c.wall();
    let rail = c.fall(Ink::Birch.rgb().up(20), Ink::Oak.rgb());
    c.wall_shadow("M72 96h118v300H72zM216 96h112v250H216z");
    let left = c.across(Ink::Cream.rgb().up(10), Ink::Cream.rgb().down(12));
    c.path(&left, "M72 92h120q-4 150 4 304-60 12-128 0 8-150 4-304z");
    c.repeat(4, (28, 0), |c| {
        c.stroke(c.ink, 9, 62, "M90 94q-2 150 0 304")
    });
    c.repeat(10, (0, 30), |c| {
        c.stroke(c.ink, 9, 48, "M74 118q58 6 117 0")
    });
    c.path(&left, "M216 92h112q-4 130 4 252-58 12-120 0 8-122 4-252z");
    c.repeat(3, (0, 20), |c| c.line(c.second, 9, "M217 276q56 8 112 0"));
    c.stroke(c.second, 3, 90, "M216 262q56 8 114 0M214 332q56 8 118 0");
    c.veil(Ink::Charcoal.rgb(), 10, "M164 92h28q-4 150 4 304-16 4-30 5 6-150-2-309zM300 92h28q-4 130 4 252-16 4-30 5 6-130-2-257z");
    c.rect((36, 78, 328, 18), 9, &rail);
    c.circle((44, 87), 13, &Ink::Oak.rgb().into());
    c.circle((356, 87), 13, &Ink::Oak.rgb().into());
}

pub fn rug(c: &mut Canvas) {
    c.wall();
    c.wall_shadow("M92 60h216v380H92z");
    let wool = c.across(c.ink.up(8), c.ink.down(10));
    c.repeat(18, (12, 0), |c| {
        c.line(c.ink.down(6), 4, "M98 440l-3 24M98 60l2-24")
    });
    c.path(
        &wool,
        "M90 60q110 8 220 0 6 190 0 382-110-8-220 0-6-190 0-382z",
    );
    let dark = c.second;
    for (y, height) in [
        (96, 10),
        (116, 30),
        (156, 10),
        (334, 10),
        (354, 30),
        (394, 10),
    ] {
        c.veil(
            dark,
            86,
            &format!("M88 {y}q112 8 224 0v{height}q-112 8-224 0z"),
        );
    }
    c.veil(
        dark,
        86,
        "M200 186l66 62-66 62-66-62zm0 26l-40 36 40 36 40-36z",
    );
    c.veil(
        dark,
        86,
        "M200 234l16 14-16 14-16-14zM106 236l12 12-12 12-12-12zM294 236l12 12-12 12-12-12z",
    );
    c.repeat(24, (0, 15), |c| c.stroke(c.ink.down(50), 2, 16, "M94 78l6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8 6-8 6 8"));
}

pub fn bedding(c: &mut Canvas) {
    c.room();
    c.shadow((200, 442), (150, 17));
    for (y, tint) in [(384, c.ink), (338, c.ink.up(24))] {
        fold(c, tint, (60, y, 280), 50);
    }
    let pillow = c.ball(c.second);
    c.path(&pillow, "M70 268q-6-26 20-28 110-14 220 0 26 4 20 28-8 30 0 54 6 20-18 20-112 10-224 0-24 0-18-20 8-26 0-54z");
    c.stroke(
        c.second.down(30),
        2,
        40,
        "M92 268q30 14 54 18M308 268q-34 14-60 16M96 322q34-12 60-12M304 322q-30-12-52-12",
    );
    let top = c.ball(c.ink.up(10));
    c.path(&top, "M92 186q-6-24 18-26 90-12 180 0 24 4 18 26-8 26 0 48 6 18-16 18-92 10-184 0-22 0-16-18 8-24 0-48z");
    c.stroke(
        c.ink.down(36),
        2,
        40,
        "M112 186q24 14 48 16M288 186q-26 14-50 14M116 236q26-12 50-12M284 236q-24-12-44-12",
    );
    let ribbon = Ink::Clay.rgb();
    c.stroke(ribbon, 5, 90, "M200 154v282");
    c.path(
        &ribbon.into(),
        "M200 156c-30-30-50-18-40-4 8 10 26 8 40 4zM200 156c30-30 50-18 40-4-8 10-26 8-40 4z",
    );
}

pub fn tablecloth(c: &mut Canvas) {
    c.room();
    c.shadow((200, 452), (150, 12));
    c.line(Ink::Oak.rgb().down(10), 12, "M84 400l-8 50M316 400l8 50");
    let (top, drop) = (c.fall(c.ink.up(30), c.ink), c.fall(c.ink, c.ink.down(16)));
    c.path(&top, "M84 256h232l54 54H30z");
    c.path(&drop, "M30 310h340q-2 50 6 98-30 14-50-4-26 22-54 2-30 20-58 0-28 22-58 0-26 20-54-2-26 18-50 4-14 8-28 0 8-50 6-98z");
    c.stroke(c.ink.down(40), 3, 26, "M82 314q8 50 0 90M134 314q-6 50 2 88M192 314q8 50 0 88M250 314q-6 50 2 90M308 314q8 50 0 90M354 314q-4 50 4 92");
    c.stroke(c.second, 3, 70, "M30 322h340M62 296h276M84 262h232");
    let vase = c.ball(Ink::Clay.rgb());
    c.shadow((204, 288), (40, 7));
    c.path(
        &vase,
        "M190 206h26c-2 14 22 24 22 48 0 22-14 32-35 32s-35-10-35-32c0-24 24-34 22-48z",
    );
    let stem = c.second.down(12);
    c.line(
        stem,
        3,
        "M203 206c0-60-30-70-44-96M203 206c4-60 30-70 40-110M203 206V104",
    );
    for (x, y) in [(158, 106), (244, 92), (203, 96), (178, 132), (230, 128)] {
        c.circle((x, y), 13, &Ink::Cream.rgb().into());
        c.circle((x, y), 5, &Ink::Ochre.rgb().into());
    }
}

pub fn curtains(c: &mut Canvas) {
    c.wall();
    let (sky, sea) = (
        c.fall(Ink::Butter.rgb(), Ink::Clay.rgb().up(20)),
        c.fall(Ink::Plum.rgb(), Ink::Midnight.rgb()),
    );
    c.rect((104, 84, 192, 300), 0, &sky);
    c.circle((200, 296), 40, &Ink::Cream.rgb().into());
    c.rect((104, 296, 192, 88), 0, &sea);
    c.path(
        &Ink::Plum.rgb().down(20).into(),
        "M104 300l40-26 40 20 30-12 82 18z",
    );
    c.line(
        Ink::Chalk.rgb(),
        8,
        "M104 84h192v300H104zM200 84v300M104 230h192",
    );
    c.rect((84, 384, 232, 14), 3, &Ink::Chalk.rgb().down(8).into());
    let cloth = c.turned(c.ink);
    let (left, right) = (
        "M48 60h112q-16 190-4 400-60 14-116 0 14-200 8-400z",
        "M352 60H240q16 190 4 400 60 14 116 0-14-200-8-400z",
    );
    c.path(&cloth, left);
    c.path(&cloth, right);
    let folds = "M76 64q-10 200-4 398M104 64q-8 200 0 400M132 64q-14 200-4 398M324 64q10 200 4 398M296 64q8 200 0 400M268 64q14 200 4 398";
    c.stroke(c.ink.down(50), 4, 24, folds);
    c.line(c.second.down(10), 9, "M24 56h352");
    c.circle((24, 56), 11, &c.second.into());
    c.circle((376, 56), 11, &c.second.into());
    c.repeat(12, (28, 0), |c| {
        c.stroke(c.second.down(30), 3, 90, "M54 48v16")
    });
}

pub fn socks(c: &mut Canvas) {
    c.wall();
    c.line(Ink::Oak.rgb(), 5, "M0 84q200 40 400 0");
    for (x, y) in [(0, 0), (152, 6)] {
        let shape = |dx: i16, dy: i16| {
            format!(
                "M{} {}h86l2 170c2 40 40 60 66 84 18 18 6 60-24 60-50 0-112-40-126-90-8-40-4-130-4-224z",
                66 + x + dx,
                104 + y + dy
            )
        };
        c.wall_shadow(&shape(0, 0));
        let knit = c.across(c.ink.up(10), c.ink.down(16));
        c.path(&knit, &shape(0, 0));
        let (cx, cy) = (66 + x, 104 + y);
        c.veil(c.second, 95, &format!("M{cx} {cy}h86v40h-86z"));
        c.stroke(
            c.second,
            6,
            90,
            &format!("M{} {}h84M{} {}h84", cx + 1, cy + 60, cx + 1, cy + 76),
        );
        c.veil(
            c.second,
            95,
            &format!(
                "M{} {}c18 18 4 60-26 60-16 0-32-4-48-10 10-30 30-56 48-70z",
                cx + 154,
                cy + 254
            ),
        );
        c.veil(
            c.second,
            95,
            &format!(
                "M{} {}c-20 10-40 34-42 62-14-18-14-40-14-66z",
                cx + 56,
                cy + 170
            ),
        );
        c.stroke(
            c.ink.down(50),
            2,
            22,
            &format!(
                "M{} {}v120M{} {}v120M{} {}v116M{} {}v112",
                cx + 18,
                cy + 84,
                cx + 36,
                cy + 84,
                cx + 54,
                cy + 84,
                cx + 70,
                cy + 84
            ),
        );
        c.stroke(
            c.second.down(34),
            2,
            40,
            &format!(
                "M{} {cy}v40M{} {cy}v40M{} {cy}v40M{} {cy}v40",
                cx + 16,
                cx + 34,
                cx + 52,
                cx + 70
            ),
        );
        let peg = Ink::Birch.rgb();
        c.rect((cx + 36, cy - 22, 12, 46), 3, &peg.into());
    }
}

pub fn quilt(c: &mut Canvas) {
    c.wall();
    c.wall_shadow("M64 66h272v370H64z");
    c.rect((60, 56, 280, 376), 4, &Ink::Cream.rgb().into());
    let tints = [
        c.ink,
        Ink::Cream.rgb(),
        c.second,
        Ink::Ochre.rgb(),
        Ink::Sage.rgb(),
        Ink::Blush.rgb(),
        Ink::Chalk.rgb(),
    ];
    let mut seed = 7_usize;
    for row in 0..5_i16 {
        for column in 0..4_i16 {
            let (x, y) = (68 + column * 66, 64 + row * 72);
            seed = (seed * 37 + 11) % 101;
            let (one, two) = (tints[seed % 7], tints[(seed / 7 + 3) % 7]);
            c.path(&one.into(), &format!("M{x} {y}h66v72h-66z"));
            let half = if seed.is_multiple_of(2) {
                "h66l-66 72z"
            } else {
                "l66 72v-72z"
            };
            c.path(&two.into(), &format!("M{x} {y}{half}"));
        }
    }
    c.stroke(
        Rgb::WHITE,
        1,
        60,
        "M134 64v360M200 64v360M266 64v360M68 136h264M68 208h264M68 280h264M68 352h264",
    );
    c.veil(
        Ink::Charcoal.rgb(),
        8,
        "M120 56q20 190 0 376h30q24-190 0-376zM250 56q20 190 0 376h20q24-190 0-376z",
    );
    c.stroke(c.ink.down(10), 5, 99, "M62 58h276v372H62z");
    c.rect((40, 44, 320, 14), 7, &Ink::Oak.rgb().into());
}

pub fn pouf(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (144, 19));
    let body = c.ball(c.ink);
    c.path(
        &body,
        "M56 348c0-60 50-104 144-104s144 44 144 104c0 56-50 90-144 90S56 404 56 348z",
    );
    let ribs = "M200 262c-4 60-4 120 0 174M200 262c-50 30-60 110-46 170M200 262c50 30 60 110 46 170M200 262c-90 16-116 90-92 152M200 262c90 16 116 90 92 152M200 262c-110-4-150 50-136 110M200 262c110-4 150 50 136 110";
    c.stroke(c.ink.down(44), 4, 50, ribs);
    let knit = "M176 320l8 8 8-8M176 350l8 8 8-8M176 380l8 8 8-8M208 320l8 8 8-8M208 350l8 8 8-8M208 380l8 8 8-8M128 330l8 10 9-6M124 360l8 10 9-6M126 390l8 10 9-6M256 334l8 6 9-10M260 364l8 6 9-10M258 394l8 6 9-10M92 330l6 10 9-4M88 360l6 10 9-4M296 336l8 4 7-10M298 366l8 4 7-10";
    c.stroke(c.ink.up(50), 4, 44, knit);
    c.ellipse((200, 262), (22, 7), &c.ink.down(24).into());
    c.veil(
        Rgb::WHITE,
        18,
        "M84 320c12-30 40-50 76-56-30 16-46 36-54 62-6 12-28 6-22-6z",
    );
}
