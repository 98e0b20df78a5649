//! Vases, prints and small company for a windowsill.

use super::{
    canvas::Canvas,
    colour::{Ink, Rgb},
};

pub fn wave_vase(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (88, 16));
    let stem = c.second.down(14);
    c.line(
        stem,
        4,
        "M196 180c-10-50-40-70-60-116M202 180c6-60 40-80 66-120M198 180c0-50 4-90-4-140",
    );
    for (x, y) in [
        (138, 66),
        (154, 92),
        (122, 86),
        (268, 60),
        (246, 84),
        (276, 88),
        (194, 42),
        (180, 70),
        (212, 76),
        (166, 118),
        (232, 112),
    ] {
        let leaf = if x % 4 == 0 {
            c.second.up(14)
        } else {
            c.second
        };
        c.path(
            &leaf.into(),
            &format!("M{x} {y}c-16-4-22-20-16-34 16 4 22 18 16 34z"),
        );
    }
    let glaze = c.turned(c.ink);
    c.path(&glaze, "M172 176h56c-4 22 40 30 40 62s-24 34-24 54 48 34 48 82c0 34-20 52-32 58q-60 14-120 0c-12-6-32-24-32-58 0-48 48-62 48-82s-24-22-24-54 44-40 40-62z");
    c.ellipse((200, 176), (28, 7), &c.ink.down(44).into());
    c.stroke(
        c.ink.down(40),
        2,
        30,
        "M136 250q64 18 128 0M156 292q44 12 88 0M112 360q88 24 176 0",
    );
    c.veil(Rgb::WHITE, 28, "M150 240c0-16 14-24 22-36 0 20-8 30-8 46s-14 10-14-10zM130 376c0-26 20-40 30-54 0 26-14 40-14 66s-16 10-16-12z");
}

pub fn bottle_vase(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (72, 14));
    let stem = Ink::Moss.rgb().down(10);
    c.line(stem, 4, "M200 400c4-120-8-200 26-320");
    let glass = c.turned(c.ink.down(20));
    let shape = "M182 166h36v84c0 30 60 46 60 112 0 48-12 66-24 72q-54 12-108 0c-12-6-24-24-24-72 0-66 60-82 60-112z";
    c.veil(c.ink.down(30), 62, shape);
    c.stroke(c.ink.down(60), 2, 50, shape);
    c.ellipse((200, 166), (18, 5), &glass);
    c.veil(Rgb::WHITE, 50, "M140 358c0-34 20-48 34-62-10 24-20 36-20 62 0 20 2 40 6 58h-8c-10-14-12-34-12-58zM188 176h7v70h-7z");
    let petal = c.second;
    for d in [
        "M226 82c-30 4-48-12-52-36 28-4 48 12 52 36z",
        "M226 82c-12-28-2-50 18-64 16 22 10 48-18 64z",
        "M226 82c26-18 50-10 64 10-22 18-48 16-64-10z",
        "M226 82c6 28-8 46-32 54-10-26 4-46 32-54z",
        "M226 82c26 10 34 34 24 56-26-8-36-32-24-56z",
    ] {
        c.path(&petal.into(), d);
    }
    c.circle((226, 82), 13, &petal.down(34).into());
    c.path(&stem.into(), "M206 244c28-4 44-24 46-50-30 2-46 22-46 50z");
}

pub fn moon_jar(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (120, 18));
    let jar = c.ball(c.ink);
    c.path(&c.ink.down(24).into(), "M152 420h96l-6 20q-42 8-84 0z");
    c.path(
        &jar,
        "M160 178h80c60 20 96 70 94 130-2 70-56 124-134 124S68 378 66 308c-2-60 34-110 94-130z",
    );
    c.path(
        &c.ink.up(20).into(),
        "M156 164q44-10 88 0l-4 18q-40 10-80 0z",
    );
    c.ellipse((200, 166), (42, 7), &c.second.down(40).into());
    c.stroke(c.second, 2, 34, "M66 306q134 22 268 0");
    let crackle =
        "M116 250l20 16 8 26M136 266l24-8M270 352l-18 18 4 20M252 370l-22-4M250 238l14 20-6 18";
    c.stroke(c.second, 1, 40, crackle);
    c.veil(
        Rgb::WHITE,
        60,
        "M96 288c4-36 24-62 54-76-22 22-32 46-34 78-2 14-22 12-20-2z",
    );
}

