//! Things to sit on, lean on and put things on.

use super::{
    canvas::Canvas,
    colour::{Ink, Rgb},
};

pub fn chair(c: &mut Canvas) {
    c.room();
    c.shadow((204, 452), (120, 14));
    let (leg, far) = (c.ink, c.ink.down(26));
    c.line(far, 10, "M150 322l-8 100M270 318l12 106");
    c.line(far, 6, "M146 372l130 0");
    let seat = c.fall(c.second, c.second.down(16));
    c.path(
        &seat,
        "M122 312q8-22 40-26h90q30 2 40 28 2 18-20 20H144q-24-2-22-22z",
    );
    c.stroke(
        c.second.down(40),
        2,
        45,
        "M142 302h130M136 310h142M134 318h146M146 294h118",
    );
    c.line(
        leg,
        11,
        "M126 316c-2 40-8 90-14 136M290 316c4 40 10 90 16 136",
    );
    c.line(leg, 9, "M122 318q84 20 170 0");
    c.line(
        leg,
        11,
        "M134 300C122 250 118 214 128 178M280 300c12-50 16-86 6-122",
    );
    c.line(leg, 9, "M204 288v-120");
    c.line(leg, 8, "M170 290l-10-116M238 290l10-116");
    let back = c.fall(c.ink.up(28), c.ink);
    c.path(&back, "M102 192c-4-20 6-46 28-54 46-14 100-14 146 0 24 8 34 34 30 54-2 12-16 12-20 2-8-18-30-24-82-24s-74 6-82 24c-4 10-18 10-20-2z");
    c.stroke(
        Rgb::WHITE,
        2,
        40,
        "M118 158c30-18 140-18 168 2M124 330c-2 40-6 80-12 116",
    );
}

pub fn lounge_chair(c: &mut Canvas) {
    c.room();
    c.shadow((206, 448), (142, 18));
    c.line(c.second.down(20), 12, "M146 400l-14 42M276 400l12 42");
    c.line(c.second, 13, "M106 396l-14 54M306 396l16 54");
    let shell = c.ball(c.ink);
    let seat = c.fall(c.ink.up(30), c.ink.down(8));
    let arm = c.ball(c.ink.down(4));
    c.path(
        &shell,
        "M92 330c-20-60-10-160 50-182 40-14 84-14 124 0 60 22 68 122 46 182z",
    );
    c.veil(
        c.ink.down(70),
        14,
        "M126 320c-8-60 0-118 36-134h82c36 16 44 74 36 134z",
    );
    c.path(&seat, "M112 330q-4-34 30-36h122q34 2 28 36l-10 24H122z");
    c.path(&arm, "M66 306c-2-30 44-38 52-6l10 50h148l12-50c8-32 52-24 50 6-2 36-12 66-26 84-10 12-22 14-40 14H132c-18 0-30-2-40-14-14-18-24-48-26-84z");
    c.stroke(
        c.ink.down(34),
        2,
        34,
        "M128 350q74 12 148 0M200 150v34M142 296q60-8 122 0",
    );
    let curl = "M96 322q6-6 12 0M104 352q6-6 12 0M150 376q6-6 12 0M196 384q6-6 12 0M246 374q6-6 12 0M292 346q6-6 12 0M150 172q6-6 12 0M238 168q6-6 12 0M110 226q6-6 12 0M286 220q6-6 12 0M180 314q6-6 12 0M230 316q6-6 12 0";
    c.stroke(c.ink.down(30), 2, 30, curl);
}

pub fn stool(c: &mut Canvas) {
    c.room();
    c.shadow((200, 446), (104, 15));
    c.line(c.ink.down(30), 15, "M214 260l16 162");
    c.line(c.ink.down(12), 7, "M138 360l94 14 46-20");
    c.line(c.ink, 16, "M150 256L112 446M256 256l42 190");
    c.stroke(Rgb::WHITE, 3, 40, "M146 262l-36 178");
    let edge = c.turned(c.ink);
    let top = c.fall(c.ink.up(46), c.ink.up(14));
    c.path(&edge, "M84 240v20c0 44 232 44 232 0v-20z");
    c.ellipse((200, 240), (116, 33), &top);
    c.stroke(c.ink.down(34), 2, 26, "M112 240c0-26 176-26 176 0s-176 26-176 0zM142 240c0-16 116-16 116 0s-116 16-116 0zM172 240c0-8 56-8 56 0s-56 8-56 0z");
}

