//! A shopper's stories of what is put before them, and of what must never be.
//! `cargo test --release --test recommend -- --ignored --nocapture` measures quality on logs kept outside the project, where they are.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test reads its logs from files and times itself"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use proptest::{collection, option};
use std::path::PathBuf;
use std::time::Instant;
use vitrin::core::decimal::Decimal;
use vitrin::core::money::{Currency, Money};
use vitrin::core::product::{Availability, Details, Line, Product};
use vitrin::core::recommend::{
    Ask, Catalog, Kind, Merchant, Pick, Reading, Reason, View, advise, recommend, rerank,
};
use vitrin::core::time::{DAY, MINUTE, Time};
use vitrin::core::{json, value::Value};

const NOW: Time = Time(1_795_342_530_000);

fn ask(kind: Kind) -> Ask<'static> {
    Ask::of(kind, 20, NOW)
}

/// The shop of the stories.
const FEED: &str = include_str!("fixtures/recommend/feed.json");

fn catalog() -> Catalog {
    let (catalog, warnings) = Catalog::read(json::read(FEED).unwrap());
    assert_eq!(warnings, Vec::<String>::new());
    catalog
}

/// A product as its page tells it: the feed's row of that id.
fn product(id: &str) -> Product {
    let feed = json::read(FEED).unwrap();
    let row = feed
        .items()
        .iter()
        .find(|row| row.get("id").text() == Some(id));
    Product::read(row.unwrap(), None).unwrap()
}

fn viewed(ids: &[&str]) -> Vec<View> {
    let views = ids.iter().enumerate();
    views
        .map(|(ago, id)| View {
            product: product(id),
            at: Time(NOW.0 - ago as u64 * MINUTE),
            times: 1,
        })
        .collect()
}

fn ids(picks: &[Pick]) -> Vec<&str> {
    picks.iter().map(|pick| pick.product.id.as_str()).collect()
}