pub fn clock(c: &mut Canvas) {
    c.wall();
    c.wall_shadow("M200 96a144 144 0 1 0 .1 0z");
    let (rim, dial) = (
        c.across(Ink::Brass.rgb().up(30), Ink::Brass.rgb().down(20)),
        c.fall(c.second.up(34), c.ink),
    );
    c.circle((200, 240), 150, &rim);
    c.circle((200, 240), 142, &dial);
    c.veil(c.ink.down(20), 60, "M58 262h284a142 142 0 0 1-284 0z");
    c.path(&Ink::Butter.rgb().into(), "M132 262a68 68 0 0 1 136 0z");
    c.stroke(
        Ink::Butter.rgb(),
        3,
        40,
        "M150 284h100M166 304h68M180 324h40",
    );
    for (x, y) in [(200, 112), (200, 368), (72, 240), (328, 240)] {
        c.circle((x, y), 5, &Ink::Cream.rgb().into());
    }
    for (x, y) in [
        (264, 129),
        (311, 176),
        (311, 304),
        (264, 351),
        (136, 351),
        (89, 304),
        (89, 176),
        (136, 129),
    ] {
        c.circle((x, y), 2, &Ink::Cream.rgb().into());
    }
    c.line(Ink::Cream.rgb(), 7, "M200 240l44 66");
    c.line(Ink::Cream.rgb(), 5, "M200 240v104");
    c.line(Ink::Clay.rgb(), 2, "M200 268V132");
    c.circle((200, 240), 8, &Ink::Cream.rgb().into());
    c.veil(
        Rgb::WHITE,
        16,
        "M92 172A142 142 0 0 1 236 103L108 304q-24-60-16-132z",
    );
}

fn framed(c: &mut Canvas, inside: impl FnOnce(&mut Canvas)) {
    c.wall_shadow("M84 54h232v330H84z");
    let frame = c.across(c.ink.up(18), c.ink.down(12));
    c.rect((78, 48, 244, 342), 3, &frame);
    c.rect((88, 58, 224, 322), 0, &Ink::Chalk.rgb().up(30).into());
    inside(c);
    c.veil(Rgb::WHITE, 16, "M88 58h120L88 260z");
    c.stroke(Ink::Charcoal.rgb(), 1, 30, "M88 380V58h224");
    let sill = c.fall(Ink::Birch.rgb().up(20), Ink::Birch.rgb().down(10));
    c.rect((0, 428, 400, 16), 0, &sill);
    c.veil(Ink::Charcoal.rgb(), 14, "M0 444h400v12H0z");
}

pub fn print_ferry(c: &mut Canvas) {
    c.wall();
    framed(c, |c| {
        let (sky, sea) = (
            c.fall(Ink::Midnight.rgb(), c.second),
            c.fall(Ink::Fjord.rgb(), Ink::Midnight.rgb()),
        );
        c.rect((108, 78, 184, 270), 0, &sky);
        c.circle((252, 124), 20, &Ink::Butter.rgb().into());
        c.path(
            &Ink::Plum.rgb().down(20).into(),
            "M108 246l50-44 38 30 30-20 66 40v40H108z",
        );
        c.rect((108, 262, 184, 86), 0, &sea);
        c.path(
            &Ink::Cream.rgb().into(),
            "M128 244h110v-14h-18v-16h-66v16h-26z",
        );
        c.path(&Ink::Rust.rgb().into(), "M116 244h146l-18 26H130z");
        c.path(&Ink::Rust.rgb().into(), "M190 196h18v18h-18z");
        c.repeat(5, (16, 0), |c| {
            c.rect((146, 232, 8, 7), 0, &Ink::Ochre.rgb().into())
        });
        c.stroke(
            Ink::Ochre.rgb(),
            3,
            80,
            "M150 284h40M160 296h60M140 312h28M190 322h44",
        );
        c.stroke(
            Ink::Cream.rgb(),
            2,
            50,
            "M120 280h14M230 290h30M200 308h60M124 330h40M244 336h36",
        );
    });
    c.stroke(Ink::Charcoal.rgb(), 2, 60, "M108 364h60M272 364h20");
    let cup = c.turned(Ink::Clay.rgb());
    c.path(&cup, "M316 396h44v18q-4 14-22 14t-22-14z");
}