pub fn side_table(c: &mut Canvas) {
    c.room();
    c.shadow((200, 448), (94, 14));
    let body = c.turned(c.ink);
    let top = c.fall(c.ink.up(34), c.ink.up(8));
    c.ellipse((200, 440), (76, 15), &body);
    c.ellipse((200, 432), (76, 15), &top);
    c.path(&body, "M191 250h18v184q-9 5-18 0z");
    c.path(&body, "M70 226v24c0 40 260 40 260 0v-24z");
    c.ellipse((200, 226), (130, 30), &c.ink.down(14).into());
    c.ellipse((200, 231), (122, 25), &top);
    let cup = c.turned(c.second);
    c.shadow((160, 232), (34, 7));
    c.path(&cup, "M134 180h50v30c0 30-50 30-50 0z");
    c.ellipse((159, 180), (25, 7), &c.second.down(30).into());
    c.line(c.second.down(12), 6, "M186 190c20-4 20 24-2 22");
    let book = c.fall(Ink::Clay.rgb().up(10), Ink::Clay.rgb());
    c.path(&book, "M196 226l92-10 16 14-92 14z");
    c.path(&Ink::Cream.rgb().into(), "M212 244l92-14v7l-92 15z");
}

pub fn bench(c: &mut Canvas) {
    c.room();
    c.shadow((200, 446), (168, 15));
    let leg = c.fall(c.ink.down(6), c.ink.down(26));
    let top = c.fall(c.ink.up(34), c.ink.up(4));
    let edge = c.fall(c.ink, c.ink.down(16));
    c.path(
        &c.ink.down(38).into(),
        "M104 336h20l-6 92h-20zM284 336h20l8 92h-20z",
    );
    c.line(c.ink.down(24), 10, "M104 392h196");
    c.path(&leg, "M62 340h28l-10 106H54zM312 340h28l8 106h-26z");
    c.path(&top, "M58 306h284l28 26H30z");
    c.path(&edge, "M30 332h340v18H30z");
    c.stroke(
        c.ink.down(40),
        1,
        40,
        "M70 314h230M56 322q120 6 300-2M110 310h120",
    );
    let cloth = c.turned(c.second);
    c.path(&cloth, "M238 302h70l22 30v54q-46 14-86 0v-54z");
    c.stroke(c.second.up(50), 3, 60, "M244 340h86M244 352h86M244 372h86");
    c.stroke(
        c.second.down(20),
        2,
        99,
        "M250 390v12M264 392v12M280 394v12M296 394v12M312 392v12M324 388v12",
    );
    let book = Ink::Cream.rgb();
    c.path(&book.into(), "M92 292h72l6 14H86z");
    c.path(&Ink::Clay.rgb().into(), "M100 278h62l4 14H94z");
}

pub fn shelf(c: &mut Canvas) {
    c.room();
    c.shadow((200, 462), (108, 12));
    c.line(c.ink.down(28), 7, "M138 52v400M262 52v400");
    let plank = c.fall(c.ink.up(20), c.ink.down(6));
    let books = |c: &mut Canvas, x: i16, floor: i16, tints: &[(i16, i16, Rgb)]| {
        let mut at = x;
        for &(width, height, tint) in tints {
            let spine = Rgb::mix(tint, Rgb::WHITE, 8);
            c.rect((at, floor - height, width, height), 1, &spine.into());
            at += width + 1;
        }
    };
    let (clay, cream, pine, ochre, blue) = (
        Ink::Clay.rgb(),
        Ink::Cream.rgb(),
        Ink::Pine.rgb(),
        Ink::Ochre.rgb(),
        c.second,
    );
    books(
        c,
        150,
        130,
        &[(14, 44, clay), (10, 50, cream), (16, 40, blue)],
    );
    books(
        c,
        140,
        214,
        &[
            (18, 46, pine),
            (12, 54, ochre),
            (12, 50, cream),
            (20, 42, clay),
            (10, 52, blue),
        ],
    );
    books(
        c,
        196,
        300,
        &[(14, 52, blue), (14, 48, cream), (18, 56, clay)],
    );
    let pot = c.turned(cream);
    c.path(&pot, "M220 100h34l-6 30h-22z");
    c.line(
        pine.up(14),
        4,
        "M237 100c-2-24-18-26-20-38M237 100c0-30 14-34 18-44M237 100V60",
    );
    let vase = c.ball(ochre);
    c.path(
        &vase,
        "M148 256h20c-2 12 14 18 14 30s-8 14-24 14-24-2-24-14 16-18 14-30z",
    );
    c.rect((136, 348, 128, 40), 4, &Ink::Birch.rgb().into());
    c.stroke(
        Ink::Birch.rgb().down(34),
        2,
        50,
        "M138 358h124M138 368h124M138 378h124",
    );
    for (y, reach) in [(130, 0), (214, 8), (300, 16), (388, 24)] {
        c.path(
            &plank,
            &format!(
                "M{} {y}h{}v9h-{}z",
                128 - reach,
                144 + 2 * reach,
                144 + 2 * reach
            ),
        );
    }
    c.line(c.ink, 9, "M132 44L98 462M268 44l34 418");
    c.stroke(Rgb::WHITE, 2, 40, "M130 50L96 456M266 50l34 406");
}

