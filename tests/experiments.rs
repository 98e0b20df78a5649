//! Experiments against GrowthBook's published cases where they are, and against what an experiment must be: even, independent, sticky.
//! Cases are floats there and whole numbers here; they are compared at the eight digits that the published ones have.

#![allow(
    clippy::disallowed_methods,
    reason = "a test reads the published cases from a file"
)]
#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

use serde_json::{Value as Json, json};
use std::fs;
use std::path::Path;
use vitrin::core::experiment::{
    Range, Sticky, WHOLE, choose, equal_weights, hash, in_namespace, part, ranges, sticky,
    sticky_name,
};
use vitrin::core::json;
use vitrin::core::value::Value;

fn value(json: &Json) -> Value {
    json::read(&json.to_string()).unwrap()
}

/// A published float in our unit.
fn whole(json: &Json) -> u64 {
    part(&value(json)).unwrap()
}

fn near(ours: u64, published: &Json) -> bool {
    let digits = WHOLE / 100_000_000;
    ours.abs_diff(whole(published)) < digits
}

fn range(json: &Json) -> Range {
    (whole(&json[0]), whole(&json[1]))
}

fn weights(json: &Json) -> Vec<u64> {
    json.as_array().into_iter().flatten().map(whole).collect()
}

/// The visitor as `Chance::ulid` names them, counted up.
fn visitor(number: u64) -> String {
    const BASE32: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut bits = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut id = "v01KAP".to_owned();
    for _ in 0..12 {
        id.push(char::from(BASE32[(bits % 32) as usize]));
        bits /= 32;
    }
    id
}

/// One case of ours for each function, so that a clone without the published ones still knows the hash.
#[test]
fn the_hash_and_the_ranges_are_growthbook_s() {
    assert_eq!(hash("seed", "a", 2), Some(50_500_000));
    assert_eq!(hash("", "a", 1), Some(220_000_000));
    assert_eq!(hash("", "a", 3), None);
    assert_eq!(choose(WHOLE / 2, &ranges(2, WHOLE, &[])), Some(1));
    assert_eq!(choose(WHOLE / 4, &ranges(2, WHOLE / 2, &[])), None);
    assert!(in_namespace("1", "namespace1", (400_000_000, WHOLE)));
    assert!(!in_namespace("1", "namespace1", (0, 400_000_000)));
}

#[test]
fn two_hundred_thousand_visitors_are_split_evenly_and_two_experiments_know_nothing_of_each_other() {
    const VISITORS: u64 = 200_000;
    let halves = ranges(2, WHOLE, &[]);
    let arm = |seed: &str, id: &str| choose(hash(seed, id, 2).unwrap(), &halves).unwrap();
    let (mut first, mut both, mut held, mut held_in_first) = (0_i64, 0_i64, 0_i64, 0_i64);
    for number in 0..VISITORS {
        let id = visitor(number);
        let one = arm("welcome", &id) == 0;
        first += i64::from(one);
        both += i64::from(one == (arm("cart-rescue", &id) == 0));
        let out = hash("holdout", &id, 2).unwrap() < WHOLE / 20;
        held += i64::from(out);
        held_in_first += i64::from(out && one);
    }
    // Four standard deviations of a fair coin thrown so often: √200,000 / 2 = 224.
    let half = VISITORS as i64 / 2;
    println!(
        "of {VISITORS}: arm A {first}, agreement of two experiments {both}, held out {held} ({held_in_first} of A)"
    );
    assert!((first - half).abs() < 900, "arm A: {first}");
    assert!((both - half).abs() < 900, "agreement: {both}");
    assert!((held - 10_000).abs() < 400, "held out: {held}");
    assert!((held_in_first - held / 2).abs() < 220, "{held_in_first}");
}

#[test]
fn the_published_cases_hold() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/experiments/growthbook_cases.json");
    let Ok(text) = fs::read_to_string(path) else {
        println!("skipped: ../shared not found");
        return;
    };
    let cases: Json = serde_json::from_str(&text).unwrap();
    let of = |name: &str| cases[name].as_array().unwrap().clone();
    let mut held = 0;
    for case in of("hash") {
        let place = hash(
            case[0].as_str().unwrap(),
            case[1].as_str().unwrap(),
            case[2].as_u64().unwrap(),
        );
        let expected = (!case[3].is_null()).then(|| whole(&case[3]));
        assert_eq!(place, expected, "{case}");
        held += 1;
    }
    for case in of("getBucketRange") {
        let count = case[1][0].as_u64().unwrap() as usize;
        let ours = ranges(count, whole(&case[1][1]), &weights(&case[1][2]));
        let published = case[2].as_array().unwrap();
        assert_eq!(ours.len(), published.len(), "{case}");
        for (ours, published) in ours.iter().zip(published) {
            assert!(near(ours.0, &published[0]), "{case}: {ours:?}");
            assert!(near(ours.1, &published[1]), "{case}: {ours:?}");
        }
        held += 1;
    }
    for case in of("chooseVariation") {
        let ranges: Vec<Range> = case[2].as_array().unwrap().iter().map(range).collect();
        let expected = usize::try_from(case[3].as_i64().unwrap()).ok();
        assert_eq!(choose(whole(&case[1]), &ranges), expected, "{case}");
        held += 1;
    }
    for case in of("inNamespace") {
        let space = &case[2];
        let ours = in_namespace(
            case[1].as_str().unwrap(),
            space[0].as_str().unwrap(),
            (whole(&space[1]), whole(&space[2])),
        );
        assert_eq!(Some(ours), case[3].as_bool(), "{case}");
        held += 1;
    }
    for case in of("getEqualWeights") {
        let ours = equal_weights(usize::try_from(case[0].as_i64().unwrap()).unwrap_or(0));
        let published = case[1].as_array().unwrap();
        assert_eq!(ours.len(), published.len(), "{case}");
        assert!(ours.iter().zip(published).all(|(a, b)| near(*a, b)));
        held += 1;
    }
    for case in of("stickyBucket") {
        assert_eq!(evaluate(&case), Ok(()), "{}", case[0]);
        held += 1;
    }
    println!("{held} published cases hold");
}