fn named(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn euro(amount: &str) -> Option<Money> {
    Money::new(Decimal::parse(amount)?, Currency::parse("EUR")?)
}

#[test]
fn what_was_looked_at_comes_back_newest_first_without_the_product_on_the_page() {
    let views = viewed(&["desk-walnut", "chair-oak", "lamp-brass"]);
    let page = product("desk-walnut");
    let picks = recommend(&Ask {
        page: Some(&page),
        views: &views,
        ..ask(Kind::RecentlyViewed)
    });
    assert_eq!(ids(&picks), ["chair-oak", "lamp-brass"]);
    assert!(
        picks
            .iter()
            .all(|pick| pick.reasons.items() == [Reason::ViewedRecently.about("")])
    );
    let first = recommend(&Ask {
        limit: 1,
        views: &views,
        ..ask(Kind::RecentlyViewed)
    });
    assert_eq!(ids(&first), ["desk-walnut"]);
}

#[test]
fn another_variant_of_the_product_on_the_page_is_the_product_on_the_page() {
    let mut views = viewed(&["chair-oak", "lamp-brass"]);
    views[0].product.id = "chair-oak-xl".into();
    views[0].product.url = Some("https://shop.example/p/chair-oak?variant=xl".into());
    let page = product("chair-oak");
    let picks = recommend(&Ask {
        page: Some(&page),
        views: &views,
        ..ask(Kind::RecentlyViewed)
    });
    assert_eq!(ids(&picks), ["lamp-brass"]);
}

#[test]
fn what_is_sold_out_is_not_offered_again() {
    let catalog = catalog();
    let mut views = viewed(&["lamp-sold-out", "lamp-brass", "chair-oak"]);
    views[0].product.availability = None;
    views[2].product.availability = Some(Availability::OutOfStock);
    let ask = Ask {
        views: &views,
        catalog: Some(&catalog),
        ..ask(Kind::RecentlyViewed)
    };
    assert_eq!(
        ids(&recommend(&ask)),
        ["lamp-brass"],
        "the feed says sold out; the page said so just now"
    );
    // A week later the feed knows better than the page did.
    let later = Time(NOW.0 + 7 * DAY);
    assert_eq!(
        ids(&recommend(&Ask { now: later, ..ask })),
        ["lamp-brass", "chair-oak"]
    );
}

#[test]
fn what_the_shop_no_longer_lists_goes_but_only_when_the_feed_has_proved_itself() {
    let catalog = catalog();
    let mut views = viewed(&["chair-oak", "lamp-brass", "desk-walnut", "lamp-steel"]);
    views[3].product.id = "gone".into();
    views[3].product.url = Some("https://shop.example/p/gone".into());
    let fresh = Ask {
        views: &views,
        catalog: Some(&catalog),
        ..ask(Kind::RecentlyViewed)
    };
    assert_eq!(
        recommend(&fresh).len(),
        4,
        "seen a minute ago: newer than the feed"
    );
    let later = Ask {
        now: Time(NOW.0 + 2 * DAY),
        ..fresh
    };
    assert_eq!(
        ids(&recommend(&later)),
        ["chair-oak", "lamp-brass", "desk-walnut"]
    );
    let unproved = Ask {
        views: &views[2..],
        ..later
    };
    assert_eq!(
        ids(&recommend(&unproved)),
        ["desk-walnut", "gone"],
        "one product listed proves nothing"
    );
}

#[test]
fn an_old_price_gives_way_to_the_feed_s_and_a_price_just_read_does_not() {
    let catalog = catalog();
    let mut views = viewed(&["chair-oak"]);
    views[0].product.price = euro("1.00");
    let fresh = Ask {
        views: &views,
        catalog: Some(&catalog),
        ..ask(Kind::RecentlyViewed)
    };
    let price = |ask: &Ask| recommend(ask)[0].product.price;
    assert_eq!(price(&fresh), euro("1.00"));
    let tomorrow = Ask {
        now: Time(NOW.0 + DAY),
        ..fresh
    };
    assert_eq!(price(&tomorrow), product("chair-oak").price);
}

#[test]
fn a_price_of_another_currency_is_not_shown() {
    let catalog = catalog();
    let mut page = product("lamp-brass");
    page.price = Money::new(Decimal::whole(99), Currency::parse("USD").unwrap());
    let views = viewed(&["chair-oak"]);
    for kind in [Kind::AlsoLike, Kind::RecentlyViewed] {
        let picks = recommend(&Ask {
            page: Some(&page),
            views: &views,
            catalog: Some(&catalog),
            ..ask(kind)
        });
        assert!(!picks.is_empty());
        assert!(
            picks.iter().all(|pick| pick.product.price.is_none()),
            "the feed's euros for a shopper of dollars"
        );
        assert!(picks.iter().all(|pick| {
            !pick
                .reasons
                .items()
                .contains(&Reason::SimilarPrice.about(""))
        }));
    }
}

#[test]
fn beside_a_lamp_stand_other_lamps_with_the_reasons_that_chose_them() {
    let catalog = catalog();
    let page = product("lamp-brass");
    let picks = recommend(&Ask {
        limit: 3,
        page: Some(&page),
        catalog: Some(&catalog),
        ..ask(Kind::AlsoLike)
    });
    assert_eq!(picks.len(), 3);
    for pick in &picks {
        assert_eq!(pick.product.category.as_deref(), Some("Home > Lamps"));
        assert_eq!(
            pick.reasons
                .items()
                .contains(&Reason::SameBrand.about("Nordvik")),
            pick.product.brand.as_deref() == Some("Nordvik")
        );
        assert!(
            pick.reasons
                .items()
                .contains(&Reason::SameCategory.about("Lamps")),
            "{:?}",
            pick.reasons
        );
        assert!(
            !pick
                .reasons
                .items()
                .contains(&Reason::ViewedRecently.about("")),
            "nothing was looked at"
        );
    }
    assert_eq!(
        picks[0].product.id, "lamp-steel",
        "of the same brand and price, and words in common"
    );
    assert_eq!(
        json::write(&picks[0].reasons),
        r#"[{"code":"same-category","subject":"Lamps"},{"code":"same-brand","subject":"Nordvik"},{"code":"shared-words"},{"code":"similar-price"}]"#
    );
}

#[test]
fn the_company_of_a_product_is_never_itself_nor_bought_nor_in_the_cart_nor_shown_nor_sold_out() {
    let catalog = catalog();
    let page = product("lamp-brass");
    let cart = [Line {
        product: product("lamp-steel"),
        quantity: 1,
    }];
    let picks = recommend(&Ask {
        page: Some(&page),
        cart: &cart,
        bought: &named(&["lamp-paper"]),
        shown: &named(&["lamp-clamp"]),
        catalog: Some(&catalog),
        ..ask(Kind::AlsoLike)
    });
    assert!(!picks.is_empty());
    for absent in [
        "lamp-brass",
        "lamp-steel",
        "lamp-paper",
        "lamp-clamp",
        "lamp-sold-out",
    ] {
        assert!(!ids(&picks).contains(&absent), "{absent}");
    }
}

#[test]
fn on_a_page_without_a_product_the_visit_decides() {
    let catalog = catalog();
    let views = viewed(&["mug-blue", "mug-green"]);
    let picks = recommend(&Ask {
        limit: 2,
        views: &views,
        catalog: Some(&catalog),
        ..ask(Kind::AlsoLike)
    });
    assert_eq!(picks.len(), 2);
    for pick in &picks {
        assert_eq!(pick.product.category.as_deref(), Some("Kitchen > Mugs"));
        assert!(
            !["mug-blue", "mug-green"].contains(&pick.product.id.as_str()),
            "there are mugs not seen yet"
        );
        assert_eq!(pick.reasons.items()[0], Reason::InterestedIn.about("Mugs"));
        assert!(
            !pick
                .reasons
                .items()
                .iter()
                .any(|reason| reason.get("code").text() == Some(Reason::SameCategory.code())),
            "there is no page's product"
        );
    }
}

#[test]
fn a_stranger_on_the_home_page_gets_no_guesses() {
    let catalog = catalog();
    for kind in [Kind::AlsoLike, Kind::RecentlyViewed] {
        assert_eq!(
            recommend(&Ask {
                catalog: Some(&catalog),
                ..ask(kind)
            }),
            []
        );
        assert_eq!(recommend(&ask(kind)), []);
    }
}

#[test]
fn without_a_feed_what_was_seen_serves_and_never_the_product_on_the_page() {
    let views = viewed(&["lamp-brass", "mug-blue", "lamp-steel"]);
    let page = product("lamp-brass");
    let picks = recommend(&Ask {
        page: Some(&page),
        views: &views,
        ..ask(Kind::AlsoLike)
    });
    assert_eq!(
        ids(&picks),
        ["lamp-steel", "mug-blue"],
        "the other lamp first"
    );
    assert!(
        picks[0]
            .reasons
            .items()
            .contains(&Reason::SameCategory.about("Lamps"))
    );
    assert_eq!(
        picks[1].reasons.items(),
        [Reason::ViewedRecently.about("")],
        "the mug is like nothing here"
    );
    let only = recommend(&Ask {
        page: Some(&page),
        views: &views[..1],
        ..ask(Kind::AlsoLike)
    });
    assert_eq!(only, []);
}

#[test]
fn company_can_be_asked_for_a_product_by_its_id_and_an_unknown_one_has_none() {
    let catalog = catalog();
    let page = product("mug-blue");
    let views = viewed(&["mug-green"]);
    let near = |id: &'static str| {
        recommend(&Ask {
            views: &views,
            page: Some(&page),
            near: Some(id),
            limit: 2,
            catalog: Some(&catalog),
            ..ask(Kind::AlsoLike)
        })
    };
    let picks = near("lamp-brass");
    assert!(
        picks
            .iter()
            .all(|pick| pick.product.category.as_deref() == Some("Home > Lamps"))
    );
    assert_eq!(picks.len(), 2);
    assert_eq!(near("no-such-thing"), []);
}

