//! Where a log may come from: packed, as Parquet, in many files, at an address. The bytes of the shelf are those of the plain file.

use std::fs::{self, File};
use std::io::Cursor;
use std::path::Path;
use std::process::Output;
use std::sync::Arc;

use datafusion::arrow::json::ReaderBuilder;
use datafusion::arrow::json::reader::infer_json_schema;
use datafusion::parquet::arrow::ArrowWriter;

use crate::{Shop, contents, log};

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Lines as the Parquet that any engine would make of them.
fn parquet(lines: &str, to: &Path) {
    let (schema, _) = infer_json_schema(Cursor::new(lines), None).unwrap();
    let schema = Arc::new(schema);
    let rows = ReaderBuilder::new(Arc::clone(&schema))
        .build(Cursor::new(lines))
        .unwrap();
    let mut writer = ArrowWriter::try_new(File::create(to).unwrap(), schema, None).unwrap();
    for batch in rows {
        writer.write(&batch.unwrap()).unwrap();
    }
    writer.close().unwrap();
}

fn gzip(text: &str, to: &Path) {
    use std::io::Write as _;
    let mut packed =
        flate2::write::GzEncoder::new(File::create(to).unwrap(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap();
}

/// The shop's log in all forms, and the shelf that each of them must give.
fn shop() -> Shop {
    let shop = Shop::new();
    let text = log();
    fs::create_dir(shop.path("logs")).unwrap();
    let half = text[..text.len() / 2].rfind('\n').unwrap() + 1;
    shop.put("logs/1.ndjson", &text[..half]);
    gzip(&text[half..], &shop.path("logs/2.ndjson.gz"));
    // No name tells what is in it.
    gzip(&text, &shop.path("packed"));
    parquet(&text, &shop.path("log.parquet"));
    // A table with a row for each product, as a warehouse has it.
    let flat = text
        .replace("\"items\":[{", "")
        .replace("}]}", ",\"price\":1.5}");
    assert!(flat.contains("\"item_id\":\"bulb\",\"price\""));
    parquet(&flat, &shop.path("flat.parquet"));
    let built = shop.build("out", &["--events", &shop.text("log.ndjson")]);
    assert!(built.status.success());
    shop
}

#[test]
fn gzipped_and_as_parquet_and_in_many_files_a_log_gives_the_same_bytes() {
    let shop = shop();
    let expected = contents(&shop.path("out"));
    for (at, log) in ["packed", "logs/*", "log.parquet", "flat.parquet"]
        .iter()
        .enumerate()
    {
        let out = format!("out{at}");
        let built = shop.build(&out, &["--events", &shop.text(log), "--strict"]);
        assert!(built.status.success(), "{log}: {}", told(&built));
        assert!(contents(&shop.path(&out)) == expected, "{log}");
    }
}

#[test]
fn a_log_that_is_none_is_named_with_what_was_expected() {
    let shop = shop();
    parquet(
        "{\"sku\":\"lamp\",\"clicks\":3}\n",
        &shop.path("other.parquet"),
    );
    let whole = fs::read(shop.path("packed")).unwrap();
    fs::write(shop.path("torn.gz"), &whole[..whole.len() / 2]).unwrap();
    fs::write(shop.path("log.zst"), [0x28, 0xb5, 0x2f, 0xfd, 0, 0]).unwrap();
    for (log, expected) in [
        ("other.parquet", "it has clicks, sku"),
        ("torn.gz", "torn.gz"),
        ("log.zst", "expected text, gzip or Parquet"),
        ("logs", "is a folder: expected files, such as"),
        ("nothing*.ndjson", "no such file"),
    ] {
        let built = shop.build("none", &["--events", &shop.text(log)]);
        assert!(!built.status.success(), "{log}");
        assert!(told(&built).contains(expected), "{}", told(&built));
        assert!(!shop.path("none").exists(), "nothing is written");
    }
}

#[cfg(not(feature = "object-store"))]
#[test]
fn an_address_says_which_build_reads_it() {
    let shop = Shop::new();
    let built = shop.build("out", &["--events", "https://shop.example/log.ndjson"]);
    assert!(!built.status.success());
    assert!(
        told(&built).contains("--features object-store"),
        "{}",
        told(&built)
    );
}

#[cfg(feature = "object-store")]
mod elsewhere {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::{TcpListener, TcpStream};
    use std::path::PathBuf;
    use std::process::{Command, Stdio};
    use std::thread;

    use super::*;

    /// What S3 answers when asked what is in a bucket, in as few words as clients accept.
    fn listing(folder: &Path, under: &str) -> String {
        let mut names: Vec<PathBuf> = fs::read_dir(folder.join(under))
            .map(|all| all.map(|entry| entry.unwrap().path()).collect())
            .unwrap_or_default();
        names.sort();
        let mut xml = String::from("<ListBucketResult><IsTruncated>false</IsTruncated>");
        for name in names {
            let key = name.strip_prefix(folder).unwrap().display().to_string();
            let size = fs::metadata(&name).unwrap().len();
            xml += &format!(
                "<Contents><Key>{key}</Key><LastModified>2026-03-01T10:00:00.000Z</LastModified><ETag>\"1\"</ETag><Size>{size}</Size></Contents>"
            );
        }
        xml + "</ListBucketResult>"
    }

    fn answer(mut stream: TcpStream, folder: &Path) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let mut header = String::from("-");
        while header.trim() != "" {
            header.clear();
            reader.read_line(&mut header).unwrap();
        }
        let mut words = line.split(' ');
        let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = path.trim_start_matches('/');
        let under = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("prefix="))
            .unwrap_or("")
            .replace("%2F", "/");
        let body = match query.contains("list-type=2") {
            true => Some(listing(&folder.join(path), &under).into_bytes()),
            false => fs::read(folder.join(path)).ok(),
        };
        let status = body.as_ref().map_or("404 Not Found", |_| "200 OK");
        let body = body.unwrap_or_default();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Length: {}\r\nETag: \"1\"\r\nLast-Modified: Sun, 01 Mar 2026 10:00:00 GMT\r\nConnection: close\r\n\r\n",
            body.len()
        );
        // Whoever has heard enough hangs up.
        let _ = stream.write_all(head.as_bytes());
        if method == "GET" {
            let _ = stream.write_all(&body);
        }
    }

    /// A server of a folder, without ranges, as the simplest are.
    fn serve(folder: PathBuf) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &folder);
            }
        });
        address
    }

    #[test]
    fn from_a_server_a_log_gives_the_same_bytes() {
        let shop = shop();
        let expected = contents(&shop.path("out"));
        let server = serve(shop.path(""));
        for (at, log) in ["log.ndjson", "packed", "log.parquet"].iter().enumerate() {
            let out = format!("out{at}");
            let built = shop.build(&out, &["--events", &format!("{server}/{log}"), "--strict"]);
            assert!(built.status.success(), "{log}: {}", told(&built));
            assert!(contents(&shop.path(&out)) == expected, "{log}");
        }
        let address = format!("{server}/gone.ndjson");
        let built = shop.build("none", &["--events", &address]);
        assert!(!built.status.success() && told(&built).contains(&address));
        assert!(!shop.path("none").exists(), "nothing is written");
    }

    #[test]
    fn from_a_bucket_by_a_pattern_a_log_gives_the_same_bytes() {
        let shop = shop();
        let server = serve(shop.path(""));
        fs::create_dir(shop.path("bucket")).unwrap();
        fs::rename(shop.path("logs"), shop.path("bucket/logs")).unwrap();
        shop.put("bucket/logs/notes.txt", "no log\n");
        let (feed, out) = (shop.text("feed.json"), shop.text("there"));
        let built = Command::new(env!("CARGO_BIN_EXE_vitrin-shelf"))
            .args(["build", "--feed", &feed, "--out", &out, "--strict"])
            .args(["--events", "s3://bucket/logs/*.ndjson*"])
            .envs([
                ("AWS_ENDPOINT", server.as_str()),
                ("AWS_ALLOW_HTTP", "true"),
                ("AWS_SKIP_SIGNATURE", "true"),
                ("AWS_REGION", "eu-north-1"),
            ])
            .stdout(Stdio::null())
            .output()
            .unwrap();
        assert!(built.status.success(), "{}", told(&built));
        assert!(contents(&shop.path("there")) == contents(&shop.path("out")));
    }
}
