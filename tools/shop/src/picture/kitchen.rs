//! Things for the worktop and the table.

use super::{
    canvas::Canvas,
    colour::{Ink, Rgb},
};

fn steam(c: &mut Canvas, x: i16, y: i16) {
    let rising = format!(
        "M{x} {y}c-18-22 18-38 0-62s12-30 4-48M{} {}c-14-20 14-32 0-52",
        x + 30,
        y - 6
    );
    c.stroke(Rgb::WHITE, 5, 48, &rising);
}

pub fn mug(c: &mut Canvas) {
    c.room();
    c.shadow((192, 434), (108, 17));
    let body = c.turned(c.ink);
    let bare = c.turned(Ink::Birch.rgb());
    c.line(c.ink.down(16), 20, "M272 268c70-14 76 96-10 92");
    c.stroke(c.ink.up(30), 4, 70, "M276 264c54-6 58 60 30 82");
    c.path(
        &bare,
        "M96 230h192c2 90-8 160-22 196q-74 18-148 0c-14-36-24-106-22-196z",
    );
    c.path(
        &body,
        "M96 230h192c2 64-2 112-8 148-20 12-40-2-64 6s-48-8-72 2-28-2-40-6c-6-36-10-86-8-150z",
    );
    c.ellipse((192, 230), (96, 22), &c.ink.up(30).into());
    c.ellipse((192, 233), (86, 17), &c.ink.down(46).into());
    c.ellipse((192, 238), (78, 12), &Ink::Walnut.rgb().down(20).into());
    c.veil(
        Rgb::WHITE,
        32,
        "M118 268h16c0 50 4 80 10 116h-14c-8-40-12-70-12-116z",
    );
    steam(c, 176, 206);
}

pub fn teapot(c: &mut Canvas) {
    c.room();
    c.shadow((196, 438), (124, 17));
    let (body, lid) = (c.ball(c.ink), c.turned(c.ink.down(4)));
    c.path(
        &lid,
        "M272 352c36-6 40-70 76-94l16 12c-22 30-26 100-78 116z",
    );
    c.line(c.second, 13, "M112 246C100 130 280 130 268 246");
    c.stroke(c.second.up(50), 3, 60, "M114 226c8-76 124-88 146-26");
    c.path(
        &body,
        "M122 262h136c34 24 48 62 40 100-8 44-50 70-108 70S92 406 84 362c-6-38 6-76 38-100z",
    );
    c.path(&lid, "M128 262q62-44 124 0-62 20-124 0z");
    let knob = c.ball(c.second);
    c.circle((190, 232), 12, &knob);
    c.stroke(
        c.ink.down(30),
        2,
        40,
        "M122 262q68 22 136 0M96 396q94 34 186 0",
    );
    c.veil(
        Rgb::WHITE,
        50,
        "M104 348c0-30 10-50 26-64-6 20-10 40-8 64 0 12-18 12-18 0z",
    );
    steam(c, 356, 246);
}

pub fn tea_glass(c: &mut Canvas) {
    c.room();
    let (tea, saucer) = (
        c.turned(c.ink.mix(Rgb::FLAME, 18)),
        c.turned(Ink::Chalk.rgb()),
    );
    for (x, y) in [(122, 412), (268, 434)] {
        let glass = format!(
            "M{} {}h96c2 44-22 50-22 78 0 30 20 38 18 66q-4 26-44 26t-44-26c-2-28 18-36 18-66 0-28-24-34-22-78z",
            x - 48,
            y - 176
        );
        c.shadow((x, y + 4), (84, 13));
        c.path(
            &saucer,
            &format!("M{} {}c8 30 152 30 160 0z", x - 80, y - 8),
        );
        c.ellipse((x, y - 8), (80, 15), &Ink::Chalk.rgb().up(20).into());
        c.ellipse((x, y - 6), (54, 9), &Ink::Chalk.rgb().down(16).into());
        c.veil(Rgb::WHITE, 50, &glass);
        c.path(
            &tea,
            &format!("M{} {}h90c-4 22-19 30-19 54 0 30 20 38 18 64q-4 22-44 22t-44-22c-2-26 18-34 18-64 0-24-15-32-19-54z", x - 45, y - 150),
        );
        c.ellipse((x, y - 150), (45, 8), &c.ink.up(34).into());
        c.stroke(c.second, 3, 99, &format!("M{} {}h96", x - 48, y - 175));
        c.veil(
            Rgb::WHITE,
            55,
            &format!(
                "M{} {}h10c0 30 16 44 16 70 0 24-14 34-16 60h-8c0-28 14-38 12-62-2-28-14-36-14-68z",
                x - 36,
                y - 166
            ),
        );
    }
    c.line(c.second, 4, "M176 440l80 18");
    c.ellipse((166, 438), (16, 7), &c.second.up(20).into());
}

