// What src/web asks of the browser where it answers with promises, observers or its own classes; everything else is done in Rust.
// No function here throws or decides: each does one thing and tells core what came of it.
import { ABOVE_TOO } from './block.js';

// A request that takes longer has failed: the events are tried again, under the same ids.
const TIMEOUT = 15000;
// Browsers refuse more than 64 KiB of keepalive bodies a page.
const KEEPALIVE = 60000;
// A block counts as seen when half of it was on screen for a second (the Media Rating Council's measure).
const SEEN_PART = 0.5;
const SEEN_FOR = 1000;

// `Retry-After` as seconds or as a date, in milliseconds from now.
const retryAfter = (answer) => {
  const text = answer.headers.get('retry-after') || '';
  return /^\d+$/.test(text) ? text * 1000 : Math.max(0, Date.parse(text) - Date.now()) || 0;
};

// A price as the page's language writes it.
const money = (amount, currency) => {
  const style = { style: 'currency', currency };
  try {
    return new Intl.NumberFormat(document.documentElement.lang || undefined, style).format(amount);
  } catch {
    return new Intl.NumberFormat(undefined, style).format(amount);
  }
};

const priced = (thing) => thing && thing.price && thing.price.amount ? { ...thing, price: money(thing.price.amount, thing.price.currency) } : thing;

export function edge(folder, core, snapshot, reply, undo) {
  let popup;
  let asked;
  const module = () => (asked ||= import(`${folder}vitrin-popup.js`));
  const seeing = new Map();
  const ids = new Map();
  const free = new IntersectionObserver((entries) => entries.forEach((entry) => core.sight(ids.get(entry.target), !entry.isIntersecting)), ABOVE_TOO);
  const seen = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
    clearTimeout(seeing.get(target));
    if (isIntersecting) seeing.set(target, setTimeout(() => core.seen(ids.get(target)), SEEN_FOR));
  }), { threshold: SEEN_PART });
  return {
    money,
    snapshot: () => JSON.stringify(snapshot()),
    reply: (id, json) => reply(id, JSON.parse(json)),
    // The detail as the page's handlers left it; nothing when one of them cancelled.
    announce(target, name, json, cancelable) {
      const event = new CustomEvent(name, { bubbles: true, cancelable, detail: JSON.parse(json) });
      target.dispatchEvent(event);
      try {
        return cancelable && !event.defaultPrevented ? JSON.stringify(event.detail) : undefined;
      } catch {
        return json;
      }
    },
    // A beacon is not known to have arrived; one that the browser refuses goes as a request that outlives the page.
    post(batch, url, body, leaving) {
      try {
        if (leaving && navigator.sendBeacon(url, body)) return core.posted(batch, 1, 0);
        fetch(url, { method: 'POST', body, keepalive: body.length < KEEPALIVE, signal: AbortSignal.timeout(TIMEOUT) })
          .then((answer) => core.posted(batch, answer.status, retryAfter(answer)), () => core.posted(batch, 0, 0));
      } catch {
        core.posted(batch, 0, 0);
      }
    },
    feed: (url) => {
      fetch(url).then((answer) => (answer.ok ? answer.text() : undefined)).catch(() => {}).then((text) => core.fed(text));
    },
    prepare: () => {
      module().catch(() => (asked = undefined));
    },
    open(json) {
      const spec = JSON.parse(json);
      const page = document.documentElement;
      spec.lang = page.lang;
      spec.dir = getComputedStyle(page).direction;
      spec.content = spec.content.map((block) => block.type === 'lines' ? { ...block, lines: block.lines.map(priced), total: priced(block.total) } : block);
      module().then(({ open }) => {
        popup = open(spec, (what, detail) => core.popup(what, JSON.stringify(detail || {})));
      }).catch(() => core.popup('failed', '{}'));
    },
    close: (reason) => popup && popup.close(reason),
    observe(element, id) {
      ids.set(element, id);
      free.observe(element);
      seen.observe(element);
    },
    unobserve(element) {
      clearTimeout(seeing.get(element));
      free.unobserve(element);
      seen.unobserve(element);
      ids.delete(element);
    },
    undo() {
      free.disconnect();
      seen.disconnect();
      undo();
    },
  };
}