/// Plays a published sticky case: a feature with one experiment. Says what is not as published.
fn evaluate(case: &Json) -> Result<(), String> {
    let (context, stored, expected, kept) = (&case[1], &case[2], &case[4], &case[5]);
    let rule = &context["features"][case[3].as_str().ok_or("unreadable")?]["rules"][0];
    let attributes = &context["attributes"];
    // A case says what is stored in a list, or in the context by its key.
    let mut documents = serde_json::Map::new();
    for (key, document) in context["stickyBucketAssignmentDocs"]
        .as_object()
        .into_iter()
        .flatten()
    {
        documents.insert(key.clone(), document.clone());
    }
    for document in stored.as_array().into_iter().flatten() {
        let name = document["attributeName"].as_str().ok_or("unreadable")?;
        let value = document["attributeValue"].as_str().ok_or("unreadable")?;
        // Only documents of this visitor are asked for.
        if attributes[name].as_str() == Some(value) {
            documents.insert(format!("{name}||{value}"), document.clone());
        }
    }
    let text = |value: &Json, otherwise: &str| value.as_str().unwrap_or(otherwise).to_owned();
    let known = |name: &str| attributes[name].as_str().filter(|value| !value.is_empty());
    let main = text(&rule["hashAttribute"], "id");
    let fallback = text(&rule["fallbackAttribute"], "");
    let attribute = if known(&main).is_some() {
        &main
    } else {
        &fallback
    };
    let document = |name: &str| documents.get(&format!("{name}||{}", known(name).unwrap_or("")));
    // The main attribute's assignments over the fallback's.
    let mut given = serde_json::Map::new();
    for name in [&fallback, &main] {
        let all = document(name).and_then(|document| document["assignments"].as_object());
        given.extend(
            all.into_iter()
                .flatten()
                .map(|(key, name)| (key.clone(), name.clone())),
        );
    }
    let key = text(&rule["key"], case[3].as_str().ok_or("unreadable")?);
    let count = rule["variations"].as_array().ok_or("unreadable")?.len();
    let names: Vec<String> = (0..count)
        .map(|index| text(&rule["meta"][index]["key"], &index.to_string()))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let number = |name: &str| rule[name].as_u64().unwrap_or(0);
    let found = if rule["disableStickyBucketing"] == true {
        Sticky::Free
    } else {
        sticky(
            &value(&Json::Object(given)),
            &key,
            number("bucketVersion"),
            number("minBucketVersion"),
            &names,
        )
    };
    let seed = text(&rule["seed"], &key);
    let place = hash(
        &seed,
        known(attribute).ok_or("unreadable")?,
        rule["hashVersion"].as_u64().unwrap_or(1),
    )
    .ok_or("unreadable")?;
    let coverage = if rule["coverage"].is_null() {
        WHOLE
    } else {
        whole(&rule["coverage"])
    };
    let variant = match found {
        Sticky::Blocked => None,
        Sticky::Given(variant) => Some(variant),
        Sticky::Free => choose(place, &ranges(count, coverage, &weights(&rule["weights"]))),
    };
    if variant.map(|variant| json!(variant)) != expected.get("variationId").cloned() {
        return Err(format!("{variant:?} of {expected}"));
    }
    if let Some(variant) = variant {
        let is_used = expected["stickyBucketUsed"] == matches!(found, Sticky::Given(_));
        if !is_used || !near(place, &expected["bucket"]) || expected["key"] != names[variant] {
            return Err(format!("{found:?} at {place} of {expected}"));
        }
        if rule["disableStickyBucketing"] != true {
            let entry = documents
                .entry(format!("{attribute}||{}", known(attribute).ok_or("unreadable")?))
                .or_insert_with(|| json!({"attributeName": attribute, "attributeValue": known(attribute), "assignments": {}}));
            entry["assignments"][sticky_name(&key, number("bucketVersion"))] =
                json!(names[variant]);
        }
    }
    if Json::Object(documents.clone()) != *kept {
        return Err(format!("{documents:?}, not {kept}"));
    }
    Ok(())
}
