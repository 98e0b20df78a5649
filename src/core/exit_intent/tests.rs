//! Stories of shoppers who leave and shoppers who stay.

use super::*;

const LAPTOP: Viewport = Viewport {
    width: 1280,
    height: 720,
};
const PHONE: Viewport = Viewport {
    width: 412,
    height: 732,
};
const FRAME: u64 = 16;

/// A visit played by hand: time passes only when something is done, and the wakes asked for come on time.
struct Visit {
    detector: Detector,
    now: u64,
    due: Option<u64>,
    at: (f64, f64),
    scroll: i32,
    /// Milliseconds between two reports of the mouse.
    report: u64,
    fired: Vec<(Fired, u64)>,
}

impl Visit {
    fn begins(viewport: Viewport) -> Self {
        Self {
            detector: Detector::new(viewport, ARMED_AFTER_MS),
            now: 0,
            due: None,
            at: (640.0, 400.0),
            scroll: 0,
            report: FRAME,
            fired: Vec::new(),
        }
    }

    /// A shopper at a desk who has read for a while.
    fn at_a_desk() -> Self {
        let mut visit = Self::begins(LAPTOP);
        visit.passes(400);
        visit.sees(Signal::Move(visit.pointer(0)));
        visit.moves_to(500.0, 520.0, 700);
        visit.passes(3_000);
        visit
    }

    /// A shopper with a phone who has scrolled down a product page.
    fn on_a_phone() -> Self {
        let mut visit = Self::begins(PHONE);
        visit.sees(Signal::Product("Fjord Wool Jumper, Navy".into()));
        visit.passes(800);
        visit.flicks_by(1_400, 1_000);
        visit.passes(2_000);
        visit
    }

    fn hears(&mut self, verdict: Option<Verdict>) {
        match verdict {
            Some(Verdict::Wake { at }) => self.due = Some(at),
            Some(Verdict::Fire { kind, at }) => self.fired.push((kind, at)),
            None => {}
        }
    }

    fn sees(&mut self, signal: Signal) {
        let verdict = self.detector.update(self.now, &signal);
        self.hears(verdict);
    }

    fn passes(&mut self, ms: u64) {
        let end = self.now + ms;
        while let Some(due) = self.due.take_if(|due| *due <= end) {
            self.now = due;
            let verdict = self.detector.wake(due);
            self.hears(verdict);
        }
        self.now = end;
    }

    fn pointer(&self, buttons: u8) -> Pointer {
        Pointer {
            x: self.at.0.floor() as i32,
            y: self.at.1.floor() as i32,
            buttons,
        }
    }

    fn inside(&self) -> bool {
        self.at.1 >= 0.0 && (0.0..f64::from(LAPTOP.width)).contains(&self.at.0)
    }

    /// One aimed movement (least jerk), told as a browser tells it.
    fn moves_to(&mut self, x: f64, y: f64, ms: u64) {
        let from = self.at;
        let mut spent = 0;
        while spent < ms {
            let was_inside = self.inside();
            self.passes(self.report);
            spent += self.report;
            let u = (spent as f64 / ms as f64).min(1.0);
            let way = u * u * u * (10.0 - 15.0 * u + 6.0 * u * u);
            self.at = (from.0 + (x - from.0) * way, from.1 + (y - from.1) * way);
            match (was_inside, self.inside()) {
                (true, true) => self.sees(Signal::Move(self.pointer(0))),
                (true, false) => self.sees(Signal::Leave(self.pointer(0))),
                (false, true) => self.sees(Signal::Move(self.pointer(0))),
                (false, false) => {}
            }
        }
    }

    fn clicks(&mut self) {
        self.presses(Target::Other);
        self.passes(80);
        self.sees(Signal::Click);
    }

    fn presses(&mut self, on: Target) {
        self.sees(Signal::Down(on));
    }

    fn taps(&mut self) {
        self.sees(Signal::TouchStart);
        self.passes(60);
        self.sees(Signal::TouchEnd);
        self.sees(Signal::Click);
    }

    /// A flick: the finger drags for 100 ms, momentum does the rest, ever slower.
    fn flicks_by(&mut self, by: i32, ms: u64) {
        self.sees(Signal::TouchStart);
        self.scrolls_by(by, ms, true);
    }