pub fn plates(c: &mut Canvas) {
    c.room();
    c.shadow((200, 446), (140, 16));
    let (bowl, stack) = (c.ball(c.ink.up(10)), c.turned(c.ink.down(6)));
    c.circle((200, 262), 148, &Ink::Oak.rgb().mix(c.ink, 34).into());
    c.circle((200, 260), 144, &bowl);
    c.circle((204, 264), 98, &c.ink.down(14).into());
    let well = c.ball(c.second.mix(c.ink, 12));
    c.circle((202, 262), 96, &well);
    c.stroke(
        c.second.up(50),
        2,
        45,
        "M130 252c10-50 60-72 104-54M142 304c26 40 90 44 120 2",
    );
    c.veil(
        Rgb::WHITE,
        40,
        "M78 234c10-48 40-84 84-98-36 24-56 54-64 100-2 12-22 10-20-2z",
    );
    for y in [436, 424, 412] {
        c.path(
            &stack,
            &format!("M64 {}q136 34 272 0l-30 16q-106 20-212 0z", y - 12),
        );
        c.stroke(
            Ink::Oak.rgb(),
            2,
            70,
            &format!("M64 {}q136 34 272 0", y - 12),
        );
    }
}

pub fn mills(c: &mut Canvas) {
    c.room();
    for (x, top, y, ink) in [(140, 176, 430, c.ink), (258, 236, 440, c.second)] {
        c.shadow((x, y + 2), (58, 12));
        let (wood, knob) = (c.turned(ink), c.ball(ink));
        let waist = (y - top) / 2;
        c.path(
            &wood,
            &format!("M{} {}h68c6 20-12 {} -12 {}s18 30 18 70q-40 14-80 0c0-40 18-40 18-70s-18-{}-12-{}z", x - 34, top + 40, waist - 50, waist, waist - 50, waist),
        );
        c.path(
            &wood,
            &format!("M{} {}q6-30 36-30t36 30v12q-36 12-72 0z", x - 36, top + 28),
        );
        c.circle((x, top - 12), 15, &knob);
        c.stroke(
            Ink::Brass.rgb(),
            4,
            99,
            &format!("M{} {}q36 12 72 0", x - 36, top + 42),
        );
        c.stroke(
            ink.up(60),
            2,
            40,
            &format!("M{} {}c4 30-4 60-8 80", x - 22, top + 60),
        );
    }
    let corn = Ink::Charcoal.rgb();
    for (x, y, r) in [(196, 452, 5), (180, 460, 4), (210, 464, 4)] {
        c.circle((x, y), r, &corn.into());
    }
}

pub fn carafe(c: &mut Canvas) {
    c.room();
    c.shadow((170, 438), (90, 15));
    c.shadow((300, 446), (46, 10));
    let glass = "M146 150h52l2 70c4 40 52 60 52 128 0 60-8 76-18 82q-62 14-124 0c-10-6-18-22-18-82 0-68 50-88 52-128z";
    let water = c.fall(c.ink.up(36), c.ink.down(4));
    c.veil(Rgb::WHITE, 46, glass);
    c.path(&water, "M104 298h136c8 14 12 30 12 50 0 60-8 76-18 82q-62 14-124 0c-10-6-18-22-18-82 0-20 4-36 12-50z");
    c.ellipse((172, 298), (68, 11), &c.ink.up(54).into());
    let cork = c.ball(c.second);
    c.path(&cork, "M150 122q22-14 44 0l-4 38h-36z");
    c.stroke(c.ink.down(40), 2, 44, glass);
    c.veil(
        Rgb::WHITE,
        60,
        "M116 330q4-20 14-34-2 50 0 118h-6q-8-20-8-84z",
    );
    let tumbler = "M256 336h88l-8 100q-36 10-72 0z";
    c.veil(Rgb::WHITE, 44, tumbler);
    c.path(&water, "M260 380h80l-4 54q-36 10-72 0z");
    c.ellipse((300, 380), (40, 7), &c.ink.up(54).into());
    c.stroke(c.ink.down(40), 2, 44, tumbler);
    c.stroke(Rgb::WHITE, 2, 80, "M256 336q44 10 88 0M268 346l5 80");
}