#[test]
fn no_brand_takes_the_row_and_the_same_title_does_not_stand_twice_while_there_are_others() {
    let rows: Vec<Value> = (0..12_u32)
        .map(|at| {
            Value::object()
                .with("id", at)
                .with(
                    "title",
                    if at < 4 {
                        "Running shoe".into()
                    } else {
                        [
                            "Running shoe model",
                            "abcdefghijkl".get(at as usize..).unwrap(),
                        ]
                        .join(" ")
                    },
                )
                .with("brand", if at < 8 { "Loud" } else { "Quiet" })
                .with("category", "Shoes")
        })
        .collect();
    let (catalog, _) = Catalog::read(Value::list(rows.clone()));
    let page = Product::read(&rows[0], None).unwrap();
    let picks = recommend(&Ask {
        page: Some(&page),
        limit: 6,
        catalog: Some(&catalog),
        ..ask(Kind::AlsoLike)
    });
    assert_eq!(picks.len(), 6);
    let loud = picks
        .iter()
        .filter(|pick| pick.product.brand.as_deref() == Some("Loud"))
        .count();
    assert_eq!(loud, 3, "half of the row");
    let same = picks
        .iter()
        .filter(|pick| pick.product.title == "Running shoe")
        .count();
    assert_eq!(same, 1);
    let all = recommend(&Ask {
        page: Some(&page),
        catalog: Some(&catalog),
        ..ask(Kind::AlsoLike)
    });
    assert_eq!(
        all.len(),
        11,
        "when there is nothing else, more of the same"
    );
}

#[test]
fn words_meet_across_case_number_and_script() {
    for (one, other) in [
        ("Table LAMPS", "lamp"),
        ("ÄPFEL frisch", "äpfel"),
        ("ЛАМПА зелёная", "лампа"),
        ("真鍮のランプ", "卓上ランプ"),
    ] {
        let row = |id: &str, title: &str| Value::object().with("id", id).with("title", title);
        let (catalog, _) = Catalog::read(Value::list(vec![row("1", one), row("2", "unlike")]));
        let page = Product::read(&row("3", other), None).unwrap();
        let picks = recommend(&Ask {
            page: Some(&page),
            catalog: Some(&catalog),
            ..ask(Kind::AlsoLike)
        });
        assert_eq!(ids(&picks), ["1"], "{one} / {other}");
        assert_eq!(picks[0].reasons.items(), [Reason::SharedWords.about("")]);
    }
}

#[test]
fn a_feed_with_bad_rows_is_read_for_its_good_ones_and_says_so_once() {
    let (catalog, warnings) = Catalog::read(
        json::read(r#"{"products": [{"id": 1, "title": "Lamp"}, {"id": 2}, "what", null, {"title": "Nameless is its own id"}]}"#).unwrap(),
    );
    assert_eq!(catalog.len(), 2);
    assert_eq!(
        warnings,
        [
            "3 of 5 rows of the catalog were skipped: each needs an `id` and a `title` (the first is row 2)."
        ]
    );
    let (catalog, warnings) = Catalog::read(Value::list(Vec::new()));
    assert!(catalog.is_empty() && warnings.is_empty(), "an empty shop");
    for nothing in ["{}", "7", r#"{"products": 7}"#] {
        let (catalog, warnings) = Catalog::read(json::read(nothing).unwrap());
        assert!(catalog.is_empty());
        assert_eq!(warnings.len(), 1, "{nothing}");
    }
}

#[test]
fn a_large_feed_is_read_in_slices_and_a_search_finds_what_any_of_them_holds() {
    let others = (0..5_000_u32).map(|at| {
        Value::object()
            .with("id", at)
            .with("title", ["Thing", &at.to_string()].join(" "))
    });
    let stories = json::read(FEED).unwrap();
    let mut rows: Vec<Value> = others.collect();
    rows.extend_from_slice(stories.items());
    let mut reading = Reading::of(Value::list(rows));
    let mut slices = 0;
    while reading.take() {
        slices += 1;
    }
    assert!(slices > 1);
    let (large, warnings) = reading.finish();
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(large.len(), 5_000 + stories.items().len());
    let page = product("lamp-brass");
    assert_eq!(large.known(&page), Some(page.clone()));
    let first = |catalog| {
        let picks = recommend(&Ask {
            page: Some(&page),
            catalog: Some(catalog),
            ..ask(Kind::AlsoLike)
        });
        picks[0].product.id.clone()
    };
    assert_eq!(first(&large), first(&catalog()));
}

fn of(kind: Kind) -> Ask<'static> {
    Ask {
        limit: 4,
        ..ask(kind)
    }
}

