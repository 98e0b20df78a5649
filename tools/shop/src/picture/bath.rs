//! Soap, cotton and beech.

use super::{
    canvas::Canvas,
    colour::{Ink, Rgb},
};

pub fn dispenser(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (82, 15));
    let (glass, pump) = (c.turned(c.ink), c.turned(Ink::Charcoal.rgb()));
    c.line(Ink::Charcoal.rgb(), 13, "M200 140h-58q-10 0-10 12");
    c.path(&pump, "M184 126h36v20h-12v46h16v24h-48v-24h16v-46h-8z");
    c.path(&glass, "M160 214h80c30 6 46 26 46 54v146c0 12-8 20-20 22q-66 10-132 0c-12-2-20-10-20-22V268c0-28 16-48 46-54z");
    c.veil(
        Rgb::WHITE,
        26,
        "M128 266c2-18 12-30 28-36-8 12-12 24-12 42v144h-8q-8-2-8-12z",
    );
    c.rect((138, 282, 124, 112), 2, &c.second.into());
    c.path(&c.ink.into(), "M176 322a24 24 0 0 1 48 0z");
    c.stroke(c.ink, 3, 99, "M166 328h68M176 336h48");
    c.stroke(c.ink, 2, 70, "M160 356h80M170 366h60M180 376h40");
}

pub fn soap(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (136, 16));
    let (dish, bar, top) = (
        c.turned(c.second),
        c.fall(c.ink, c.ink.down(20)),
        c.fall(c.ink.up(44), c.ink.up(16)),
    );
    c.path(&dish, "M70 398h260l-22 38q-108 12-216 0z");
    c.path(&c.second.up(30).into(), "M84 382h232l14 16H70z");
    c.stroke(c.second.down(50), 4, 50, "M104 390h190");
    c.path(&bar, "M100 316h200v54q0 16-18 16H118q-18 0-18-16z");
    c.path(&top, "M120 284h160l22 30q4 12-12 12H110q-16 0-12-12z");
    c.stroke(c.ink.down(24), 2, 50, "M150 306h100M180 296h40");
    c.path(&bar, "M134 222h134v48q0 14-14 14H148q-14 0-14-14z");
    c.path(&top, "M148 196h108l14 24q2 10-8 10H142q-10 0-8-10z");
    let stamp = c.ink.down(30);
    c.stroke(stamp, 3, 50, "M200 240v28M200 252q-18-2-20-14 16 0 20 14zM200 258q18-2 20-14-16 0-20 14zM180 350h40M170 360h60");
    let bubble = Rgb::WHITE;
    for (x, y, r) in [
        (316, 250, 18),
        (342, 214, 11),
        (300, 212, 8),
        (88, 250, 12),
        (70, 286, 7),
    ] {
        c.veil(bubble, 40, &format!("M{x} {}a{r} {r} 0 1 0 .1 0z", y - r));
        c.stroke(
            bubble,
            2,
            80,
            &format!("M{} {y}a{r} {r} 0 0 1 {r}-{r}", x - r),
        );
    }
}

pub fn towels(c: &mut Canvas) {
    c.room();
    c.shadow((200, 442), (140, 17));
    let tints = [c.ink, c.second, c.ink.up(34), c.ink.down(8)];
    for (row, tint) in tints.into_iter().enumerate() {
        let y = 384 - 50 * i16::try_from(row).unwrap_or(0);
        let inset = [0, 6, 2, 10][row];
        let (cloth, inner) = (c.fall(tint.up(22), tint.down(16)), tint.down(10));
        c.path(
            &cloth,
            &format!(
                "M{} {y}h{}q18 0 18 26t-18 26H{}q-22 0-22-26t22-26z",
                88 + inset,
                224 - 2 * inset,
                88 + inset
            ),
        );
        c.stroke(
            inner.down(20),
            2,
            44,
            &format!(
                "M{} {}h{}M{} {}h{}",
                92 + inset,
                y + 18,
                220 - 2 * inset,
                92 + inset,
                y + 34,
                220 - 2 * inset
            ),
        );
        c.stroke(
            tint.up(60),
            2,
            60,
            &format!("M{} {}h{}", 90 + inset, y + 3, 218 - 2 * inset),
        );
    }
    let soap = c.ball(Ink::Cream.rgb());
    c.path(
        &soap,
        "M158 222q0-14 16-14h60q16 0 16 14-2 14-18 14h-56q-16 0-18-14z",
    );
    c.line(Ink::Moss.rgb(), 3, "M200 208c10-30 34-44 56-50");
    for d in [
        "M222 176c-10-14-4-28 6-36 8 12 6 26-6 36z",
        "M238 166c14 6 28 2 34-10-14-8-28-2-34 10z",
        "M212 190c-14-2-22-12-22-24 14 0 24 10 22 24z",
    ] {
        c.path(&Ink::Moss.rgb().into(), d);
    }
}

