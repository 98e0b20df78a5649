//! What the page does by itself is heard, and the page cannot tell: its requests, its data layer, its early calls.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{RECORDS, home_page, listen, open_shop, product_page};
use crate::tab::Tab;

/// The names and products of the records that the page was told of.
const TOLD: &str = "told.filter(([name, { items }]) => name === 'track' && items).map(([, { name, items }]) => `${name} ${items[0].item_id}`)";

#[wasm_bindgen_test]
async fn a_request_passes_as_it_was_made() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    listen(&tab);
    // The shop's own, with everything that a script could look at.
    tab.script(
        "const { fetch } = window
         window.fetch = function (input, init) {
           if (/wasm$/.test(input)) return fetch(input)
           window.got = [this === window, [...arguments]]
           return Promise.resolve(new Response(JSON.stringify({ added: true }), { headers: { 'content-type': 'application/json' } }))
         }
         window.init = { method: 'POST', body: 'id=desk-lamp&quantity=2', extra: {} }",
    );
    tab.start(json!({"consent": "granted"})).await;
    tab.script("window.answer = fetch('/cart/add', init, 'third')");
    assert_eq!(
        tab.see("[got[0], got[1][0], got[1][1] === init, got[1][2], got[1].length]")
            .await,
        json!([true, "/cart/add", true, "third", 3])
    );
    assert_eq!(
        tab.see("answer.then(async (reply) => [reply.bodyUsed, await reply.json()])")
            .await,
        json!([false, {"added": true}]),
        "the page reads its answer itself"
    );
    assert_eq!(tab.see("[fetch.name, fetch.length]").await, json!(["", 2]));
    tab.until(&format!("{TOLD}.includes('add_to_cart desk-lamp')"))
        .await;
}

/// Every failure that the page has been told of, up to one that comes last.
async fn failures(tab: &Tab) -> Vec<String> {
    tab.see("new Promise((done) => setTimeout(done))").await;
    tab.script("Promise.reject('the last')");
    tab.until("story.faults.at(-1)?.includes('the last')").await;
    let mut all = tab.faults().await;
    all.pop();
    all
}