#[test]
fn similar_is_of_the_same_category_and_about_the_price_and_needs_a_product() {
    let catalog = catalog();
    let page = product("lamp-brass");
    let views = viewed(&["mug-blue", "mug-green"]);
    let similar = Ask {
        page: Some(&page),
        views: &views,
        catalog: Some(&catalog),
        ..ask(Kind::Similar)
    };
    let picks = recommend(&similar);
    assert_eq!(
        ids(&picks),
        ["lamp-steel", "lamp-floor"],
        "89 euros: neither the lamp of 19, nor the mugs this visit is about"
    );
    assert_eq!(
        ids(&recommend(&Ask {
            page: None,
            ..similar
        })),
        [""; 0]
    );
}

#[test]
fn a_step_up_is_dearer_of_the_same_kind_and_never_on_sale() {
    let feed = FEED.replace(
        r#""id": "lamp-floor","#,
        r#""id": "lamp-floor", "compare_at_price": "159.00","#,
    );
    let (on_sale, _) = Catalog::read(json::read(&feed).unwrap());
    let catalog = catalog();
    let page = product("lamp-steel");
    let step = Ask {
        page: Some(&page),
        catalog: Some(&catalog),
        ..ask(Kind::StepUp)
    };
    assert_eq!(
        ids(&recommend(&step)),
        ["lamp-floor"],
        "89 is no step from 79"
    );
    let reduced = Ask {
        catalog: Some(&on_sale),
        ..step
    };
    assert_eq!(ids(&recommend(&reduced)), [""; 0]);
    let dearest = product("lamp-floor");
    let page = Some(&dearest);
    assert_eq!(ids(&recommend(&Ask { page, ..step })), [""; 0]);
}

#[test]
fn what_cannot_be_known_is_not_claimed() {
    let catalog = catalog();
    let page = product("lamp-brass");
    let views = viewed(&["mug-blue", "mug-green"]);
    for kind in [
        Kind::BoughtTogether,
        Kind::GoesWith,
        Kind::BuyAgain,
        Kind::BestSellers,
        Kind::Trending,
        Kind::New,
        Kind::BackInStock,
        Kind::FromSearch,
        Kind::Look,
        Kind::Picks,
    ] {
        let picks = recommend(&Ask {
            page: Some(&page),
            views: &views,
            catalog: Some(&catalog),
            ..of(kind)
        });
        assert_eq!(
            ids(&picks),
            [""; 0],
            "{}: no log, no orders, no dates, no lists",
            kind.name()
        );
    }
}

#[test]
fn where_a_kind_has_too_little_to_say_another_steps_in_under_its_own_heading() {
    let catalog = catalog();
    let page = product("lamp-brass");
    let known = Ask {
        page: Some(&page),
        catalog: Some(&catalog),
        ..of(Kind::BoughtTogether)
    };
    let (used, picks) = advise(&known, &mut Vec::new());
    assert_eq!(
        (used, used.heading()),
        (Kind::AlsoLike, "You may also like")
    );
    assert_eq!(picks.len(), 4);
    // Of a history, of purchases and of a list nothing else is true.
    for kind in [
        Kind::RecentlyViewed,
        Kind::BuyAgain,
        Kind::StepUp,
        Kind::Look,
    ] {
        assert_eq!(
            advise(
                &Ask {
                    kind,
                    page: None,
                    ..known
                },
                &mut Vec::new()
            ),
            (kind, Vec::new())
        );
    }
}

#[test]
fn what_was_bought_comes_again_only_where_it_is_asked_for_and_another_of_its_kind_comes_last() {
    let catalog = catalog();
    let bought = named(&["mug-blue", "gone-for-good"]);
    let again = Ask {
        bought: &bought,
        catalog: Some(&catalog),
        ..of(Kind::BuyAgain)
    };
    let picks = recommend(&again);
    assert_eq!(ids(&picks), ["mug-blue"]);
    assert_eq!(
        picks[0].reasons,
        Value::list(vec![Reason::BoughtBefore.about("")])
    );
    let views = viewed(&["mug-white", "pan-iron"]);
    let home = Ask {
        views: &views,
        bought: &bought,
        ..ask(Kind::AlsoLike)
    };
    assert_eq!(
        ids(&recommend(&home)),
        ["pan-iron", "mug-white"],
        "who has a mug needs no second one first"
    );
}