pub fn brush(c: &mut Canvas) {
    c.wall();
    c.circle((200, 66), 9, &Ink::Brass.rgb().into());
    c.wall_shadow("M186 96h28l8 190c36 8 54 34 54 66s-24 74-76 74-76-42-76-74 18-58 54-66z");
    c.repeat(13, (11, 0), |c| {
        c.line(c.second.down(14), 8, "M134 376l-3 56")
    });
    c.repeat(12, (11, 0), |c| c.line(c.second, 6, "M140 380l-1 62"));
    let (wood, head) = (c.turned(c.ink), c.ball(c.ink));
    c.path(&wood, "M188 92q12-14 24 0l10 200h-44z");
    c.path(
        &head,
        "M178 288q22-10 44 0c36 6 60 30 60 58s-26 56-82 56-82-28-82-56 24-52 60-58z",
    );
    c.circle((200, 106), 5, &c.ink.down(60).into());
    c.stroke(
        Ink::Clay.rgb(),
        3,
        99,
        "M200 106c-10-14-8-30 0-40 8 10 10 26 0 40",
    );
    c.stroke(
        c.ink.down(40),
        2,
        26,
        "M140 340c20-20 100-20 120 0M150 362c20-14 80-14 100 0M196 130l-4 150M206 130l4 150",
    );
    c.veil(
        Rgb::WHITE,
        30,
        "M134 340c4-20 22-34 44-38-16 12-24 24-28 40-4 10-18 8-16-2z",
    );
}

pub fn pestemal(c: &mut Canvas) {
    c.wall();
    let rail = c.fall(Ink::Brass.rgb().up(40), Ink::Brass.rgb().down(10));
    c.wall_shadow("M104 92h196v310H104z");
    let cloth = c.turned(c.ink);
    c.path(
        &cloth,
        "M104 88h196q-6 160 6 304-100 20-208 0 12-144 6-304z",
    );
    let band = c.second;
    for (y, height) in [(250, 8), (266, 22), (296, 4), (306, 4), (318, 30), (358, 8)] {
        c.veil(
            band,
            90,
            &format!("M101 {y}q100 12 201 0v{height}q-100 12-201 0z"),
        );
    }
    c.stroke(c.ink, 3, 80, "M100 332q100 12 202 0");
    c.stroke(
        c.ink.down(50),
        4,
        24,
        "M140 92q-8 150-4 310M186 92q6 150 0 312M236 92q-6 150 0 312M274 92q4 150 4 308",
    );
    c.repeat(13, (16, 0), |c| {
        c.line(c.second.down(8), 4, "M102 396q2 20-2 40M102 396q-4 20-2 40")
    });
    c.rect((56, 76, 288, 14), 7, &rail);
    c.circle((62, 83), 12, &Ink::Brass.rgb().into());
    c.circle((338, 83), 12, &Ink::Brass.rgb().into());
}