#[wasm_bindgen_test]
async fn a_request_that_fails_fails_for_the_page_and_once() {
    for address in ["/cart/add", "/elsewhere"] {
        let tab = Tab::fresh(product_page("Desk lamp")).await;
        tab.start(json!({"consent": "granted"})).await;
        // A page that looks after its failures hears of them there, and nowhere else.
        tab.script(&format!(
            "const given = new AbortController()
             window.failure = fetch('{address}', {{ signal: given.signal }}).catch((error) => error.name)
             given.abort()"
        ));
        assert_eq!(tab.see("failure").await, json!("AbortError"));
        assert_eq!(failures(&tab).await, Vec::<String>::new());
        // One that does not hears of them once.
        tab.script(&format!(
            "fetch('{address}', {{ signal: AbortSignal.abort() }})"
        ));
        let faults = failures(&tab).await;
        assert!(
            faults.len() == 1 && faults[0].contains("rejection"),
            "{address}: {faults:?}"
        );
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_streams_can_be_read_as_it_comes() {
    let tab = Tab::fresh(home_page()).await;
    tab.start(json!({"consent": "granted"})).await;
    assert_eq!(
        tab.see("fetch('/tests/browser/settings.json?cart').then(async ({ body }) => (await body.getReader().read()).value.length > 9)").await,
        json!(true)
    );
}

#[wasm_bindgen_test]
async fn the_older_kind_of_request_passes_too() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    tab.script(
        "window.shape = () => ['open', 'send'].map((name) => [XMLHttpRequest.prototype[name].name, XMLHttpRequest.prototype[name].length, Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, name).enumerable])
         window.before = JSON.stringify(shape())",
    );
    tab.start(json!({"consent": "granted"})).await;
    assert_eq!(
        tab.see("JSON.stringify(shape()) === before").await,
        json!(true)
    );
    tab.script(
        "window.heard = []
         window.request = new XMLHttpRequest()
         for (const name of ['loadstart', 'load', 'error', 'abort', 'loadend']) request.addEventListener(name, () => heard.push(name))
         request.open('GET', '/tests/browser/settings.json?cart')
         request.send()",
    );
    tab.until("heard.includes('loadend')").await;
    assert_eq!(
        tab.see("[heard, request.status, typeof JSON.parse(request.responseText)]")
            .await,
        json!([["loadstart", "load", "loadend"], 200, "object"])
    );
    assert_eq!(
        tab.see(
            "(() => { try { new XMLHttpRequest().send() } catch ({ name }) { return name } })()"
        )
        .await,
        json!("InvalidStateError"),
        "the page's mistake is thrown at the page"
    );
    tab.script("heard.length = 0; request.open('POST', '/cart/add'); request.send('id=1'); request.abort()");
    assert_eq!(
        tab.see("heard").await,
        json!(["loadstart", "abort", "loadend"])
    );
}

#[wasm_bindgen_test]
async fn a_data_layer_is_read_from_its_beginning_and_followed_wherever_it_goes() {
    let tab = Tab::fresh(home_page()).await;
    listen(&tab);
    tab.script(
        "window.add = (id) => ({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [{ item_id: id, item_name: id, price: 5 }] } })
         window.dataLayer = [add('early')]
         window.push = dataLayer.push",
    );
    tab.start(open_shop()).await;
    tab.until(&format!("{TOLD}.includes('add_to_cart early')"))
        .await;
    assert_eq!(
        tab.see("[dataLayer.push === push, Object.keys(dataLayer).length]")
            .await,
        json!([true, 1]),
        "nothing of ours in it"
    );
    tab.script("dataLayer.push(add('later'))");
    tab.until(&format!("{TOLD}.includes('add_to_cart later')"))
        .await;
    // A tag manager that comes late puts a push of its own before it.
    tab.script("dataLayer.push = function (...entries) { return Array.prototype.push.apply(this, entries) }; dataLayer.push(add('managed'))");
    tab.until(&format!("{TOLD}.includes('add_to_cart managed')"))
        .await;
    // And a shop may begin a new one.
    tab.script("window.dataLayer = [add('anew')]");
    tab.until(&format!("{TOLD}.includes('add_to_cart anew')"))
        .await;
    // What is pushed on the way out is heard too.
    tab.script("addEventListener('pagehide', () => dataLayer.push(add('unheard')), true); dataLayer.push(add('last')); dispatchEvent(new PageTransitionEvent('pagehide'))");
    tab.until(&format!("{TOLD}.includes('add_to_cart last')"))
        .await;
    assert_eq!(
        tab.see(&format!(
            "{TOLD}.filter((one) => /add_to_cart (early|later|managed|anew|last)/.test(one)).length"
        ))
        .await,
        json!(5),
        "each once"
    );
}

#[wasm_bindgen_test]
async fn an_entry_that_cannot_be_copied_costs_only_itself() {
    let tab = Tab::fresh(home_page()).await;
    listen(&tab);
    tab.script(
        "const round = { event: 'view_item' }
         round.ecommerce = round
         window.dataLayer = [
           round, window, document, null, 7, () => {}, { get event() { throw new Error('no') } }, { event: 'x', big: 10n },
           { event: 'add_to_cart', ecommerce: { items: [{ item_id: 'sound', item_name: 'sound' }] } },
         ]",
    );
    tab.start(open_shop()).await;
    tab.until(&format!("{TOLD}.includes('add_to_cart sound')"))
        .await;
}

#[wasm_bindgen_test]
async fn what_is_called_before_the_module_is_here_waits_in_order() {
    let tab = Tab::fresh(home_page()).await;
    listen(&tab);
    tab.script(
        "window.vitrin = window.vitrin || function () { (vitrin.q = vitrin.q || []).push(arguments) }
         vitrin('track', 'add_to_wishlist', { items: [{ item_id: 'first', item_name: 'First' }] })
         vitrin('consent', { personalization: true, analytics: true })
         vitrin('track', 'add_to_wishlist', { items: [{ item_id: 'second', item_name: 'Second' }] })",
    );
    tab.paste_at_once(json!({"endpoint": "/events"}));
    tab.script(
        "vitrin('track', 'add_to_wishlist', { items: [{ item_id: 'third', item_name: 'Third' }] })",
    );
    tab.until(&format!("{TOLD}.length === 3")).await;
    assert_eq!(
        tab.see(TOLD).await,
        json!([
            "add_to_wishlist first",
            "add_to_wishlist second",
            "add_to_wishlist third"
        ])
    );
    assert_eq!(
        tab.see(&format!(
            "{RECORDS}.filter((name) => name === 'page_view').length"
        ))
        .await,
        json!(1)
    );
    tab.until("'vitrin' in localStorage").await;
}

#[wasm_bindgen_test]
async fn a_tag_that_stands_twice_counts_once() {
    let tab = Tab::fresh(home_page()).await;
    listen(&tab);
    tab.start(open_shop()).await;
    tab.start(open_shop()).await;
    assert_eq!(
        tab.see(&format!(
            "{RECORDS}.filter((name) => name === 'page_view').length"
        ))
        .await,
        json!(1)
    );
}

#[wasm_bindgen_test]
async fn a_single_page_shop_that_draws_late_is_read_when_it_stands() {
    let tab = Tab::fresh(product_page("Desk lamp")).await;
    listen(&tab);
    tab.start(open_shop()).await;
    tab.until(&format!("{TOLD}.includes('view_item desk-lamp')"))
        .await;
    // The address first, then for a while nothing, then the next page piece by piece.
    tab.script(
        "history.pushState(null, '', '/products/clay-mug')
         const data = document.querySelector('[type*=json]')
         const mug = data.textContent.replaceAll('Desk lamp', 'Clay mug').replaceAll('desk-lamp', 'clay-mug')
         setTimeout(() => { document.querySelector('h1').textContent = 'Clay mug' }, 600)
         setTimeout(() => data.remove(), 620)
         setTimeout(() => document.body.append(Object.assign(document.createElement('script'), { type: 'application/ld+json', textContent: mug })), 700)",
    );
    tab.until(&format!("{TOLD}.includes('view_item clay-mug')"))
        .await;
    tab.script("history.replaceState(null, '', '/products/clay-mug?from=list')");
    tab.script("history.pushState(null, '', '/about')");
    tab.script("document.body.innerHTML = '<h1>About us</h1>'");
    tab.until(&format!(
        "{RECORDS}.filter((name) => name === 'page_view').length === 3"
    ))
    .await;
    assert_eq!(
        tab.see(&format!(
            "{TOLD}.filter((one) => one.startsWith('view_item'))"
        ))
        .await,
        json!(["view_item desk-lamp", "view_item clay-mug"]),
        "each once, and none under the other's address"
    );
    assert_eq!(
        tab.see("told.filter(([name, { name: event }]) => name === 'track' && event === 'page_view').map(([, { page }]) => new URL(page.url).pathname)").await,
        json!(["/products/desk-lamp", "/products/clay-mug", "/about"])
    );
}

#[wasm_bindgen_test]
async fn a_form_is_told_when_the_page_has_had_its_say() {
    let shop = |refuses: bool| {
        format!(
            "addEventListener('submit', (event) => {{ event.preventDefault(); if (window.late) setTimeout(send, 50); else send() }})
             const send = () => fetch('/cart/add', {{ method: 'POST', body: new FormData(document.forms[0]) }})
             const {{ fetch: real }} = window
             window.fetch = (input, init) => /cart/.test(input) ? Promise.resolve(new Response('{{}}', {{ status: {}, headers: {{ 'content-type': 'application/json' }} }})) : real(input, init)",
            if refuses { 422 } else { 200 }
        )
    };
    let form = "<form action='/cart/add' method='post'><input type='number' name='quantity' value='2'><button>Add to cart</button></form>";
    for refuses in [true, false] {
        let tab = Tab::fresh(product_page("Desk lamp").with(form)).await;
        listen(&tab);
        tab.script(&shop(refuses));
        tab.start(open_shop()).await;
        tab.until(&format!("{TOLD}.includes('view_item desk-lamp')"))
            .await;
        tab.script("document.forms[0].requestSubmit()");
        let added = format!("{TOLD}.filter((one) => one === 'add_to_cart desk-lamp').length");
        if refuses {
            // Longer than a form is waited for that nobody answers.
            tab.see("new Promise((done) => setTimeout(done, 3500))")
                .await;
            assert_eq!(tab.see(&added).await, json!(0), "the shop said no");
        } else {
            tab.until(&format!("{added} === 1")).await;
        }
    }
}
