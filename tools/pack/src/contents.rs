//! What is in the package: the one list to change when a file joins `pkg/`.

/// How a bundle is wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A classic script in one function, with wasm-bindgen's glue first: the tag a shop pastes.
    Tag,
    /// A classic script in one function.
    Script,
    /// An ES module that keeps its entry's exports, loaded with a dynamic `import()`.
    Module,
    /// An ES module that continues the tag in its own scope: what both import stands in the tag, which hands it over as `SHARED`.
    Rest,
}

/// A JavaScript file of the package, bundled from `src/js/<entry>` and what that imports.
pub struct Bundle {
    /// The file's name in the package.
    pub file: &'static str,
    /// The entry's name in `src/js`.
    pub entry: &'static str,
    /// How it is wrapped.
    pub form: Form,
}

/// Every bundled script; the tag first.
pub const BUNDLES: &[Bundle] = &[
    Bundle {
        file: "vitrin.js",
        entry: "main.js",
        form: Form::Tag,
    },
    Bundle {
        file: "vitrin-rest.js",
        entry: "rest.js",
        form: Form::Rest,
    },
    Bundle {
        file: "vitrin-blocks-more.js",
        entry: "blocks-more.js",
        form: Form::Module,
    },
    Bundle {
        file: "vitrin-popup.js",
        entry: "popup.js",
        form: Form::Module,
    },
    Bundle {
        file: "vitrin-debug.js",
        entry: "debug.js",
        form: Form::Module,
    },
    Bundle {
        file: "vitrin-slot.js",
        entry: "slot.js",
        form: Form::Module,
    },
    Bundle {
        file: "vitrin-privacy.js",
        entry: "privacy.js",
        form: Form::Module,
    },
    Bundle {
        file: "vitrin-lint.js",
        entry: "lint.js",
        form: Form::Module,
    },
    Bundle {
        file: "vitrin-adapters.js",
        entry: "adapter.js",
        form: Form::Module,
    },
];

/// Every style sheet: minified from the file of the same name in `src/js`.
pub const STYLES: &[&str] = &["vitrin.css"];

/// Files of `src/js` that are copied as they are.
pub const COPIES: &[&str] = &[
    "vitrin.mjs",
    "vitrin.d.ts",
    "vitrin.d.mts",
    "vitrin.schema.json",
    "vitrin-event.schema.json",
];

/// Default texts in other languages, from `src/lang`: a file of `lang/` each, fetched for pages in that language. English is built in, but for what popups say.
pub const LANGUAGES: &[&str] = &[
    "ar", "de", "es", "fi", "fr", "he", "it", "ja", "ko", "nl", "pl", "pt", "sr", "sv", "tr", "zh",
];

/// What popups say in English: beside the scripts, for there are hosts whose folders have no folders (a Shopify theme's assets).
pub const ENGLISH: &str = "vitrin-en.json";

/// Files of the repository's root that are copied as they are.
pub const LICENCES: &[&str] = &["LICENSE-MIT", "LICENSE-APACHE"];

/// What npm shows of the package, from `tools/pack`.
pub const README: &str = "package.readme.md";

/// The WebAssembly module: what a page needs before its first block.
pub const WASM: &str = "vitrin.wasm";

/// The rest of it, loaded when the first block is drawn.
pub const REST: &str = "vitrin-rest.wasm";