pub fn tumbler(c: &mut Canvas) {
    c.room();
    c.shadow((152, 434), (72, 14));
    c.shadow((286, 446), (84, 12));
    let (cup, dish) = (c.turned(c.ink), c.turned(c.ink.down(4)));
    c.line(Ink::Birch.rgb(), 10, "M160 300L196 118");
    c.path(&Ink::Birch.rgb().into(), "M190 128l8-52q8-8 14 0l-8 54z");
    c.repeat(5, (-2, 10), |c| c.line(Ink::Chalk.rgb(), 6, "M210 82l18 3"));
    c.line(Ink::Clay.rgb().up(10), 9, "M138 300L116 146");
    c.path(
        &Ink::Clay.rgb().up(10).into(),
        "M110 150l-8-48q4-8 12-2l8 48z",
    );
    c.repeat(4, (2, 10), |c| {
        c.line(Ink::Chalk.rgb(), 6, "M104 106l-18 4")
    });
    c.ellipse((150, 284), (62, 14), &c.ink.down(44).into());
    c.line(Ink::Birch.rgb().down(10), 10, "M158 300l4-24");
    c.path(
        &cup,
        "M88 284q62 26 124 0c2 60-4 106-10 142q-52 14-104 0c-6-36-12-82-10-142z",
    );
    c.stroke(c.ink.up(40), 3, 70, "M88 284q62 26 124 0");
    c.veil(
        Rgb::WHITE,
        30,
        "M102 310h12c0 40 4 70 8 102h-10c-6-34-10-66-10-102z",
    );
    c.path(&dish, "M208 408h156q-4 30-30 36-48 8-96 0-26-6-30-36z");
    c.ellipse((286, 408), (78, 13), &c.ink.up(34).into());
    let soap = c.ball(c.second);
    c.path(
        &soap,
        "M238 398q0-18 18-18h58q20 0 20 18-2 14-20 14h-58q-16 0-18-14z",
    );
    c.stroke(c.second.down(30), 2, 40, "M262 392h48");
}

pub fn robe(c: &mut Canvas) {
    c.wall();
    let shape = "M168 96l-62 28c-22 14-30 46-36 90l-18 120 52 14 18-96 4 196q74 20 148 0l4-196 18 96 52-14-18-120c-6-44-14-76-36-90l-62-28z";
    c.wall_shadow(shape);
    c.line(
        Ink::Oak.rgb(),
        9,
        "M112 112q88-50 176 0M200 90V62q0-16 14-14",
    );
    let cloth = c.across(c.ink.up(14), c.ink.down(16));
    c.path(&cloth, shape);
    c.repeat(16, (0, 20), |c| {
        c.stroke(c.ink.down(40), 1, 22, "M124 130h152")
    });
    c.repeat(8, (20, 0), |c| {
        c.stroke(c.ink.down(40), 1, 22, "M130 130v316")
    });
    let collar = c.fall(c.ink.up(30), c.ink.down(10));
    c.path(&c.ink.down(30).into(), "M168 96q32 12 64 0l-32 110z");
    c.path(&collar, "M168 96c-20 8-24 16-22 30l44 150 16-40-30-126zM232 96c20 8 24 16 22 30l-44 150-16-40 30-126z");
    c.stroke(
        c.ink.down(50),
        2,
        40,
        "M126 252q-8-60 4-100M274 252q8-60-4-100M200 240v212M138 340h42v48h-42zM220 340h42v48h-42z",
    );
    let belt = c.fall(c.second.up(10), c.second.down(10));
    c.path(&belt, "M124 268q76 16 152 0v22q-76 16-152 0z");
    c.path(&belt, "M196 282l-22 90 16 6 18-88 24 76 16-8-30-78z");
    c.circle((200, 284), 13, &c.second.into());
}

pub fn jar(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (98, 16));
    let glass = "M124 210h152c20 8 26 24 26 46v152c0 18-10 26-26 30q-76 10-152 0c-16-4-26-12-26-30V256c0-22 6-38 26-46z";
    c.veil(Rgb::WHITE, 48, glass);
    let salt = c.turned(c.ink);
    c.path(
        &salt,
        "M98 284q34-12 68 0t68-4 68 2v126c0 18-10 26-26 30q-76 10-152 0c-16-4-26-12-26-30z",
    );
    c.repeat(4, (0, 34), |c| {
        c.stroke(
            Rgb::WHITE,
            4,
            60,
            "M116 308h1M140 320h2M166 304h1M190 316h2M216 308h1M240 322h2M268 306h1M286 318h1",
        )
    });
    c.stroke(c.ink.down(40), 2, 40, glass);
    let cork = c.turned(c.second);
    c.path(&cork, "M132 156q68-14 136 0l-8 54q-60 12-120 0z");
    c.ellipse((200, 156), (68, 12), &c.second.up(30).into());
    c.rect((142, 326, 116, 74), 2, &Ink::Cream.rgb().into());
    c.stroke(
        Ink::Fjord.rgb(),
        3,
        99,
        "M160 350q10-10 20 0t20 0 20 0 20 0M160 362q10-10 20 0t20 0 20 0 20 0",
    );
    c.stroke(Ink::Fjord.rgb(), 2, 60, "M168 382h64");
    c.veil(
        Rgb::WHITE,
        44,
        "M110 262q2-24 16-36-2 90 0 194h-6q-10-6-10-22z",
    );
    c.stroke(Ink::Clay.rgb(), 4, 99, "M124 216q76 18 152 0");
}

