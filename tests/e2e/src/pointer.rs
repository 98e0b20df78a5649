//! Leaving through the top of the page, as far as each driver can do it for real.

use std::time::Duration;

use anyhow::Result;
use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use serde_json::json;

use crate::browser::Browser;
use crate::shopper::Shopper;

/// Where the pointer rests in the page: deeper than any header.
const DEEP: (f64, f64) = (600.0, 420.0);

/// A pointer that was in the page for less is only passing through.
const RESTS: Duration = Duration::from_millis(700);

/// Places on the way up, a few frames apart and closer to the edge each time.
const WAY: [f64; 5] = [300.0, 190.0, 110.0, 50.0, 8.0];

/// Where the address bar is.
const ABOVE: i32 = -60;

impl Shopper {
    /// Moves the pointer into the page, and out through its top edge.
    pub async fn leaves_through_the_top(&mut self) -> Result<()> {
        let mut way = MouseActions::new("mouse".into())
            .then(to(DEEP.1 - 10.0))
            .then(PointerAction::Pause { duration: RESTS })
            .then(to(DEEP.1));
        for y in WAY {
            way = way.then(to(y));
        }
        self.client().perform_actions(way).await?;
        if self.browser == Browser::Chromium {
            let out = json!({ "type": "mouseMoved", "x": DEEP.0, "y": ABOVE });
            self.cdp("Input.dispatchMouseEvent", out).await?;
            return Ok(());
        }
        // The other drivers refuse a target outside of the page: what a browser tells the page then is told by hand.
        self.js(
            "const init = { clientX: arguments[0], clientY: arguments[1], bubbles: false };
             document.documentElement.dispatchEvent(new MouseEvent('mouseleave', init));",
            &[json!(DEEP.0), json!(ABOVE)],
        )
        .await?;
        Ok(())
    }
}

fn to(y: f64) -> PointerAction {
    PointerAction::MoveTo {
        duration: Some(Duration::from_millis(20)),
        x: DEEP.0,
        y,
    }
}