pub fn print_islands(c: &mut Canvas) {
    c.wall();
    framed(c, |c| {
        let sea = c.fall(c.second.up(40), c.second);
        c.rect((108, 78, 184, 270), 0, &Ink::Cream.rgb().into());
        c.circle((200, 150), 46, &Ink::Clay.rgb().into());
        c.rect((108, 236, 184, 112), 0, &sea);
        c.path(&Ink::Pine.rgb().into(), "M108 238q36-50 70-30 24 14 34 30z");
        c.path(
            &Ink::Midnight.rgb().into(),
            "M190 262q40-70 76-30 16 18 26 30z",
        );
        c.path(
            &Ink::Ochre.rgb().into(),
            "M116 306q50-40 96-20 34 14 44 20z",
        );
        c.stroke(
            Ink::Clay.rgb(),
            4,
            70,
            "M180 252h-40M176 272h34M236 290h-28M270 284h20M180 322h44M196 336h20",
        );
        c.stroke(
            Ink::Cream.rgb(),
            2,
            70,
            "M120 262h24M250 276h30M124 322h34M246 326h36",
        );
    });
    c.stroke(Ink::Charcoal.rgb(), 2, 60, "M108 364h40M262 364h30");
    let vase = c.ball(Ink::Chalk.rgb());
    c.path(
        &vase,
        "M46 352h22c-2 18 20 26 20 50 0 18-12 26-31 26s-31-8-31-26c0-24 22-32 20-50z",
    );
    c.line(
        Ink::Pine.rgb(),
        3,
        "M57 352c0-40-12-50-20-66M57 352c2-30 12-44 22-52",
    );
}

pub fn plant(c: &mut Canvas) {
    c.room();
    c.shadow((200, 442), (96, 16));
    let leaf = c.second;
    c.line(leaf.down(10), 4, "M200 312c-6-60-50-80-76-120M200 312c4-70 44-100 84-116M200 312c-2-80-4-130 6-190M200 312c-30-40-70-40-96-34M200 312c30-30 66-34 96-24");
    let (near, far) = (c.fall(leaf.up(26), leaf), c.fall(leaf.up(8), leaf.down(26)));
    for d in [
        "M124 196c-40-8-56-44-48-80 40 8 62 42 48 80z",
        "M286 196c-2-42 30-66 68-66 0 42-30 68-68 66z",
        "M104 280c-30 8-58-10-66-38 32-10 60 6 66 38z",
    ] {
        c.path(&far, d);
    }
    for d in [
        "M206 126c-36-26-36-72-6-104 34 28 38 74 6 104z",
        "M294 288c18-28 50-32 76-16-14 32-48 38-76 16z",
        "M160 238c-36 4-62-22-66-56 38-2 66 22 66 56z",
        "M246 232c-10-36 14-64 46-74 12 36-8 66-46 74z",
    ] {
        c.path(&near, d);
    }
    c.stroke(leaf.up(50), 2, 50, "M200 40c8 30 8 60 4 80M106 192c20 10 40 26 52 44M284 170c-14 20-26 40-36 60M88 130c16 20 28 42 34 62M340 142c-22 16-40 34-52 52");
    let (pot, saucer) = (c.turned(c.ink), c.turned(c.ink.down(12)));
    c.path(&saucer, "M112 424h176l-10 16q-78 10-156 0z");
    c.path(&pot, "M134 330h132l-16 98q-50 10-100 0z");
    c.path(&pot, "M122 300h156v34q-78 16-156 0z");
    c.ellipse((200, 302), (78, 11), &Ink::Walnut.rgb().down(30).into());
    c.stroke(c.ink.down(40), 2, 34, "M122 334q78 16 156 0");
}

pub fn basket(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (124, 17));
    let (body, wool) = (
        c.turned(c.ink),
        c.fall(Ink::Clay.rgb().up(20), Ink::Clay.rgb().down(12)),
    );
    c.ellipse((200, 262), (112, 26), &c.ink.down(56).into());
    c.path(
        &wool,
        "M124 270c-8-50 4-66 40-70h64c44 0 58 24 50 76q-76 22-154-6z",
    );
    c.stroke(
        Ink::Cream.rgb(),
        4,
        70,
        "M130 236q74 18 148 2M128 250q76 20 150 4",
    );
    c.stroke(
        Ink::Clay.rgb().down(34),
        2,
        44,
        "M164 206q-14 30-6 70M208 202q-6 40 0 80M248 208q8 30 2 70",
    );
    c.path(&Ink::Fjord.rgb().into(), "M226 268l18-98q16-8 34 4l8 88z");
    c.path(
        &Ink::Fjord.rgb().up(34).into(),
        "M244 170q16-8 34 4l2 10q-20-10-38-4z",
    );
    c.path(
        &body,
        "M88 262q112 40 224 0c8 60 4 120-18 166q-94 22-188 0c-22-46-26-106-18-166z",
    );
    c.repeat(5, (0, 30), |c| {
        c.stroke(
            c.ink.down(40),
            3,
            46,
            "M88 292q14 14 28 4t28 10 28 4 28 4 28-4 28-4 28-10 26-4",
        )
    });
    c.repeat(5, (0, 30), |c| {
        c.stroke(
            c.ink.up(50),
            3,
            50,
            "M90 280q14 12 28 4t28 10 28 4 28 4 28-4 28-4 28-10 22-4",
        )
    });
    c.line(
        c.second,
        10,
        "M92 300c-34 4-34 54 2 56M308 300c34 4 34 54-2 56",
    );
    c.stroke(c.ink.down(20), 8, 99, "M88 264q112 40 224 0");
    c.stroke(c.ink.up(40), 2, 70, "M90 262q110 38 220 0");
}