pub fn towel_ladder(c: &mut Canvas) {
    c.room();
    c.shadow((200, 458), (92, 11));
    c.wall_shadow("M132 40h12L118 456h-14zM256 40h12l28 416h-14z");
    let rung = c.fall(c.ink.up(20), c.ink.down(10));
    for (y, reach) in [(92, 0), (172, 4), (252, 10), (332, 14), (408, 20)] {
        c.rect((134 - reach, y, 132 + 2 * reach, 11), 5, &rung);
    }
    let (big, small, warm) = (
        c.turned(Ink::Chalk.rgb()),
        c.turned(c.second),
        c.turned(Ink::Sage.rgb()),
    );
    c.path(
        &big,
        "M144 90q56-8 112 0 4 90 2 178-58 10-116 0-2-88 2-178z",
    );
    c.stroke(
        Ink::Sky.rgb().down(20),
        5,
        70,
        "M142 228q58 10 116 0M142 242q58 10 116 0",
    );
    c.stroke(
        Ink::Charcoal.rgb(),
        3,
        14,
        "M172 94q-4 90 0 176M204 94q4 90 0 178M232 94q-4 90 0 176",
    );
    c.path(&warm, "M136 330q34-6 70 0 2 50 0 96-36 6-72 0 0-46 2-96z");
    c.path(
        &small,
        "M212 250q28-6 58 0 4 60 2 118-30 6-62 0 0-60 2-118z",
    );
    c.stroke(
        c.second.up(60),
        4,
        60,
        "M211 338q30 6 61 0M211 350q30 6 61 0",
    );
    c.line(c.ink, 12, "M136 40L106 456M264 40l30 416");
    c.stroke(Rgb::WHITE, 2, 44, "M133 50L104 444M261 50l29 394");
}

pub fn comb(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (120, 12));
    let (dish, wood) = (c.turned(c.second), c.fall(c.ink.up(32), c.ink));
    c.path(&dish, "M66 410h268q-6 24-40 30-94 10-188 0-34-6-40-30z");
    c.ellipse((200, 410), (134, 15), &c.second.up(26).into());
    c.repeat(19, (12, 0), |c| c.path(&wood, "M84 262h7l-2 118q-2 6-4 0z"));
    c.path(
        &wood,
        "M62 270c-6-76 50-122 138-122s144 46 138 122q-4 14-18 14H80q-14 0-18-14z",
    );
    c.path(
        &wood,
        "M66 262h18v128q-2 14-10 14-8-2-8-14zM316 262h18v128q-2 14-10 14-8-2-8-14z",
    );
    c.stroke(c.ink.down(34), 2, 34, "M78 254c4-50 50-84 122-84s118 34 122 84M96 262c8-40 46-68 104-68s96 28 104 68M120 268c10-30 40-50 80-50s70 20 80 50");
    c.veil(
        Rgb::WHITE,
        30,
        "M84 244c6-40 38-68 82-78-34 18-52 42-58 80-4 12-26 10-24-2z",
    );
    c.stroke(c.second, 3, 80, "M186 238a14 14 0 0 1 28 0zM180 244h40");
}

pub fn jar_candle(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (92, 16));
    c.glow((200, 240), 200);
    let (glass, wax) = (
        c.turned(c.ink.up(16)),
        c.fall(Rgb::FLAME.up(50), Ink::Cream.rgb().down(10)),
    );
    c.path(
        &glass,
        "M108 244h184l-6 178q-4 14-20 16-66 8-132 0-16-2-20-16z",
    );
    c.ellipse((200, 244), (92, 20), &c.ink.down(10).into());
    c.ellipse((200, 250), (82, 15), &wax);
    c.line(Ink::Charcoal.rgb(), 3, "M200 250v-16");
    c.flame(200, 238);
    c.stroke(c.ink.up(60), 3, 70, "M108 244q92 40 184 0");
    c.rect((148, 300, 104, 96), 2, &c.second.up(20).into());
    c.path(&c.ink.into(), "M178 340a22 22 0 0 1 44 0z");
    c.stroke(c.ink, 2, 80, "M168 346h64M176 354h48M172 374h56M182 384h36");
    c.veil(Rgb::WHITE, 24, "M122 270h12l4 150h-10z");
}
