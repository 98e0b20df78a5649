//! `vitrin('destroy')`: the page is again as it was before the tag, to the listener.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::shop::{RECORDS, listen, open_shop, product_page, returning_shopper};

/// Counts what listens and what waits in this page from now on.
const COUNT: &str = "
    window.listening = []
    const { addEventListener } = EventTarget.prototype
    EventTarget.prototype.addEventListener = function (name, heard, options) {
      const target = this === undefined ? window : this
      if (!(options && options.once) && !(target instanceof AbortSignal)) listening.push({ name, target, signal: options && options.signal })
      return addEventListener.apply(this, arguments)
    }
    window.running = new Set()
    for (const [set, clear] of [['setTimeout', 'clearTimeout'], ['setInterval', 'clearInterval']]) {
      const [begin, end] = [window[set], window[clear]]
      window[set] = (act, span) => {
        const id = begin(() => { if (set === 'setTimeout') running.delete(id); act() }, span)
        running.add(id)
        return id
      }
      window[clear] = (id) => { running.delete(id); end(id) }
    }
    window.observing = 0
    const { observe, unobserve, disconnect } = IntersectionObserver.prototype
    IntersectionObserver.prototype.unobserve = function (target) { observing--; this.mine--; return unobserve.call(this, target) }
    IntersectionObserver.prototype.observe = function (target) { observing++; this.mine = (this.mine || 0) + 1; return observe.call(this, target) }
    IntersectionObserver.prototype.disconnect = function () { observing -= this.mine || 0; return disconnect.call(this) }";

/// What the page's own scripts could compare.
const NATIVES: &str = "window.natives = () => [
    ...[[window, 'fetch'], [XMLHttpRequest.prototype, 'open'], [XMLHttpRequest.prototype, 'send'], [History.prototype, 'pushState'], [History.prototype, 'replaceState']]
      .flatMap(([owner, name]) => { const { value, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(owner, name); return [value, writable, enumerable, configurable] }),
    history.pushState, history.replaceState, Object.getOwnPropertyNames(history).length, Array.prototype.push, window.dataLayer.push ]";

#[wasm_bindgen_test]
async fn nothing_of_ours_stays() {
    let page = product_page("Clay mug")
        .with("<div style='height: 2000px'></div><p id='anchor'></p>")
        .with("<vitrin-block kind='recently-viewed' why></vitrin-block>");
    let tab = returning_shopper(page, &["Desk lamp"]).await;
    listen(&tab);
    tab.script("window.dataLayer = []");
    tab.script(NATIVES);
    tab.script("window.before = natives(); window.sheets = [...document.adoptedStyleSheets]; window.markup = document.body.outerHTML");
    tab.script(COUNT);
    let mut settings = open_shop();
    settings["config"] = "/tests/browser/settings.json".into();
    tab.start(settings).await;
    tab.until("document.querySelectorAll('vitrin-block[data-vitrin=filled]').length === 2")
        .await;
    tab.until("document.adoptedStyleSheets.length > sheets.length")
        .await;
    tab.see("vitrin('show', 'email-capture')").await;
    tab.until(&format!("{RECORDS}.includes('campaign_impression')"))
        .await;
    assert_ne!(
        tab.see("[listening.length, running.size, observing].includes(0)")
            .await,
        json!(true),
        "the counting counts"
    );

    tab.see("vitrin('destroy')").await;

    assert_eq!(
        tab.see("document.body.outerHTML === markup || document.body.outerHTML")
            .await,
        json!(true)
    );
    assert_eq!(
        tab.see("natives().map((one, at) => one === before[at] || `${at}: ${one}`).filter((same) => same !== true)").await,
        json!([])
    );
    assert_eq!(
        tab.see("listening.filter(({ target, signal }) => target.isConnected !== false && !signal?.aborted).map(({ name, target }) => `${name} on ${target}`)")
            .await,
        json!([])
    );
    assert_eq!(tab.see("[running.size, observing]").await, json!([0, 0]));
    assert_eq!(
        tab.see("document.adoptedStyleSheets.length === sheets.length && sheets.every((one, at) => one === document.adoptedStyleSheets[at])")
            .await,
        json!(true),
        "styles"
    );
    // And nothing wakes up again.
    let told = tab.see("told.length").await;
    let kept = tab.see("JSON.stringify(localStorage)").await;
    tab.script(
        "document.querySelector('h1').click()
         dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'x', item_name: 'X' }] } })
         history.pushState(null, '', '/elsewhere')
         document.body.append(document.createElement('vitrin-block'))
         dispatchEvent(new PageTransitionEvent('pagehide'))
         dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
    );
    assert_eq!(tab.see("told.length").await, told);
    assert_eq!(tab.see("JSON.stringify(localStorage)").await, kept);
}

#[wasm_bindgen_test]
async fn what_the_page_has_wrapped_around_us_stays() {
    let tab = returning_shopper(product_page("Clay mug"), &[]).await;
    tab.start(open_shop()).await;
    tab.script(
        "const ours = window.fetch
         window.fetch = function monitored(...args) { window.monitored = true; return ours.apply(this, args) }
         window.theirs = window.fetch",
    );
    tab.see("vitrin('destroy')").await;
    assert_eq!(
        tab.see("[fetch === theirs, (await fetch('/tests/browser/page.html')).status, monitored]")
            .await,
        json!([true, 200, true])
    );
}