pub fn board(c: &mut Canvas) {
    c.room();
    c.shadow((206, 440), (120, 15));
    let (front, side) = (
        c.across(c.ink.up(24), c.ink),
        c.fall(c.ink.down(24), c.ink.down(40)),
    );
    let shape = "M176 58q24-14 48 0 14 12 8 40l-4 44c30 2 62 8 66 40l6 220q-2 24-26 28H126q-24-4-26-28l6-220c4-32 36-38 66-40l-4-44q-6-28 8-40z";
    c.path(&side, "M240 148c44 2 66 12 70 40l8 218q-2 24-26 28l-40-4z");
    c.path(&front, shape);
    c.circle((200, 84), 11, &c.ink.down(60).into());
    let grain = "M130 180c-8 80 6 160-6 240M152 164c6 90-10 170 2 262M176 152c-6 100 8 180-2 276M200 150c8 100-8 180 2 280M226 152c-6 90 10 190-2 276M250 160c8 90-8 170 4 264M274 176c-6 80 8 160 0 246";
    c.stroke(c.ink.down(34), 2, 26, grain);
    c.veil(
        Rgb::WHITE,
        24,
        "M114 186q6-22 30-28l-8 270h-10q-16-4-18-20z",
    );
    c.stroke(
        Ink::Clay.rgb(),
        4,
        99,
        "M200 74c-10-30 30-40 26-14-2 14-16 16-22 24",
    );
    let leaf = c.second;
    c.line(leaf.down(10), 3, "M286 446c26-14 48-40 58-66");
    for d in [
        "M306 432c-4-20 6-30 20-34 4 16-4 28-20 34z",
        "M324 414c16 4 28-2 34-14-14-6-28 0-34 14z",
        "M340 386c-8-16-2-28 10-36 8 14 4 28-10 36z",
    ] {
        c.path(&leaf.into(), d);
    }
}

pub fn pot(c: &mut Canvas) {
    c.room();
    c.shadow((200, 438), (142, 18));
    let (body, lid, inner) = (c.turned(c.ink), c.ball(c.ink), c.turned(c.second));
    c.line(
        c.ink.down(22),
        15,
        "M74 300c-42-6-42 44-4 46M326 300c42-6 42 44 4 46",
    );
    c.path(
        &body,
        "M70 280h260c4 60-2 108-18 138q-112 26-224 0c-16-30-22-78-18-138z",
    );
    c.ellipse((200, 282), (132, 24), &c.ink.down(40).into());
    c.path(
        &lid,
        "M62 276c6-44 64-70 138-70s132 26 138 70q-138 40-276 0z",
    );
    c.stroke(c.ink.up(40), 2, 50, "M64 280q136 38 272 0");
    c.path(&inner, "M186 186h28l4 22h-36z");
    c.ellipse((200, 184), (24, 8), &c.second.up(30).into());
    c.veil(Rgb::WHITE, 30, "M100 254c14-20 40-32 70-36-28 12-44 24-54 42-8 8-22 4-16-6zM90 314h14q0 50 8 90-10 0-14-6-8-30-8-84z");
    steam(c, 268, 196);
}

pub fn pour_over(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (98, 16));
    let shape =
        "M120 112h160l-62 132 50 120c14 40 10 62-8 70q-60 14-120 0c-18-8-22-30-8-70l50-120z";
    c.path(
        &Ink::Cream.rgb().into(),
        "M114 104q86 22 172 0l-64 126h-44z",
    );
    c.path(
        &Ink::Cream.rgb().down(12).into(),
        "M214 116q40-2 72-12l-64 126h-20z",
    );
    c.veil(Ink::Walnut.rgb(), 88, "M140 146q60 14 120 0l-42 84h-36z");
    c.veil(Rgb::WHITE, 40, shape);
    let coffee = c.turned(Ink::Walnut.rgb().down(18));
    c.path(
        &coffee,
        "M140 346h120l8 18c14 40 10 62-8 70q-60 14-120 0c-18-8-22-30-8-70z",
    );
    c.ellipse((200, 346), (60, 10), &Ink::Walnut.rgb().up(20).into());
    c.stroke(c.ink.down(30), 2, 50, shape);
    let collar = c.turned(c.second);
    c.path(&collar, "M166 216h68l6 22-6 24h-68l-6-24z");
    c.stroke(
        Ink::Clay.rgb().down(10),
        4,
        99,
        "M160 238q40 10 80 0M206 244l10 20M206 244l-6 22",
    );
    c.veil(
        Rgb::WHITE,
        60,
        "M146 366l20-60h10l-18 62c-8 26-6 44-2 60h-8c-12-10-10-40-2-62z",
    );
    c.stroke(Ink::Walnut.rgb(), 3, 60, "M200 262v82");
    steam(c, 186, 96);
}