pub fn bird(c: &mut Canvas) {
    c.room();
    c.shadow((196, 440), (76, 13));
    let (body, head, base) = (c.ball(c.ink), c.ball(c.second.up(12)), c.turned(c.second));
    c.line(Ink::Charcoal.rgb(), 4, "M196 424V322");
    c.path(&base, "M144 424h104v10q-52 12-104 0z");
    c.ellipse((196, 424), (52, 9), &c.second.up(26).into());
    c.path(
        &body,
        "M118 246c20-24 60-34 98-20 50 18 92 60 142 70-30 28-86 44-140 38-60-6-112-40-100-88z",
    );
    c.path(
        &c.second.into(),
        "M178 262c50 0 110 16 152 40-50 16-120 10-152-40z",
    );
    c.stroke(
        c.second.up(50),
        2,
        50,
        "M196 272c40 4 80 14 116 28M208 286c30 6 60 10 84 14",
    );
    c.path(&Ink::Charcoal.rgb().into(), "M104 204L34 236l68 0z");
    c.circle((134, 208), 42, &head);
    c.path(&head, "M106 236c10 20 40 30 68 6l-8-20z");
    c.circle((120, 200), 5, &Ink::Charcoal.rgb().into());
    c.circle((118, 198), 2, &Rgb::WHITE.into());
    c.stroke(
        c.ink.down(40),
        2,
        30,
        "M140 268c30 40 80 56 140 50M132 288c30 32 70 44 110 44",
    );
}

pub fn candles(c: &mut Canvas) {
    c.room();
    let wax = [c.ink, c.second, c.ink.mix(Ink::Sage.rgb(), 60)];
    for ((x, top, y), tint) in [(132, 250, 428), (224, 180, 420), (294, 320, 440)]
        .into_iter()
        .zip(wax)
    {
        c.shadow((x, y + 4), (50, 11));
        let body = c.turned(tint);
        c.path(
            &body,
            &format!("M{} {top}h76v{}q-38 18-76 0z", x - 38, y - top),
        );
        c.ellipse((x, top), (38, 10), &tint.up(40).into());
        c.glow((x, top), 46);
        c.ellipse((x, top), (24, 5), &Rgb::FLAME.up(40).into());
        c.line(Ink::Charcoal.rgb(), 2, &format!("M{x} {top}v-14"));
        c.flame(x, top - 8);
        c.veil(
            tint.up(60),
            60,
            &format!("M{} {}q8 4 14 0v50q-7 12-14 0z", x - 34, top + 4),
        );
    }
}

pub fn mobile(c: &mut Canvas) {
    c.wall();
    let wire = Ink::Charcoal.rgb();
    c.stroke(wire, 2, 80, "M200 0v84M92 116q108-60 212-20M92 116v72M304 96v58M48 204q46-36 84-14M48 204v40M132 190v86M252 176q46-42 96 0M252 176v86M348 176v50");
    let leaves = [
        (48, 244, c.ink),
        (132, 276, c.second),
        (252, 262, Ink::Ochre.rgb()),
        (348, 226, Ink::Sage.rgb()),
    ];
    for (x, y, tint) in leaves {
        let shape = format!("M{x} {y}c40 30 40 90 0 128-40-38-40-98 0-128z");
        c.wall_shadow(&shape);
        let leaf = c.across(tint.up(24), tint.down(12));
        c.path(&leaf, &shape);
        c.stroke(tint.down(40), 2, 34, &format!("M{x} {}v104", y + 10));
    }
    let moon = c.ball(Ink::Birch.rgb());
    c.circle((200, 110), 28, &moon);
}
