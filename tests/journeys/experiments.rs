//! Blocks in variants: who gets which strategy and heading, that it stays theirs, and what is told of it.

use crate::shop::{Shop, lamp};
use vitrin::core::event::Event;
use vitrin::core::json;
use vitrin::core::time::SECOND;

const TAG: &str = r#"{"endpoint":"/events","feed":"/feed.json","consent":"granted","experiments":[
    {"id":"list","variants":[{"name":"new","kind":"also-like","heading":"Just in"},{"name":"plain"}],"weights":WEIGHTS,"version":VERSION,"holdout":HOLDOUT}]}"#;

fn tag(weights: &str, version: u32, holdout: &str) -> String {
    TAG.replace("WEIGHTS", weights)
        .replace("VERSION", &version.to_string())
        .replace("HOLDOUT", holdout)
}

const BLOCK: &str = r#"{"experiment":"list"}"#;

#[test]
fn a_variant_is_told_when_it_is_seen_and_gets_the_credit_of_the_order() {
    let mut shop = Shop::open(&tag("[1, 0]", 0, "0"));
    shop.block_with(1, "similar", BLOCK);
    shop.visit(&lamp(1));
    shop.visit(&lamp(2));
    let (_, (kind, heading, _)) = shop.headed[0].clone();
    assert_eq!(
        (kind, heading.as_str()),
        ("", "Just in"),
        "the shop's words are in no other language"
    );
    shop.wait(5 * SECOND);
    assert_eq!(shop.count("experiment_exposure"), 0, "nobody has seen it");
    shop.tell(Event::BlockSeen(1));
    shop.tell(Event::BlockSeen(1));
    shop.tell(Event::CardClicked { block: 1, index: 0 });
    shop.layer(r#"{"event":"add_to_cart","ecommerce":{"currency":"EUR","value":21,"items":[{"item_id":"lamp-2","item_name":"Lamp 2","price":21,"quantity":1}]}}"#);
    shop.wait(10 * SECOND);
    let exposed = shop.sent("experiment_exposure");
    assert_eq!(exposed.len(), 1);
    assert!(exposed[0].get("campaign").is_null(), "it is none");
    for name in [
        "experiment_exposure",
        "rec_impression",
        "rec_click",
        "add_to_cart",
    ] {
        let event = shop.sent(name)[0].clone();
        assert_eq!(event.get("experiment").text(), Some("list"), "{name}");
        assert_eq!(event.get("variant").text(), Some("new"), "{name}");
    }
    let click = shop.sent("rec_click")[0].clone();
    assert_eq!(
        (click.get("block").text(), click.get("strategy").text()),
        (Some("also-like"), Some("also-like"))
    );
}

#[test]
fn what_was_given_stays_given_until_a_new_version() {
    let mut shop = Shop::open(&tag("[1, 0]", 0, "0"));
    shop.block_with(1, "similar", BLOCK);
    shop.visit(&lamp(1));
    shop.visit(&lamp(2));
    shop.tell(Event::BlockSeen(1));
    shop.tell(Event::Hidden);
    // The shop shifts its weights: who has seen one keeps it.
    let mut shop = shop.next_document(&tag("[0, 1]", 0, "0"));
    shop.block_with(1, "similar", BLOCK);
    shop.visit(&lamp(2));
    assert_eq!(shop.headed[0].1.1, "Just in");
    shop.tell(Event::Hidden);
    let mut shop = shop.next_document(&tag("[0, 1]", 1, "0"));
    shop.block_with(1, "similar", BLOCK);
    shop.visit(&lamp(2));
    assert_ne!(shop.headed[0].1.1, "Just in");
}

#[test]
fn who_is_held_out_gets_the_block_as_it_was_written_and_is_counted() {
    let mut shop = Shop::open(&tag("[1, 0]", 0, "1"));
    shop.block_with(1, "similar", BLOCK);
    shop.visit(&lamp(1));
    assert_ne!(shop.headed[0].1.1, "Just in");
    shop.tell(Event::BlockSeen(1));
    shop.wait(10 * SECOND);
    let exposed = shop.sent("experiment_exposure");
    assert_eq!(exposed[0].get("variant").text(), Some("holdout"));
}

#[test]
fn an_experiment_that_nobody_knows_is_named_and_the_block_stands() {
    let mut shop = Shop::open(&tag("[1, 0]", 0, "0"));
    shop.block_with(1, "similar", r#"{"experiment":"lst"}"#);
    shop.visit(&lamp(1));
    shop.tell(Event::BlockSeen(1));
    shop.wait(10 * SECOND);
    assert!(!shop.filled("similar").is_empty());
    assert_eq!(shop.count("experiment_exposure"), 0);
    assert!(
        shop.warned
            .iter()
            .any(|warning| warning.contains("`lst`") && warning.contains("`list`")),
        "{:?}",
        shop.warned
    );
}

#[test]
fn a_variants_heading_is_in_the_pages_language() {
    let words = r#"{"en":"Just in","de":"Neu hier"}"#;
    for (language, heading) in [("de-AT", "Neu hier"), ("de", "Neu hier"), ("fi", "Just in")] {
        let settings = tag("[1, 0]", 0, "0").replace(r#""Just in""#, words);
        let mut shop = Shop::open(&settings);
        shop.block_with(1, "similar", BLOCK);
        let device = format!(r#"{{"language":"{language}"}}"#);
        shop.device = json::read(&device).unwrap();
        shop.visit(&lamp(1));
        assert_eq!(shop.headed[0].1.1, heading, "{language}");
        assert_eq!(shop.warned, [""; 0]);
    }
}