pub fn cabinet(c: &mut Canvas) {
    c.room();
    c.shadow((200, 450), (120, 15));
    c.line(c.ink.down(16), 10, "M116 404l-8 44M284 404l8 44");
    let (front, top, dark) = (
        c.fall(c.ink.up(12), c.ink.down(6)),
        c.fall(c.ink.up(34), c.ink.up(18)),
        c.fall(c.ink.down(58), c.ink.down(36)),
    );
    c.path(&top, "M104 212h192l16 16H88z");
    c.rect((88, 228, 224, 180), 4, &front);
    c.rect((102, 310, 196, 84), 2, &dark);
    c.rect((102, 242, 196, 58), 3, &top);
    c.stroke(
        c.ink.down(30),
        1,
        50,
        "M112 254q60 10 176-2M112 270q90-10 176 4M112 286q70 6 176-2",
    );
    c.circle((200, 272), 8, &c.second.into());
    c.circle((198, 270), 3, &c.second.up(60).into());
    let (clay, cream, sky) = (Ink::Clay.rgb(), Ink::Cream.rgb(), Ink::Fjord.rgb());
    c.rect((124, 378, 96, 14), 2, &clay.into());
    c.rect((132, 364, 84, 14), 2, &cream.into());
    c.rect((122, 352, 88, 12), 2, &sky.into());
    let pot = c.turned(Ink::Chalk.rgb());
    c.shadow((150, 216), (36, 6));
    c.path(&pot, "M122 166h56c0 30-6 50-14 52h-28c-8-2-14-22-14-52z");
    let stem = Ink::Pine.rgb().up(12);
    c.line(
        stem,
        3,
        "M150 166c0-40-10-60-20-78M150 166c2-30 14-50 28-60M150 166v-70",
    );
    for d in [
        "M130 92c-22-4-24-22-18-34 18 6 24 18 18 34z",
        "M178 108c4-20 18-26 32-24-2 18-14 28-32 24z",
        "M150 98c-12-14-10-32 0-44 10 12 12 30 0 44z",
    ] {
        c.path(&stem.into(), d);
    }
    c.glow((262, 206), 16);
}

pub fn sofa(c: &mut Canvas) {
    c.room();
    c.shadow((200, 446), (188, 17));
    c.line(c.second, 11, "M70 410l-8 34M330 410l8 34");
    let (back, seat, arm) = (
        c.fall(c.ink.up(18), c.ink.down(10)),
        c.fall(c.ink.up(34), c.ink.up(4)),
        c.ball(c.ink),
    );
    c.path(
        &back,
        "M56 252q0-26 28-26h108q8 0 8 12v100H56zM344 252q0-26-28-26H208q-8 0-8 12v100h144z",
    );
    c.path(
        &seat,
        "M60 344q-2-24 24-24h106q10 0 10 12v38H60zM340 344q2-24-24-24H210q-10 0-10 12v38h140z",
    );
    c.rect((50, 366, 300, 42), 8, &c.ink.down(12).into());
    c.path(&arm, "M20 316q0-28 26-28t26 28v88q0 8-8 8H28q-8 0-8-8zM380 316q0-28-26-28t-26 28v88q0 8 8 8h36q8 0 8-8z");
    c.stroke(
        c.ink.down(36),
        2,
        40,
        "M200 238v130M72 342q60-6 128 0 68-6 128 0M56 388h288",
    );
    let pillow = c.ball(Ink::Ochre.rgb());
    c.path(&pillow, "M84 268q38 10 70-6 8 34 0 66-36 8-72-2 8-30 2-58z");
    c.stroke(
        Ink::Ochre.rgb().down(30),
        2,
        40,
        "M96 276q20 20 46 44M144 272q-20 20-50 46",
    );
    let throw = c.fall(Ink::Cream.rgb(), Ink::Cream.rgb().down(12));
    c.path(&throw, "M268 222h46v96l-6 62q-18 6-40 0l4-62z");
    c.stroke(Ink::Clay.rgb(), 3, 70, "M268 346h44M268 356h43M270 244h44");
}