#[test]
fn new_is_what_the_feed_says_was_listed_lately() {
    let day = |ago: u64| Time(NOW.0 - ago * DAY).iso()[..10].to_owned();
    let mut feed = FEED.to_owned();
    for (id, since) in [
        ("rug-wool", day(3)),
        ("mug-blue", day(1)),
        ("pan-iron", day(200)),
        ("lamp-sold-out", day(2)),
        ("chair-oak", "soon".to_owned()),
    ] {
        let id = format!(r#""id": "{id}","#);
        feed = feed.replace(&id, &format!(r#"{id} "created_at": "{since}T10:00:00Z","#));
    }
    let (catalog, _) = Catalog::read(json::read(&feed).unwrap());
    let picks = recommend(&Ask {
        catalog: Some(&catalog),
        ..of(Kind::New)
    });
    assert_eq!(ids(&picks), ["mug-blue", "rug-wool"]);
}

#[test]
fn back_in_stock_is_what_the_shopper_could_not_have() {
    let catalog = catalog();
    let mut views = viewed(&["lamp-brass", "chair-oak"]);
    views[0].product.availability = Some(Availability::SoldOut);
    let back = Ask {
        views: &views,
        catalog: Some(&catalog),
        ..of(Kind::BackInStock)
    };
    assert_eq!(ids(&recommend(&back)), [""; 0], "the page said so just now");
    let now = Time(NOW.0 + DAY);
    assert_eq!(ids(&recommend(&Ask { now, ..back })), ["lamp-brass"]);
}

#[test]
fn the_last_search_finds_its_words_and_says_so() {
    let catalog = catalog();
    let views = viewed(&["mug-blue"]);
    let search = Ask {
        search: Some("desk"),
        views: &views,
        catalog: Some(&catalog),
        ..ask(Kind::FromSearch)
    };
    let picks = recommend(&search);
    let mut found = ids(&picks);
    found.sort_unstable();
    assert_eq!(
        found,
        ["chair-desk", "desk-walnut", "lamp-brass", "lamp-steel"]
    );
    assert_eq!(
        picks[0].reasons,
        Value::list(vec![Reason::MatchesSearch.about("desk")])
    );
    let search = Some("bicycle");
    assert_eq!(
        ids(&recommend(&Ask {
            search,
            ..ask(Kind::FromSearch)
        })),
        [""; 0]
    );
}

#[test]
fn a_shop_pins_boosts_excludes_filters_and_orders() {
    let catalog = catalog();
    let page = product("lamp-brass");
    let beside = |rules: &str| {
        let merchant = settings(rules);
        let picks = recommend(&Ask {
            page: Some(&page),
            catalog: Some(&catalog),
            merchant: &merchant,
            ..of(Kind::AlsoLike)
        });
        ids(&picks).join(" ")
    };
    assert_eq!(
        beside(r#"{"rules": [{"pin": ["rug-wool", "lamp-sold-out", "lamp-brass"]}]}"#),
        "rug-wool lamp-steel lamp-floor lamp-clamp",
        "what is wanted in front, but not what is sold out or on the page"
    );
    assert_eq!(
        beside(r#"{"rules": [{"exclude": {"brand": ["LUMI", "sov"]}}]}"#),
        "lamp-steel chair-desk desk-walnut chair-oak"
    );
    assert_eq!(
        beside(
            r#"{"rules": [{"filter": {"category": "lamps", "max_price": 45}, "order": "price"}]}"#
        ),
        "lamp-night lamp-paper lamp-clamp"
    );
    assert_eq!(
        beside(r#"{"rules": [{"boost": {"ids": ["lamp-night"], "by": 16}}]}"#)
            .split(' ')
            .next(),
        Some("lamp-night")
    );
    assert_eq!(
        beside(
            r#"{"rules": [{"for": {"category": "Mugs"}, "pin": ["rug-wool"]}, {"kind": "similar", "pin": ["rug-wool"]}]}"#
        ),
        beside("{}"),
        "these are for elsewhere"
    );
}

#[test]
fn what_a_shop_wants_in_front_is_said_to_be_its_wish_and_no_fact_is_made_of_it() {
    let merchant = settings(r#"{"rules": [{"pin": ["rug-wool"], "boost": {"brand": "Nordvik"}}]}"#);
    let catalog = catalog();
    let page = product("lamp-brass");
    let known = Ask {
        page: Some(&page),
        catalog: Some(&catalog),
        merchant: &merchant,
        ..of(Kind::AlsoLike)
    };
    let wish = Reason::ShopChoice.about("");
    for pick in recommend(&known) {
        let nordvik = pick.product.brand.as_deref() == Some("Nordvik");
        let pinned = pick.product.id == "rug-wool";
        assert_eq!(pick.reasons.items().contains(&wish), nordvik || pinned);
    }
    for kind in [Kind::BestSellers, Kind::New, Kind::StepUp, Kind::FromSearch] {
        let picks = recommend(&Ask {
            kind,
            search: Some("lamp"),
            ..known
        });
        assert!(!ids(&picks).contains(&"rug-wool"), "{}", kind.name());
    }
}

#[test]
fn looks_and_picks_are_the_shop_s_own() {
    let merchant = settings(
        r#"{"looks": {"desk": ["desk-walnut", "chair-desk", "lamp-brass", "no-such"], "tea": ["mug-blue", "pan-iron"]},
            "picks": {"cups": {"filter": {"category": "Kitchen > Mugs"}, "order": "-price"}, "wool": {"filter": {"title": "wool"}}}}"#,
    );
    let catalog = catalog();
    let page = product("chair-desk");
    let look = Ask {
        page: Some(&page),
        catalog: Some(&catalog),
        merchant: &merchant,
        ..of(Kind::Look)
    };
    assert_eq!(ids(&recommend(&look)), ["desk-walnut", "lamp-brass"]);
    let tea = Ask {
        of: Some("tea"),
        ..look
    };
    assert_eq!(ids(&recommend(&tea)), ["mug-blue", "pan-iron"]);
    let elsewhere = product("rug-wool");
    let page = Some(&elsewhere);
    assert_eq!(ids(&recommend(&Ask { page, ..look })), [""; 0]);
    let picks = Ask {
        kind: Kind::Picks,
        ..look
    };
    assert_eq!(
        ids(&recommend(&Ask {
            of: Some("cups"),
            ..picks
        })),
        ["mug-travel", "mug-blue", "mug-green", "mug-white"]
    );
    assert_eq!(
        ids(&recommend(&Ask {
            of: Some("wool"),
            ..picks
        })),
        ["rug-wool"]
    );
    assert_eq!(
        ids(&recommend(&Ask {
            of: Some("woll"),
            ..picks
        })),
        [""; 0]
    );
}

#[test]
fn a_mistake_in_the_rules_is_named_with_its_path_and_the_rest_holds() {
    let mut warnings = Vec::new();
    let text = r#"{"rules": [{"pins": ["a"]}, {"exclude": {"brnd": "x"}, "order": "prize"}, {"for": {"min_price": "dear"}, "pin": ["a"]},
        {"kind": "best-sellers", "pin": ["a"]}, {"kind": "best-seller"}, 7], "looks": {"one": "a"}, "picks": [1]}"#;
    let merchant = Merchant::read(&json::read(text).unwrap(), &mut warnings);
    let messages: Vec<_> = warnings
        .iter()
        .map(|warning| warning.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "`rules[0]`: `pins` is unknown; did you mean `pin`?",
            "`rules[1].exclude`: `brnd` is unknown; did you mean `brand`?",
            "`rules[1].order`: `prize` is unknown; did you mean `price`?",
            "`rules[2].for.min_price`: expected a number, found a text; it is left out",
            "`rules[3].kind`: expected a kind whose heading claims no fact, for `pin`, found best-sellers; it is left out",
            "`rules[4].kind`: `best-seller` is unknown; did you mean `best-sellers`?",
            "`rules[5]`: expected an object, found a number; it is left out",
            "`picks`: expected an object of names, found a list; it is left out",
            "`looks.one`: expected a list of ids, found a text; it is left out",
        ]
    );
    let catalog = catalog();
    let picks = recommend(&Ask {
        page: Some(&product("lamp-brass")),
        catalog: Some(&catalog),
        merchant: &merchant,
        ..of(Kind::AlsoLike)
    });
    assert_eq!(
        picks.len(),
        4,
        "a clause that is not understood excludes nothing"
    );
}

#[test]
fn what_the_page_lists_itself_is_not_shown_once_more() {
    let catalog = catalog();
    let page = product("lamp-brass");
    let listed = [product("lamp-steel")];
    let picks = recommend(&Ask {
        page: Some(&page),
        listed: &listed,
        catalog: Some(&catalog),
        ..of(Kind::AlsoLike)
    });
    assert_eq!(picks.len(), 4);
    assert!(!ids(&picks).contains(&"lamp-steel"));
}

#[test]
fn a_list_of_the_shop_s_own_is_put_in_the_order_of_interest_and_loses_nothing() {
    let catalog = catalog();
    let views = viewed(&["lamp-brass", "lamp-steel"]);
    let grid = named(&[
        "rug-wool",
        "pan-iron",
        "mug-blue",
        "lamp-clamp",
        "unknown",
        "lamp-floor",
        "rug-wool",
    ]);
    let known = Ask {
        views: &views,
        catalog: Some(&catalog),
        ..ask(Kind::AlsoLike)
    };
    let ids =
        |ids: &Value| -> Vec<String> { ids.items().iter().filter_map(Value::scalar).collect() };
    let asked: Vec<Value> = grid.iter().map(|id| Value::from(id.as_str())).collect();
    let order = ids(&rerank(&known, &asked));
    assert_eq!(order[0], "lamp-clamp");
    let place = |id| order.iter().position(|one| one == id);
    assert!(place("lamp-floor") < place("pan-iron") && place("lamp-floor") < place("mug-blue"));
    assert!(
        place("pan-iron") < place("mug-blue"),
        "neither is of interest: as the shop has them"
    );
    let mut sorted = order.clone();
    sorted.sort_unstable();
    let mut same = grid[..6].to_vec();
    same.sort_unstable();
    assert_eq!(sorted, same, "each once, and none left out");
    assert_eq!(order, ids(&rerank(&known, &asked)));
    assert_eq!(
        ids(&rerank(&ask(Kind::AlsoLike), &asked)),
        grid[..6],
        "of a stranger nothing is known: the shop's own order"
    );
}

#[test]
fn a_price_that_is_too_old_is_no_price() {
    let views = viewed(&["chair-oak"]);
    let week = Ask {
        views: &views,
        price_kept: 7 * DAY,
        ..of(Kind::RecentlyViewed)
    };
    let price = |ask: &Ask| recommend(ask)[0].product.price;
    assert_eq!(price(&week), euro("149.00"));
    let later = Ask {
        now: Time(NOW.0 + 8 * DAY),
        ..week
    };
    assert_eq!(price(&later), None);
    let catalog = catalog();
    let listed = Ask {
        catalog: Some(&catalog),
        ..later
    };
    assert_eq!(
        price(&listed),
        euro("149.00"),
        "the catalog knows the present one"
    );
}

#[test]
fn every_kind_is_found_by_its_name() {
    for name in Kind::names() {
        assert_eq!(Kind::parse(name).map(Kind::name), Some(name));
    }
    assert_eq!(Kind::parse("alsolike"), None);
}

fn any_product() -> impl Strategy<Value = Product> {
    let text = |of: &'static str| prop_oneof![4 => of.prop_map(Some), 1 => Just(None)];
    (
        "[a-f]|.{0,3}",
        "(red|blue|lamp|lamps|mug|真鍮| ){0,6}|\\PC{0,12}",
        (text("[a-f]|/p/[a-f]|https://s\\.example/p/[a-f]"), text("[a-f]"), text("Nord|Sud|.{0,4}"), text("A|A > B|A > C|.{0,6}")),
        prop_oneof![Just(None), (any::<u32>(), prop_oneof![Just("EUR"), Just("JPY")]).prop_map(|(amount, code)| Money::new(Decimal::scaled(i64::from(amount), 2), Currency::parse(code)?))],
        prop_oneof![3 => Just(None), 1 => Just(Some(Availability::SoldOut)), 3 => Just(Some(Availability::InStock))],
    )
        .prop_map(|(id, title, (url, sku, brand, category), price, availability)| Product::from(Details {
            id, title, url, sku, brand, category, price, availability, ..Details::default()
        }))
}

/// What a shop may want: without one brand, one kind of thing in front, the cheapest first.
fn some_rules() -> Merchant {
    settings(
        r#"{"rules": [{"exclude": {"brand": "Sud"}, "boost": {"title": "lamp", "by": 3}}, {"kind": "also-like", "pin": ["a", "b"], "order": "price"}],
            "picks": {"lamps": {"filter": {"title": ["lamp", "mug"]}}}, "looks": {"one": ["a", "b", "c"]}}"#,
    )
}

/// The shop's settings, with nothing wrong in them.
fn settings(text: &str) -> Merchant {
    let mut warnings = Vec::new();
    let merchant = Merchant::read(&json::read(text).unwrap(), &mut warnings);
    assert_eq!(warnings, Vec::new());
    merchant
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    #[test]
    fn whatever_is_asked_the_answer_is_short_new_and_always_the_same(
        feed in collection::vec(any_product(), 0..40),
        seen in collection::vec((any_product(), any::<u64>(), any::<u32>()), 0..15),
        cart in collection::vec(any_product(), 0..4),
        page in option::of(any_product()),
        near in option::of("[a-f]"),
        bought in collection::vec("[a-f]", 0..3),
        limit in 0_usize..8,
        kind in prop::sample::select(&Kind::ALL[..]),
        search in option::of("[a-c]{1,3}"),
        has_feed in any::<bool>(),
    ) {
        let (catalog, _) = Catalog::read(feed.iter().collect());
        let views: Vec<View> = seen.into_iter().map(|(product, at, times)| View { product, at: Time(at), times }).collect();
        let cart: Vec<Line> = cart.into_iter().map(|product| Line { product, quantity: 1 }).collect();
        let ask = Ask {
            kind, limit, page: page.as_ref(), near: near.as_deref(), views: &views, cart: &cart, bought: &bought,
            search: search.as_deref(), catalog: has_feed.then_some(&catalog), merchant: &some_rules(),
            ..Ask::of(kind, limit, NOW)
        };
        let picks = recommend(&ask);
        prop_assert_eq!(&picks, &recommend(&ask));
        prop_assert!(picks.len() <= limit);
        for (at, pick) in picks.iter().enumerate() {
            prop_assert!(!pick.reasons.items().is_empty());
            prop_assert!(!pick.product.sold_out());
            prop_assert!(!picks[..at].iter().any(|other| other.product.is(&pick.product)));
            prop_assert!(!page.as_ref().is_some_and(|page| page.is(&pick.product)));
            prop_assert!(pick.product.brand.as_deref() != Some("Sud"));
            if !matches!(kind, Kind::RecentlyViewed | Kind::BackInStock | Kind::BuyAgain | Kind::Look) {
                prop_assert!(!cart.iter().any(|line| line.product.is(&pick.product)));
                prop_assert!(!bought.contains(&pick.product.id));
            }
        }
        let currencies: Vec<_> = picks.iter().filter_map(|pick| pick.product.price).map(|price| price.currency).collect();
        if page.as_ref().is_some_and(|page| page.price.is_some()) {
            prop_assert!(currencies.iter().all(|currency| Some(*currency) == page.as_ref().and_then(|page| page.price).map(|price| price.currency)));
        }
    }
}

fn shared(path: &str) -> Option<String> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(path);
    let text = std::fs::read_to_string(
        std::env::var("SHARED").map_or(file, |dir| PathBuf::from(dir).join(path)),
    )
    .ok();
    if text.is_none() {
        println!("skipped: ../shared not found");
    }
    text
}

/// Hit rate among the first 20, in thousandths: of the whole with the last product as the page's, and with interest alone.
fn hit_rates(catalog: &Catalog, products: &[Product], cases: &[Vec<usize>]) -> [usize; 2] {
    let mut hits = [0; 2];
    for case in cases {
        let (target, seen) = case.split_first().unwrap();
        let views: Vec<View> = seen
            .iter()
            .rev()
            .enumerate()
            .map(|(ago, item)| View {
                product: products[*item].clone(),
                at: Time(NOW.0 - ago as u64 * MINUTE),
                times: 1,
            })
            .collect();
        for (hit, page) in hits
            .iter_mut()
            .zip([views.first().map(|view| &view.product), None])
        {
            let picks = recommend(&Ask {
                page,
                views: &views,
                catalog: Some(catalog),
                ..ask(Kind::AlsoLike)
            });
            *hit += usize::from(
                picks
                    .iter()
                    .any(|pick| pick.product.id == products[*target].id),
            );
        }
    }
    hits.map(|hits| hits * 1000 / cases.len().max(1))
}

fn numbers(text: &str) -> Vec<Vec<usize>> {
    text.lines()
        .map(|line| {
            line.split_whitespace()
                .map(|word| word.parse().unwrap())
                .collect()
        })
        .collect()
}

#[test]
#[ignore = "a measurement, not a proof"]
fn how_often_content_alone_finds_the_next_product() {
    let (Some(rows), Some(train)) = (
        shared("sessions/baskets/catalog.tsv"),
        shared("sessions/baskets/train.txt"),
    ) else {
        return;
    };
    let feed: Value = rows
        .lines()
        .map(|line| {
            let mut cells = line.split('\t');
            let id = cells.next().unwrap();
            cells.next();
            Value::object()
                .with("id", id)
                .with("price", cells.next().unwrap())
                .with("currency", "GBP")
                .with("title", cells.next().unwrap())
        })
        .collect();
    let (catalog, warnings) = Catalog::read(feed.clone());
    println!("{} products, {warnings:?}", catalog.len());
    let products: Vec<Product> = feed
        .items()
        .iter()
        .map(|row| Product::read(row, None).unwrap())
        .collect();
    let orders = numbers(&train);
    let tuning: Vec<Vec<usize>> = orders[orders.len() * 9 / 10..]
        .iter()
        .enumerate()
        .filter_map(|(at, order)| {
            let items = &order[1..];
            let length = [1, 2, 3, 5][at % 4];
            // Items of an order in a made-up order of their own: neighbours on an invoice are too easy.
            let mut mixed: Vec<(usize, usize)> = items
                .iter()
                .map(|item| (item.wrapping_mul(2_654_435_761) % 65_537, *item))
                .collect();
            mixed.sort_unstable();
            mixed.dedup();
            let start = at * 7919 % mixed.len();
            let case: Vec<usize> = mixed
                .iter()
                .cycle()
                .skip(start)
                .take(length + 1)
                .map(|(_, item)| *item)
                .collect();
            (mixed.len() > length).then_some(case)
        })
        .collect();
    println!(
        "last tenth of train: {:?} of {}",
        hit_rates(&catalog, &products, &tuning),
        tuning.len()
    );
    if std::env::var("FINAL").is_ok() {
        for name in ["test", "test_cold"] {
            let cases = numbers(&shared(&format!("sessions/baskets/{name}.txt")).unwrap());
            println!(
                "{name}: {:?} of {}",
                hit_rates(&catalog, &products, &cases),
                cases.len()
            );
        }
    }
}

#[test]
#[ignore = "a measurement, not a proof"]
fn what_a_shopper_of_a_real_catalog_is_shown() {
    let Some(text) = shared("catalogs/dummyjson_products.json") else {
        return;
    };
    let rows = json::read(&text).unwrap();
    let rows = rows.items().iter().cloned();
    let feed: Value = rows.map(|row| row.with("currency", "USD")).collect();
    let (catalog, warnings) = Catalog::read(feed.clone());
    println!("{} products, {warnings:?}", catalog.len());
    let products: Vec<Product> = feed
        .items()
        .iter()
        .map(|row| Product::read(row, None).unwrap())
        .collect();
    let mut same = 0;
    let mut all = 0;
    for (at, page) in products.iter().enumerate() {
        let picks = recommend(&Ask {
            page: Some(page),
            catalog: Some(&catalog),
            limit: 4,
            ..ask(Kind::AlsoLike)
        });
        all += picks.len();
        same += picks
            .iter()
            .filter(|pick| pick.product.category == page.category)
            .count();
        if at % 24 == 0 {
            println!(
                "\n{} ({:?}, {:?})",
                page.title,
                page.brand,
                page.price.map(|price| price.amount_text())
            );
            for pick in &picks {
                println!(
                    "   {} {} {:?}",
                    pick.product.title,
                    pick.product
                        .price
                        .map_or_else(String::new, |price| price.amount_text()),
                    pick.reasons
                );
            }
        }
    }
    println!(
        "\n{same} of {all} cards of the page's category; {} places",
        products.len() * 4
    );
}

#[test]
#[ignore = "a measurement, not a proof"]
fn how_long_a_recommendation_takes() {
    for size in [5_000_u64, 40_000] {
        let feed: Value = (0..size)
            .map(|at| {
                let mix = |salt: u64, of: u64| {
                    ((at + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) % of
                };
                Value::object()
                    .with("id", at)
                    .with(
                        "title",
                        format!(
                            "word{} term{} thing{} no{}",
                            mix(1, 300),
                            mix(2, 2000),
                            mix(3, 50),
                            mix(4, 9)
                        ),
                    )
                    .with("url", format!("https://shop.example/p/{at}"))
                    .with("image", format!("https://shop.example/i/{at}.jpg"))
                    .with("brand", format!("brand {}", mix(5, 200)))
                    .with(
                        "category",
                        format!("dept {} > kind {}", mix(6, 12), mix(6, 120)),
                    )
                    .with("price", mix(7, 20_000) + 100)
                    .with("currency", "EUR")
            })
            .collect();
        let started = Instant::now();
        let mut longest = 0;
        let mut reading = Reading::of(feed.clone());
        loop {
            let slice_started = Instant::now();
            let more = reading.take();
            longest = longest.max(slice_started.elapsed().as_micros());
            if !more {
                break;
            }
        }
        let (catalog, _) = reading.finish();
        let whole = started.elapsed();
        let views: Vec<View> = (0..12)
            .map(|at| View {
                product: Product::read(&feed.items()[at * 37], None).unwrap(),
                at: NOW,
                times: 1,
            })
            .collect();
        for (name, page, views) in [
            ("page", Some(&views[0].product), &views[..1]),
            ("page and 12 views", Some(&views[0].product), &views[..]),
            ("12 views", None, &views[..]),
        ] {
            let mut times: Vec<u128> = (0..300)
                .map(|_| {
                    let started = Instant::now();
                    let picks = recommend(&Ask {
                        page,
                        views,
                        catalog: Some(&catalog),
                        limit: 8,
                        ..ask(Kind::AlsoLike)
                    });
                    assert_eq!(picks.len(), 8);
                    started.elapsed().as_micros()
                })
                .collect();
            times.sort_unstable();
            println!(
                "{size} products, {name}: p50 {} us, p99 {} us",
                times[150], times[297]
            );
        }
        println!("{size} products: read in {whole:?}, longest slice {longest} us");
    }
}