pub fn bowl(c: &mut Canvas) {
    c.room();
    c.shadow((200, 440), (112, 17));
    let (body, inner) = (c.turned(c.ink), c.fall(c.ink.down(40), c.ink.down(8)));
    c.path(&c.ink.down(34).into(), "M158 424h84l6 16q-48 10-96 0z");
    c.path(&body, "M62 284c2 86 58 146 138 146s136-60 138-146z");
    c.ellipse((200, 284), (138, 34), &c.ink.up(30).into());
    c.ellipse((200, 286), (128, 28), &inner);
    c.path(
        &Ink::Cream.rgb().into(),
        "M80 290q60-34 120-22t120 22q-20 24-120 24T80 290z",
    );
    let berry = c.ball(c.second);
    for (x, y, r) in [
        (166, 284, 12),
        (188, 276, 12),
        (184, 296, 12),
        (210, 288, 13),
        (150, 298, 10),
        (232, 296, 10),
    ] {
        c.circle((x, y), r, &berry);
    }
    c.path(
        &Ink::Moss.rgb().into(),
        "M206 270c4-20 20-28 36-26-2 18-16 28-36 26zM204 270c-14-12-14-28-4-40 12 12 14 26 4 40z",
    );
    c.line(Ink::Oak.rgb(), 11, "M268 288L364 182");
    c.stroke(Ink::Birch.rgb(), 3, 80, "M268 286l92-102");
    c.stroke(Rgb::WHITE, 6, 30, "M84 320c8 36 30 64 54 80");
    c.stroke(
        c.ink.down(30),
        2,
        30,
        "M76 336q124 30 248 0M92 368q108 26 216 0",
    );
}

pub fn bread_boards(c: &mut Canvas) {
    c.room();
    c.shadow((200, 438), (144, 16));
    let (back, front) = (
        c.across(c.ink.up(16), c.ink.down(8)),
        c.across(c.ink.up(36), c.ink.up(6)),
    );
    c.path(
        &back,
        "M150 150l160 26q12 4 10 16l-30 226q-4 12-14 10l-162-24q-12-4-10-14l32-228q4-12 14-12z",
    );
    c.stroke(c.ink.down(40), 2, 34, "M160 176c20 80-20 150-10 222M200 170c20 80-24 170-14 240M240 176c16 90-20 170-14 240M280 184c10 80-24 160-20 240");
    c.path(
        &front,
        "M92 214h160q14 0 14 14v190q0 14-14 14H92q-14 0-14-14V228q0-14 14-14z",
    );
    c.stroke(c.ink.down(30), 2, 30, "M104 220c14 60-14 140 0 206M134 218c-10 80 16 130 2 210M166 218c16 70-12 140-2 212M198 218c-10 80 14 130 2 210M230 218c12 70-12 140 0 208");
    c.veil(Rgb::WHITE, 26, "M86 228q0-8 8-8h8v206h-8q-8 0-8-8z");
    c.circle((246, 236), 8, &c.ink.down(60).into());
    let crust = c.ball(Ink::Oak.rgb());
    c.path(
        &crust,
        "M232 424c-10-34 10-62 44-66 44-4 74 18 76 48 2 20-10 30-28 32h-74q-14-2-18-14z",
    );
    c.stroke(
        Ink::Cream.rgb(),
        4,
        70,
        "M262 376l14 20M290 370l12 22M318 376l10 20",
    );
}

pub fn cezve(c: &mut Canvas) {
    c.room();
    c.shadow((176, 440), (96, 16));
    let (body, inner) = (c.turned(c.ink), c.fall(c.ink.down(50), c.ink.down(20)));
    c.line(c.second.down(8), 15, "M232 274L376 166");
    c.stroke(c.second.up(50), 4, 70, "M236 268l136-102");
    c.circle((372, 168), 5, &c.ink.down(40).into());
    c.path(&body, "M112 254h124c2 30-6 40-6 56 0 26 24 50 24 86 0 24-10 32-20 36q-60 12-120 0c-10-4-20-12-20-36 0-36 24-60 24-86 0-16-8-26-6-56z");
    c.ellipse((174, 254), (64, 16), &c.ink.up(34).into());
    c.path(&inner, "M120 256q54-24 108 0-54 24-108 0z");
    c.ellipse((174, 260), (44, 8), &Ink::Walnut.rgb().down(30).into());
    c.path(&c.ink.up(20).into(), "M110 254l-16-8 14-8q8 2 14 8z");
    let dents = "M120 340q8-6 16 0M150 334q8-6 16 0M184 336q8-6 16 0M212 344q6-6 14 0M108 370q8-6 16 0M140 366q8-6 16 0M172 368q8-6 16 0M206 370q8-6 16 0M112 400q8-6 16 0M146 398q8-6 16 0M180 400q8-6 16 0M214 400q8-6 16 0";
    c.stroke(c.ink.up(60), 3, 50, dents);
    c.stroke(c.ink.down(40), 2, 40, "M118 308q56 14 112 0");
    steam(c, 164, 236);
}
