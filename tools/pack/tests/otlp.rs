//! OpenTelemetry's own types read what the adapter for its logs makes of a journey.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as told"
)]

use std::process::Command;

use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;

#[test]
fn the_logs_are_what_a_collector_takes() {
    let printed = Command::new("node")
        .arg(pack::place::root().join("tests/adapters/print.mjs"))
        .arg("otlp")
        .output();
    let Ok(printed) = printed else {
        println!("skipped: there is no node");
        return;
    };
    assert!(
        printed.status.success(),
        "{}",
        String::from_utf8_lossy(&printed.stderr)
    );
    let sent: ExportLogsServiceRequest = serde_json::from_slice(&printed.stdout).unwrap();
    let records = &sent.resource_logs[0].scope_logs[0].log_records;
    assert_eq!(records.len(), 20);
    let purchase = records
        .iter()
        .find(|record| record.event_name == "purchase")
        .unwrap();
    assert_eq!(purchase.time_unix_nano, 1_795_342_526_004_000_000);
    let value = |key: &str| {
        let found = purchase.attributes.iter().find(|pair| pair.key == key);
        found.and_then(|pair| pair.value.clone()?.value)
    };
    assert_eq!(value("value"), Some(Value::DoubleValue(192.3)));
    assert_eq!(
        value("transaction_id"),
        Some(Value::StringValue("T-20001".into()))
    );
    // What is not of these types is refused: the judge does judge.
    let broken = String::from_utf8_lossy(&printed.stdout)
        .replace("\"doubleValue\":192.3", "\"doubleValue\":\"much\"");
    assert!(serde_json::from_str::<ExportLogsServiceRequest>(&broken).is_err());
}
