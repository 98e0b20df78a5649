//! Which files the shop consists of, and how they get to `www/` or are compared with what is there.

use crate::{catalogue::Catalogue, data, page, picture};
use maud::Markup;
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Folders that hold nothing but generated files: what is left over in them is removed.
const OWNED: [&str; 3] = ["c", "p", "img"];

/// A picture larger than this is no longer "small files, by the dozen on one page".
const PICTURE_BYTES: usize = 4096;

/// Paths below `www/` and their contents.
pub type Files = BTreeMap<String, String>;

/// Everything generated.
pub fn files(catalogue: &Catalogue) -> Result<Files, String> {
    let mut files = Files::new();
    for (folder, html) in pages(catalogue) {
        files.insert(
            format!("{}index.html", &folder[1..]),
            html.into_string() + "\n",
        );
    }
    for product in &catalogue.products {
        for (path, look) in product.pictures() {
            let svg = picture::draw(look);
            if svg.len() > PICTURE_BYTES {
                return Err(format!(
                    "{path} is {} bytes; a picture may have {PICTURE_BYTES}",
                    svg.len()
                ));
            }
            files.insert(path[1..].to_owned(), svg);
        }
    }
    files.insert(
        "404.html".into(),
        page::not_found(catalogue).into_string() + "\n",
    );
    files.insert("feed.json".into(), data::feed(catalogue));
    files.insert("sitemap.xml".into(), data::sitemap(catalogue));
    files.insert("robots.txt".into(), data::robots(catalogue));
    Ok(files)
}

fn pages(catalogue: &Catalogue) -> Vec<(String, Markup)> {
    let mut pages = vec![
        ("/".into(), page::home(catalogue)),
        ("/search/".into(), page::search(catalogue)),
        ("/cart/".into(), page::cart(catalogue)),
        ("/checkout/".into(), page::checkout(catalogue)),
        ("/thank-you/".into(), page::thank_you(catalogue)),
    ];
    pages.extend(
        page::texts(catalogue)
            .into_iter()
            .map(|text| (text.path.into(), text.html)),
    );
    pages.extend(
        catalogue
            .categories
            .iter()
            .map(|category| (category.url(), page::category(catalogue, category))),
    );
    pages.extend(
        catalogue
            .products
            .iter()
            .map(|product| (product.url(), page::product(catalogue, product))),
    );
    pages
}

/// Writes what changed and removes what is no longer made.
pub fn write(www: &Path, files: &Files) -> Result<String, String> {
    let mut written = 0;
    for (path, content) in files {
        let target = www.join(path);
        if fs::read_to_string(&target).is_ok_and(|old| old == *content) {
            continue;
        }
        let folder = target.parent().unwrap_or(www);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&target, content))
            .map_err(|why| format!("{path}: {why}"))?;
        written += 1;
    }
    let stale = stale(www, files)?;
    for path in &stale {
        fs::remove_file(www.join(path)).map_err(|why| format!("{path}: {why}"))?;
    }
    Ok(format!(
        "www: {} files, {written} written, {} removed",
        files.len(),
        stale.len()
    ))
}

/// Fails, naming the files, when `www/` is not what would be written.
pub fn check(www: &Path, files: &Files) -> Result<String, String> {
    let differs = |(path, content): (&String, &String)| {
        let same = fs::read_to_string(www.join(path)).is_ok_and(|old| old == *content);
        (!same).then(|| path.clone())
    };
    let mut wrong: Vec<String> = files.iter().filter_map(differs).collect();
    wrong.extend(stale(www, files)?);
    match wrong.is_empty() {
        true => Ok(format!(
            "www: {} files are what the catalogue says",
            files.len()
        )),
        false => Err(format!(
            "www/ is not what the catalogue says; run `cargo run -p shop`. Differs: {}",
            wrong.join(", ")
        )),
    }
}

fn stale(www: &Path, files: &Files) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for folder in OWNED {
        walk(&www.join(folder), &mut found).map_err(|why| format!("{folder}: {why}"))?;
    }
    let relative = |path: PathBuf| {
        path.strip_prefix(www)
            .ok()
            .map(|path| path.to_string_lossy().replace('\\', "/"))
    };
    Ok(found
        .into_iter()
        .filter_map(relative)
        .filter(|path| !files.contains_key(path))
        .collect())
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => walk(&path, found)?,
            false => found.push(path),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{env, process};

    #[test]
    fn the_committed_shop_is_what_the_catalogue_says() {
        let www = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www");
        let files = files(&Catalogue::read().unwrap()).unwrap();
        assert_eq!(check(&www, &files).err(), None);
    }

    #[test]
    fn a_page_changed_by_hand_and_one_left_behind_are_both_named() {
        let www = env::temp_dir().join(format!("shop-{}", process::id()));
        let files = files(&Catalogue::read().unwrap()).unwrap();
        write(&www, &files).unwrap();
        assert!(check(&www, &files).is_ok());

        fs::write(www.join("c/bath/index.html"), "by hand").unwrap();
        fs::create_dir_all(www.join("p/no-longer-sold")).unwrap();
        fs::write(www.join("p/no-longer-sold/index.html"), "gone").unwrap();
        let why = check(&www, &files).unwrap_err();
        assert!(
            why.ends_with("Differs: c/bath/index.html, p/no-longer-sold/index.html"),
            "{why}"
        );

        write(&www, &files).unwrap();
        assert!(check(&www, &files).is_ok());
        fs::remove_dir_all(&www).unwrap();
    }

    #[test]
    fn no_page_runs_or_styles_anything_inline() {
        // The shop stays usable, and Vitrin testable, behind the strictest content security policy.
        for (path, html) in files(&Catalogue::read().unwrap()).unwrap() {
            if path.ends_with(".html") {
                assert!(
                    !html.contains(" style=")
                        && !html.contains("<style")
                        && !html.contains("<script>"),
                    "{path}"
                );
                assert!(
                    html.contains("data-endpoint=\"/events\""),
                    "{path} lacks the tag"
                );
            }
        }
    }
}