pub fn coat_stand(c: &mut Canvas) {
    c.room();
    c.shadow((200, 458), (84, 12));
    c.line(c.ink.down(20), 9, "M200 400l-6 46");
    c.line(c.ink, 10, "M200 392l-62 64M200 392l66 62");
    c.line(c.ink, 12, "M200 48v360");
    c.line(
        c.ink.up(6),
        9,
        "M200 158l-58-48M200 158l58-48M200 112l-40-38M200 112l40-38M200 206l-44-34M200 206l44-34",
    );
    c.stroke(Rgb::WHITE, 2, 34, "M197 54v330M140 110l56 46");
    for (x, y) in [
        (142, 110),
        (258, 110),
        (160, 74),
        (240, 74),
        (156, 172),
        (244, 172),
        (200, 46),
    ] {
        let knob = c.second;
        c.circle((x, y), 8, &knob.into());
        c.circle((x - 2, y - 2), 3, &knob.up(50).into());
    }
    let coat = c.turned(Ink::Ochre.rgb());
    c.path(
        &coat,
        "M258 112c26 6 44 20 50 60l14 130q-34 16-76 8l-12-100c-4-50 6-90 24-98z",
    );
    c.stroke(
        Ink::Ochre.rgb().down(40),
        2,
        50,
        "M272 130c6 50 10 110 12 176M290 220l26-4M256 122c10 14 24 14 34 6",
    );
    let scarf = c.fall(Ink::Clay.rgb(), Ink::Rust.rgb());
    c.path(&scarf, "M138 110q18-8 24 4l-6 120h-28z");
    c.stroke(
        Ink::Cream.rgb(),
        3,
        60,
        "M134 196h22M132 208h24M130 236v14M138 236v14M146 236v14M154 236v14",
    );
}

pub fn mirror(c: &mut Canvas) {
    c.wall();
    let pebble =
        "M204 70c76-6 132 52 128 134-4 92-58 190-144 196-76 4-124-60-120-148C72 154 122 76 204 70z";
    c.wall_shadow(pebble);
    let rim = c.across(c.second.up(24), c.second.down(20));
    let glass = c.fall(c.ink.up(48), c.ink.down(8));
    c.path(&rim, pebble);
    c.path(
        &glass,
        "M204 80c70-6 122 48 118 124-4 86-54 180-134 186-70 4-114-56-110-138C82 160 128 86 204 80z",
    );
    c.veil(
        Rgb::WHITE,
        34,
        "M112 300L270 98q20 12 32 34L132 350q-14-20-20-50z",
    );
    c.veil(
        Rgb::WHITE,
        26,
        "M146 366L312 158q6 14 8 30L166 382q-12-6-20-16z",
    );
    c.stroke(c.ink.down(30), 2, 30, "M78 252C82 160 128 86 204 80");
}

pub fn tray_table(c: &mut Canvas) {
    c.room();
    c.shadow((200, 448), (128, 15));
    c.line(c.ink.down(28), 9, "M128 306l120 116M272 306L152 422");
    c.line(c.ink, 10, "M98 310l190 138M302 310L112 448");
    c.circle((200, 384), 6, &Ink::Brass.rgb().into());
    let (top, edge) = (
        c.fall(c.ink.up(32), c.ink.up(8)),
        c.fall(c.ink, c.ink.down(18)),
    );
    c.path(&edge, "M92 256h216l42 40v18H50v-18z");
    c.path(&top, "M100 262h200l36 34H64z");
    c.stroke(
        c.ink.down(40),
        1,
        50,
        "M140 262l-26 34M180 262l-12 34M220 262l12 34M260 262l26 34",
    );
    c.stroke(c.ink.up(50), 2, 60, "M92 256h216l42 40H50z");
    let pot = c.ball(c.second);
    c.shadow((156, 288), (50, 7));
    c.path(
        &pot,
        "M118 236h72c8 10 10 22 10 30 0 16-18 22-46 22s-46-6-46-22c0-8 2-20 10-30z",
    );
    c.path(&c.second.down(10).into(), "M120 236q34-16 68 0-34 12-68 0z");
    c.circle((154, 224), 6, &c.ink.into());
    c.line(
        c.second.down(14),
        7,
        "M198 254c18 0 16-18 30-22M110 246c-26-4-24 30 0 26",
    );
    let cup = c.turned(Ink::Clay.rgb());
    c.path(&cup, "M240 260h40v14c0 18-40 18-40 0z");
    c.ellipse((260, 260), (20, 6), &Ink::Walnut.rgb().into());
}
