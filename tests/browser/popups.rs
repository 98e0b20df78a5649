//! The dialog: where the focus goes, every way out, and the one place where an address is read.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{LEAVE, RECORDS, SENT, home_page, listen, open_shop};
use crate::tab::Tab;

/// The popup's inside, as a shadow root shows it.
const INSIDE: &str = "document.querySelector('vitrin-popup').shadowRoot";

/// The e-mail popup, opened over a page whose button has the focus.
async fn opened() -> Tab {
    let tab = Tab::fresh(home_page().with("<button id='opener'>Menu</button>")).await;
    listen(&tab);
    tab.start(open_shop()).await;
    tab.script("document.querySelector('#opener').focus()");
    assert_eq!(
        tab.see("vitrin('show', 'email-capture')").await,
        json!(true)
    );
    tab.until(&format!("{RECORDS}.includes('campaign_impression')"))
        .await;
    tab
}

async fn is_closed(tab: &Tab, reason: &str) {
    assert_eq!(
        tab.see("told.filter(([name]) => name === 'close').map(([, detail]) => detail)")
            .await,
        json!([{"campaign": "email-capture", "reason": reason}]),
        "told once, with its reason"
    );
    assert_eq!(
        tab.see("document.querySelectorAll('vitrin-popup').length")
            .await,
        json!(0)
    );
}

#[wasm_bindgen_test]
async fn focus_goes_to_what_the_dialog_says_and_comes_back() {
    let tab = opened().await;
    assert_eq!(
        tab.see(&format!("{INSIDE}.activeElement.textContent"))
            .await,
        json!("Before you go"),
        "the heading, not the field: nobody's keys land in it"
    );
    assert_eq!(
        tab.see(&format!("[{INSIDE}.querySelector('dialog').matches(':modal'), {INSIDE}.querySelector('dialog').getAttribute('aria-label')]")).await,
        json!([true, "Before you go"])
    );
    tab.see("vitrin('close')").await;
    is_closed(&tab, "api").await;
    assert_eq!(tab.see("document.activeElement.id").await, json!("opener"));
}

#[wasm_bindgen_test]
async fn escape_closes_it() {
    let tab = opened().await;
    // What a browser tells a dialog of that key.
    tab.script(&format!(
        "{INSIDE}.querySelector('dialog').dispatchEvent(new Event('cancel', {{ cancelable: true }}))"
    ));
    is_closed(&tab, "escape").await;
    assert_eq!(tab.see("document.activeElement.id").await, json!("opener"));
}

#[wasm_bindgen_test]
async fn its_button_closes_it() {
    let tab = opened().await;
    tab.script(&format!("{INSIDE}.querySelector('[part=close]').click()"));
    is_closed(&tab, "button").await;
}

#[wasm_bindgen_test]
async fn a_page_that_comes_back_as_it_was_left_has_closed_it() {
    let tab = opened().await;
    tab.script("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    is_closed(&tab, "page").await;
}

#[wasm_bindgen_test]
async fn a_page_that_throws_everything_out_has_closed_it() {
    let tab = opened().await;
    tab.script("document.body.replaceChildren()");
    tab.until("told.some(([name]) => name === 'close')").await;
    is_closed(&tab, "page").await;
}

#[wasm_bindgen_test]
async fn a_form_says_what_is_wrong_and_keeps_what_was_typed() {
    let tab = opened().await;
    tab.script(&format!(
        "{INSIDE}.querySelector('[name=email]').value = 'not an address'; {INSIDE}.querySelector('form').requestSubmit()"
    ));
    assert_eq!(
        tab.see(&format!("[{INSIDE}.activeElement.name, {INSIDE}.activeElement.value, {INSIDE}.activeElement.getAttribute('aria-invalid')]")).await,
        json!(["email", "not an address", "true"])
    );
    assert_eq!(
        tab.see(&format!("{INSIDE}.activeElement.validationMessage.length > 0 && {INSIDE}.querySelector('[role=alert]').textContent === {INSIDE}.activeElement.validationMessage")).await,
        json!(true)
    );
    assert_eq!(
        tab.see(&format!(
            "{RECORDS}.filter((name) => /lead|convert/.test(name))"
        ))
        .await,
        json!([]),
        "no address is read of a form that was not sent"
    );
}

const FILL: &str = "const inside = document.querySelector('vitrin-popup').shadowRoot
    inside.querySelector('[name=email]').value = 'ada@shop.example'
    inside.querySelector('[name=consent]').checked = true;";

#[wasm_bindgen_test]
async fn a_sent_form_is_a_lead_and_a_thank_you() {
    let tab = opened().await;
    tab.script(&format!(
        "{FILL} inside.querySelector('form').requestSubmit()"
    ));
    assert_eq!(
        tab.see("told.filter(([name]) => name === 'lead').map(([, detail]) => detail)")
            .await,
        json!([{"campaign": "email-capture", "lead": {"email": "ada@shop.example"}}])
    );
    // The endpoint has it first.
    tab.until(&format!(
        "{INSIDE}.activeElement.textContent === 'Thank you'"
    ))
    .await;
    tab.script(LEAVE);
    assert_eq!(
        tab.see(&format!("{SENT}.filter(({{ name }}) => name === 'lead_submit').map(({{ lead, consent }}) => [lead.email, consent.given])")).await,
        json!([["ada@shop.example", true]])
    );
    assert_eq!(
        tab.see("JSON.stringify(localStorage.vitrin).includes('ada@')")
            .await,
        json!(false),
        "the profile knows that there is an address, not which"
    );
    tab.see("vitrin('close')").await;
    is_closed(&tab, "api").await;
}

#[wasm_bindgen_test]
async fn a_robot_is_thanked_and_not_believed() {
    let tab = opened().await;
    tab.script(&format!("{FILL} inside.querySelector('[aria-hidden] input').value = 'https://robot.example'; inside.querySelector('form').requestSubmit()"));
    assert_eq!(
        tab.see(&format!("{INSIDE}.activeElement.textContent"))
            .await,
        json!("Thank you")
    );
    tab.script(LEAVE);
    assert_eq!(
        tab.see(&format!(
            "[...{RECORDS}, ...told.map(([name]) => name)].filter((name) => /lead|convert/.test(name))"
        ))
        .await,
        json!([])
    );
}
