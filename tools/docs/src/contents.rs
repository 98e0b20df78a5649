//! What there is to read and in which order: the one list to change when a page joins.

/// Chapters, with their pages in `tools/docs/pages`.
pub const CHAPTERS: &[(&str, &[&str])] = &[
    ("Begin", &["index", "troubleshooting"]),
    (
        "Install",
        &[
            "install-html",
            "install-shopify",
            "install-woocommerce",
            "install-magento",
            "install-prestashop",
            "install-opencart",
            "install-evershop",
            "install-django",
            "install-gtm",
        ],
    ),
    (
        "Use",
        &["blocks", "campaigns", "theming", "consent", "privacy"],
    ),
    (
        "Build on it",
        &[
            "javascript",
            "events",
            "adapters",
            "shelf",
            "how-it-decides",
        ],
    ),
    (
        "Look up",
        &[
            "settings",
            "custom-properties",
            "event-reference",
            "pictures",
        ],
    ),
];