    fn scrolls_by(&mut self, by: i32, ms: u64, finger: bool) {
        let from = self.scroll;
        let mut spent = 0;
        while spent < ms {
            self.passes(FRAME);
            spent += FRAME;
            let left = 1.0 - (spent as f64 / ms as f64).min(1.0);
            self.scroll = from + (f64::from(by) * (1.0 - left * left * left)) as i32;
            self.sees(Signal::Scroll(self.scroll, 0));
            if finger && spent == 6 * FRAME {
                self.sees(Signal::TouchEnd);
            }
        }
    }

    fn kinds(mut self) -> Vec<Fired> {
        self.passes(10_000);
        self.fired.into_iter().map(|(kind, _)| kind).collect()
    }
}

#[test]
fn a_shopper_on_the_way_to_the_tabs_is_noticed_before_the_click() {
    let mut visit = Visit::at_a_desk();
    visit.moves_to(900.0, -70.0, 450);
    visit.passes(150);
    let arrived = visit.now;
    assert!(
        matches!(visit.fired[..], [(Fired::Pointer, at)] if at + 250 <= arrived),
        "{:?}",
        visit.fired
    );
}

#[test]
fn a_shopper_who_overshoots_the_menu_and_comes_back_is_not_interrupted() {
    let mut visit = Visit::at_a_desk();
    visit.moves_to(700.0, -9.0, 480);
    visit.passes(60);
    visit.moves_to(705.0, 22.0, 110);
    visit.clicks();
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_bookmark_just_above_the_page_is_noticed_after_a_short_doubt() {
    let mut visit = Visit::at_a_desk();
    visit.moves_to(300.0, -14.0, 700);
    let crossed = visit.now - 150;
    visit.passes(210);
    assert!(
        matches!(visit.fired[..], [(Fired::Pointer, at)] if at > crossed),
        "{:?}",
        visit.fired
    );
}

#[test]
fn a_shopper_on_the_way_to_an_extension_is_not_leaving_and_one_to_the_close_button_is() {
    let goes_to = |x, y| {
        let mut visit = Visit::at_a_desk();
        visit.moves_to(x, y, 600);
        visit.kinds()
    };
    assert_eq!(goes_to(1_280.0 - 190.0, -22.0), [], "extensions");
    assert_eq!(goes_to(1_280.0 - 190.0, -95.0), [Fired::Pointer], "a tab");
    assert_eq!(goes_to(1_262.0, -68.0), [Fired::Pointer], "the window's ×");
    assert_eq!(goes_to(300.0, -22.0), [Fired::Pointer], "the address bar");
}

#[test]
fn a_pointer_put_out_of_the_way_is_not_leaving() {
    let goes_to = |x: f64, y: f64| {
        let mut visit = Visit::at_a_desk();
        visit.moves_to(x, y, 600);
        visit.passes(1_500);
        visit.fired.len()
    };
    assert_eq!(goes_to(520.0, -14.0), 0, "the shortest way out, to read on");
    assert_eq!(goes_to(760.0, -14.0), 1, "a bookmark aside");
    assert_eq!(goes_to(520.0, -70.0), 1, "the tab straight above");
}

#[test]
fn a_remote_desktop_that_jumps_out_is_noticed() {
    let mut visit = Visit::at_a_desk();
    visit.at = (640.0, -60.0);
    visit.sees(Signal::Leave(visit.pointer(0)));
    assert_eq!(visit.kinds(), [Fired::Pointer]);
}

#[test]
fn a_pointer_that_comes_out_of_an_iframe_is_noticed_unless_it_returns() {
    let mut leaves = Visit::at_a_desk();
    leaves.at = (640.0, -6.0);
    leaves.sees(Signal::Leave(leaves.pointer(0)));
    assert!(
        leaves.fired.is_empty(),
        "nothing is known of the movement yet"
    );
    leaves.passes(120);
    assert!(
        matches!(leaves.fired[..], [(Fired::Pointer, _)]),
        "soon, as the shopper may be fast"
    );

    let mut returns = Visit::at_a_desk();
    returns.at = (640.0, -6.0);
    returns.sees(Signal::Leave(returns.pointer(0)));
    returns.passes(80);
    returns.moves_to(640.0, 40.0, 48);
    assert_eq!(returns.kinds(), []);
}

#[test]
fn the_page_has_just_loaded_under_a_pointer_that_rushes_through() {
    let mut visit = Visit::begins(LAPTOP);
    visit.sees(Signal::Move(visit.pointer(0)));
    visit.moves_to(600.0, 500.0, 1_000);
    visit.moves_to(600.0, -80.0, 400);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_pointer_that_only_ever_touched_the_header_is_not_leaving() {
    let mut visit = Visit::begins(LAPTOP);
    visit.passes(5_000);
    visit.at = (600.0, 10.0);
    visit.sees(Signal::Move(visit.pointer(0)));
    visit.moves_to(640.0, 40.0, 900);
    visit.moves_to(640.0, -80.0, 400);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn looking_at_the_second_screen_is_not_leaving() {
    let leaves_at = |x, y| {
        let mut visit = Visit::at_a_desk();
        visit.moves_to(1_200.0, 12.0, 500);
        visit.passes(FRAME);
        visit.sees(Signal::Leave(Pointer { x, y, buttons: 0 }));
        visit.kinds()
    };
    assert_eq!(
        leaves_at(1_500, -30),
        [],
        "through the right edge, then above"
    );
    assert_eq!(leaves_at(1_300, 5), []);
    assert_eq!(
        leaves_at(1_300, -200),
        [Fired::Pointer],
        "through the top edge, then to the right"
    );
}

#[test]
fn a_pointer_that_only_slips_back_from_the_toolbar_is_not_leaving_again() {
    let mut visit = Visit::at_a_desk();
    visit.moves_to(900.0, -70.0, 450);
    visit.passes(2_000);
    visit.moves_to(900.0, 15.0, 200);
    visit.moves_to(900.0, -60.0, 250);
    assert_eq!(visit.kinds(), [Fired::Pointer], "the first time only");
}

#[test]
fn a_mouse_that_reports_a_thousand_times_a_second_is_judged_no_differently() {
    for (height, pause, expected) in [(-70.0, 0, &[Fired::Pointer][..]), (-9.0, 60, &[][..])] {
        let mut visit = Visit::at_a_desk();
        visit.report = 1;
        visit.moves_to(700.0, height, 480);
        visit.passes(pause);
        visit.moves_to(705.0, 22.0, 110);
        assert_eq!(visit.kinds(), expected);
    }
}

#[test]
fn a_shopper_who_opens_the_size_select_near_the_top_is_not_interrupted() {
    // Firefox reports a leave in the page. On a Mac the list may reach above the page.
    for y in [33, -12] {
        let mut visit = Visit::at_a_desk();
        visit.moves_to(400.0, 30.0, 500);
        visit.presses(Target::Select);
        visit.passes(60);
        visit.sees(Signal::Move(visit.pointer(0)));
        visit.passes(60);
        visit.sees(Signal::Leave(Pointer {
            x: 402,
            y,
            buttons: 0,
        }));
        assert_eq!(visit.kinds(), []);
    }
}

#[test]
fn a_shopper_who_has_chosen_a_size_and_then_leaves_is_noticed() {
    let mut visit = Visit::at_a_desk();
    visit.moves_to(400.0, 120.0, 500);
    visit.presses(Target::Select);
    visit.passes(1_500);
    visit.moves_to(700.0, 300.0, 400);
    visit.moves_to(700.0, -80.0, 400);
    assert_eq!(visit.kinds(), [Fired::Pointer]);
}

#[test]
fn suggestions_under_the_search_field_are_not_leaving() {
    let mut visit = Visit::at_a_desk();
    visit.moves_to(700.0, 20.0, 500);
    visit.clicks();
    visit.passes(700);
    visit.sees(Signal::Leave(visit.pointer(0)));
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_right_click_near_the_top_is_not_leaving() {
    let mut visit = Visit::at_a_desk();
    visit.moves_to(140.0, 12.0, 500);
    visit.sees(Signal::ContextMenu);
    visit.passes(100);
    visit.sees(Signal::Leave(Pointer {
        x: 150,
        y: -4,
        buttons: 0,
    }));
    assert_eq!(visit.kinds(), []);
}

#[test]
fn dragging_a_selection_out_of_the_page_is_not_leaving() {
    for buttons in [1, 0] {
        let mut visit = Visit::at_a_desk();
        visit.presses(Target::Other);
        for y in [300, 150, 40, -8, -29] {
            visit.passes(FRAME);
            visit.sees(Signal::Move(Pointer {
                x: 500,
                y,
                buttons: 1,
            }));
        }
        visit.passes(90);
        visit.sees(Signal::Leave(Pointer {
            x: 500,
            y: -30,
            buttons,
        }));
        assert_eq!(visit.kinds(), []);
    }
}

#[test]
fn a_drag_that_began_where_the_page_could_not_see_it_is_not_leaving() {
    let mut visit = Visit::at_a_desk();
    visit.sees(Signal::Leave(Pointer {
        x: 500,
        y: -60,
        buttons: 1,
    }));
    assert_eq!(visit.kinds(), []);
}

#[test]
fn after_a_drag_a_shopper_can_still_leave() {
    let mut visit = Visit::at_a_desk();
    visit.presses(Target::Other);
    visit.sees(Signal::Move(visit.pointer(1)));
    visit.moves_to(600.0, 500.0, 400);
    visit.moves_to(600.0, -80.0, 400);
    assert_eq!(visit.kinds(), [Fired::Pointer]);
}

#[test]
fn the_print_dialog_over_the_page_is_not_leaving() {
    let mut visit = Visit::at_a_desk();
    visit.sees(Signal::PrintStart);
    visit.moves_to(500.0, -80.0, 400);
    visit.passes(2_000);
    visit.sees(Signal::PrintEnd);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_window_without_the_focus_was_left_already() {
    let mut visit = Visit::at_a_desk();
    visit.sees(Signal::WindowBlur);
    visit.moves_to(500.0, 200.0, 400);
    visit.moves_to(500.0, -80.0, 400);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_pointer_pushed_out_of_the_way_of_typing_is_not_leaving() {
    let mut visit = Visit::at_a_desk();
    visit.sees(Signal::Key(Key::read("a", false, false)));
    visit.moves_to(500.0, -80.0, 400);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_shopper_who_goes_on_reading_with_the_keyboard_stays() {
    let mut visit = Visit::at_a_desk();
    visit.moves_to(500.0, -8.0, 700);
    visit.sees(Signal::Key(Key::read("PageDown", false, false)));
    assert_eq!(visit.kinds(), []);
}

#[test]
fn shortcuts_to_the_address_bar_are_leaving_and_others_are_not() {
    let fired = |name: &str, command, alt| {
        let mut visit = Visit::at_a_desk();
        visit.sees(Signal::Key(Key::read(name, command, alt)));
        visit.kinds()
    };
    assert_eq!(fired("l", true, false), [Fired::Shortcut]);
    assert_eq!(fired("d", false, true), [Fired::Shortcut]);
    for (name, command, alt) in [
        ("l", false, false),
        ("k", true, false),
        ("F12", false, false),
        ("@", true, true),
    ] {
        assert_eq!(fired(name, command, alt), [], "{name}");
    }
}

#[test]
fn a_click_into_the_address_bar_ends_the_doubt() {
    let mut visit = Visit::at_a_desk();
    visit.at = (640.0, -6.0);
    visit.sees(Signal::Leave(visit.pointer(0)));
    visit.passes(20);
    visit.sees(Signal::WindowBlur);
    let now = visit.now;
    assert_eq!(visit.fired, [(Fired::Pointer, now)]);
    assert_eq!(visit.kinds(), [Fired::Pointer], "and once only");
}

#[test]
fn a_tab_that_is_hidden_while_in_doubt_shows_nothing_behind_the_shoppers_back() {
    let mut visit = Visit::at_a_desk();
    visit.at = (640.0, -6.0);
    visit.sees(Signal::Leave(visit.pointer(0)));
    visit.sees(Signal::Hidden);
    visit.passes(20_000);
    visit.sees(Signal::Shown);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_shopper_who_came_back_can_leave_again() {
    let mut visit = Visit::at_a_desk();
    for _ in 0..2 {
        visit.moves_to(900.0, -70.0, 450);
        visit.passes(2_000);
        visit.moves_to(600.0, 400.0, 500);
        visit.passes(2_000);
    }
    assert_eq!(visit.kinds(), [Fired::Pointer, Fired::Pointer]);
}

#[test]
fn a_wake_that_comes_early_is_put_off_and_one_too_many_is_nothing() {
    let mut visit = Visit::at_a_desk();
    visit.at = (640.0, -6.0);
    visit.sees(Signal::Leave(visit.pointer(0)));
    let due = visit.due.unwrap_or_default();
    assert!(due > visit.now, "in doubt");
    assert_eq!(
        visit.detector.wake(due - 1),
        Some(Verdict::Wake { at: due })
    );
    assert_eq!(
        visit.detector.wake(due),
        Some(Verdict::Fire {
            kind: Fired::Pointer,
            at: due
        })
    );
    assert_eq!(visit.detector.wake(due + 1), None);
}

#[test]
fn a_clock_that_goes_backwards_and_coordinates_from_a_script_do_no_harm() {
    let mut visit = Visit::at_a_desk();
    for (at, x, y) in [
        (9_000, i32::MAX, i32::MIN),
        (8_000, i32::MIN, i32::MAX),
        (9_500, 0, i32::MIN),
    ] {
        let pointer = Pointer { x, y, buttons: 0 };
        for signal in [
            Signal::Move(pointer),
            Signal::Leave(pointer),
            Signal::Scroll(y, 0),
        ] {
            visit.detector.update(at, &signal);
        }
        visit.detector.update(at, &Signal::TouchStart);
        visit.detector.update(
            at,
            &Signal::Resize(Viewport {
                width: x,
                height: y,
            }),
        );
    }
}

#[test]
fn a_flick_to_the_top_and_then_nothing_is_leaving() {
    let mut visit = Visit::on_a_phone();
    visit.flicks_by(-1_390, 400);
    assert!(
        visit.fired.is_empty(),
        "the address bar may only be looked at"
    );
    assert_eq!(visit.kinds(), [Fired::Flick]);
}

#[test]
fn a_flick_to_the_top_for_the_menu_is_not_leaving() {
    let mut visit = Visit::on_a_phone();
    visit.flicks_by(-1_390, 400);
    visit.passes(200);
    visit.taps();
    assert_eq!(visit.kinds(), []);
}

#[test]
fn scrolling_up_at_leisure_is_not_leaving() {
    let mut visit = Visit::on_a_phone();
    for _ in 0..4 {
        visit.flicks_by(-349, 900);
        visit.passes(400);
    }
    assert!(visit.scroll < 10);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_short_flick_that_only_shows_the_browsers_bar_is_not_leaving() {
    let mut visit = Visit::on_a_phone();
    visit.flicks_by(-1_200, 2_000);
    visit.passes(500);
    visit.flicks_by(-190, 150);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_fast_flick_back_to_the_reviews_is_not_leaving() {
    let mut visit = Visit::on_a_phone();
    visit.flicks_by(-1_000, 300);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_flick_with_the_keyboard_open_is_not_leaving() {
    let mut visit = Visit::on_a_phone();
    visit.sees(Signal::FieldFocus);
    visit.flicks_by(-1_390, 400);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_page_that_scrolls_itself_is_not_leaving() {
    let mut long_after = Visit::on_a_phone();
    long_after.flicks_by(-600, 300);
    long_after.passes(2_000);
    long_after.scrolls_by(-790, 200, false);
    assert_eq!(long_after.kinds(), []);

    let mut under_a_resting_finger = Visit::on_a_phone();
    under_a_resting_finger.sees(Signal::TouchStart);
    under_a_resting_finger.passes(100);
    under_a_resting_finger.sees(Signal::TouchEnd);
    under_a_resting_finger.scrolls_by(-1_390, 400, false);
    assert_eq!(under_a_resting_finger.kinds(), []);

    let mut jumps = Visit::on_a_phone();
    jumps.flicks_by(-60, 300);
    jumps.passes(100);
    jumps.sees(Signal::Scroll(0, 0));
    assert_eq!(jumps.kinds(), []);
}

#[test]
fn the_back_to_top_button_is_not_leaving() {
    let mut visit = Visit::on_a_phone();
    visit.taps();
    visit.passes(60);
    visit.scrolls_by(-1_400, 400, false);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_new_route_that_starts_at_the_top_is_not_leaving() {
    let mut visit = Visit::on_a_phone();
    visit.flicks_by(-600, 300);
    visit.sees(Signal::Route);
    visit.scrolls_by(-800, 100, false);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn pulling_the_page_down_at_the_top_is_not_leaving() {
    let mut visit = Visit::on_a_phone();
    visit.flicks_by(-1_440, 400);
    assert!(visit.scroll < 0);
    visit.scrolls_by(40, 100, false);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn the_browsers_bar_coming_back_does_not_hide_a_flick_but_a_turned_phone_does() {
    let bar = Viewport {
        height: PHONE.height - 56,
        ..PHONE
    };
    let turned = Viewport {
        width: PHONE.height,
        height: PHONE.width,
    };
    for (viewport, expected) in [(bar, &[Fired::Flick][..]), (turned, &[][..])] {
        let mut visit = Visit::on_a_phone();
        visit.flicks_by(-1_390, 400);
        visit.passes(50);
        visit.sees(Signal::Resize(viewport));
        assert_eq!(visit.kinds(), expected);
    }
}

#[test]
fn the_address_bar_takes_the_focus_and_the_page_stays_visible() {
    let mut visit = Visit::on_a_phone();
    visit.sees(Signal::WindowBlur);
    assert_eq!(visit.kinds(), [Fired::AddressBar]);
}

#[test]
fn a_blink_of_the_focus_or_a_keyboard_is_not_leaving() {
    let mut blink = Visit::on_a_phone();
    blink.sees(Signal::WindowBlur);
    blink.passes(150);
    blink.sees(Signal::WindowFocus);
    assert_eq!(blink.kinds(), []);

    let mut types = Visit::on_a_phone();
    types.taps();
    types.sees(Signal::FieldFocus);
    types.sees(Signal::WindowBlur);
    assert_eq!(types.kinds(), []);
}

#[test]
fn comparing_elsewhere_is_noticed_on_return_and_a_message_is_not() {
    let away = |ms| {
        let mut visit = Visit::on_a_phone();
        visit.sees(Signal::WindowBlur);
        visit.sees(Signal::Hidden);
        visit.passes(ms);
        visit.sees(Signal::Shown);
        visit.sees(Signal::WindowFocus);
        visit.kinds()
    };
    assert_eq!(away(6_000), [Fired::Return]);
    assert_eq!(away(3_000), []);
}

#[test]
fn copying_the_products_name_is_comparing_prices_and_copying_a_coupon_is_not() {
    let copies = |text: &str| {
        let mut visit = Visit::on_a_phone();
        visit.sees(Signal::Copy(text.into()));
        visit.kinds()
    };
    assert_eq!(copies("Fjord Wool Jumper, Navy"), [Fired::CopiedName]);
    assert_eq!(copies(" fjord wool jumper\n"), [Fired::CopiedName]);
    for text in ["SAVE10-NAVY", "Navy", "", "   ", "42"] {
        assert_eq!(copies(text), [], "{text:?}");
    }
}

#[test]
fn copying_when_the_page_is_about_no_product_is_nothing() {
    let mut visit = Visit::on_a_phone();
    visit.sees(Signal::Product(String::new()));
    visit.sees(Signal::Copy("Fjord Wool Jumper".into()));
    assert_eq!(visit.kinds(), []);
}

#[test]
fn the_mouse_a_browser_makes_of_a_tap_is_not_a_pointer_leaving() {
    let mut visit = Visit::on_a_phone();
    visit.taps();
    visit.sees(Signal::Move(Pointer {
        x: 200,
        y: 300,
        buttons: 0,
    }));
    visit.passes(700);
    visit.sees(Signal::Leave(Pointer {
        x: 200,
        y: -60,
        buttons: 0,
    }));
    assert_eq!(visit.kinds(), []);
}

#[test]
fn the_order_in_which_a_browser_hides_and_blurs_does_not_matter() {
    let mut visit = Visit::on_a_phone();
    visit.sees(Signal::Hidden);
    visit.sees(Signal::WindowBlur);
    assert_eq!(visit.kinds(), []);
}

#[test]
fn a_laptop_with_a_touch_screen_is_a_desk_again_once_the_mouse_moves() {
    let mut visit = Visit::at_a_desk();
    visit.taps();
    visit.passes(3_000);
    visit.moves_to(600.0, 300.0, 700);
    visit.sees(Signal::Product("Fjord Wool Jumper".into()));
    visit.sees(Signal::Copy("Fjord Wool Jumper".into()));
    visit.sees(Signal::WindowBlur);
    visit.passes(1_000);
    assert_eq!(visit.fired, []);
    visit.sees(Signal::WindowFocus);
    visit.moves_to(600.0, -80.0, 400);
    assert_eq!(visit.kinds(), [Fired::Pointer]);
}
