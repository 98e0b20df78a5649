//! The areas of the product, as its budgets name them: which modules and scripts belong to each. What stands in none is the foundation's.

const KB: usize = 1024;

/// A part of the product with a budget of its own.
pub struct Area {
    /// Its name.
    pub name: &'static str,
    /// Modules below the crate's root, without the crate.
    pub modules: &'static [&'static str],
    /// Files of `src/js`.
    pub scripts: &'static [&'static str],
    /// What it may weigh, in brotli bytes.
    pub budget: usize,
}

/// Every area; the first takes what no other does.
pub const AREAS: &[Area] = &[
    Area {
        name: "foundation",
        modules: &[],
        scripts: &[],
        budget: 13 * KB,
    },
    Area {
        name: "detection",
        modules: &[
            "core::detect",
            "core::engine::cart",
            "core::facts",
            "core::snapshot",
        ],
        scripts: &[
            "layer.js",
            "objects.js",
            "snapshot.js",
            "spoken.js",
            "tap.js",
        ],
        budget: 9 * KB,
    },
    Area {
        name: "delivery and consent",
        modules: &["core::consent", "core::engine::delivery", "core::outbox"],
        scripts: &[
            "adapter-operations.js",
            "adapter.js",
            "consent.js",
            "deliver.js",
        ],
        budget: 8 * KB,
    },
    Area {
        name: "recommendations",
        modules: &[
            "core::engine::advice",
            "core::engine::blocks",
            "core::recommend",
            "core::shelf",
        ],
        scripts: &[],
        budget: 7 * KB,
    },
    Area {
        name: "campaigns and exit",
        modules: &[
            "core::campaign",
            "core::engine::campaigns",
            "core::engine::leads",
            "core::engine::leaving",
            "core::engine::triggers",
            "core::exit_intent",
            "core::experiment",
            "core::segment",
        ],
        scripts: &["listen.js", "look.js", "popup-load.js"],
        budget: 7 * KB,
    },
];

/// The area of a file of `src/js`, by its place.
#[must_use]
pub fn of_script(file: &str) -> usize {
    place(|area| area.scripts.contains(&file))
}

/// The area of a function by its name as the compiler writes it. A function that was drawn into another one is a part of that.
#[must_use]
pub fn of_function(mangled: &str) -> usize {
    let path = path(mangled);
    place(|area| {
        area.modules.iter().any(|module| {
            path.strip_prefix(module)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        })
    })
}

fn place(is: impl Fn(&Area) -> bool) -> usize {
    AREAS.iter().position(is).unwrap_or(0)
}

/// Where a function stands below the crate's root, or the first thing of ours that it is made for; nothing for what has to do with none.
/// Both manglings write a path as names with their lengths before them.
#[must_use]
pub fn path(mangled: &str) -> String {
    let Some((_, mut rest)) = mangled.split_once("6vitrin") else {
        return String::new();
    };
    let mut names = Vec::new();
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (length, name) = rest.split_at(digits);
        // An underscore keeps a name that begins with a digit or one apart from its length.
        let name = name.strip_prefix('_').unwrap_or(name);
        match length
            .parse()
            .ok()
            .and_then(|length| name.split_at_checked(length))
        {
            Some((name, after)) => {
                names.push(name);
                rest = after;
            }
            None => return names.join("::"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_where_it_is_written_and_a_list_is_whose_things_it_holds() {
        let method = "_RNvMNtNtNtCs1_6vitrin4core6engine8deliveryNtB4_6Engine7deliver";
        assert_eq!(path(method), "core::engine::delivery");
        assert_eq!(AREAS[of_function(method)].name, "delivery and consent");
        let list = "_RINvMNtCs5_5alloc3vecINtB3_3VecNtNtNtCs1_6vitrin4core6outbox5EntryE6retain";
        assert_eq!(AREAS[of_function(list)].name, "delivery and consent");
        let old = "_ZN6vitrin4core6engine8campaign4show17h0e9860f9bfeb41edE";
        assert_eq!(AREAS[of_function(old)].name, "foundation");
        assert_eq!(of_function("_RNvNtCs5_5alloc5alloc7realloc"), 0);
    }

    #[test]
    fn every_script_and_module_of_an_area_is_there() {
        let root = crate::place::root();
        for area in AREAS {
            for file in area.scripts {
                assert!(root.join("src/js").join(file).is_file(), "{file}");
            }
            for module in area.modules {
                let place = root.join("src").join(module.replace("::", "/"));
                assert!(
                    place.is_dir() || place.with_extension("rs").is_file(),
                    "{module}"
                );
            }
        }
    }
}
