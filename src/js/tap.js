// Listens to what the page does by itself: requests to its cart, changes of route.
// The page must not be able to tell, and must never fail because of us: each hook passes everything through untouched.
import { copied } from './layer.js';
import { attempt, listen, undo } from './life.js';
import { tell } from './talk.js';

// Addresses where shops keep their cart; only their replies are ever read.
const CART_REQUEST = /cart|basket|bag\b|checkout\/|warenkorb|panier|carrito|carrello|sepet|koszyk|kosik|lineitem|line-item|customer\/section|wc\/store|wish/i;
// A cart's reply is small; anything larger is not one, and not worth a copy.
const REPLY = 200000;
// A single-page shop has drawn its next page by then, and while it does it is heard of this often: ms.
const DRAWN = 5000;
const STIRS = 100;
// What a shopper typed into a form is none of ours: only what names a product or a number of it is.
const TYPED = /mail|pass|phone|tel|name$|address|street|zip|card|cvc|cvv|iban|token|message|note/i;
const untyped = (name) => !TYPED.test(name);
// JSON read, anything else left alone.
const parsed = (body, wanted) => attempt(() => body.length < REPLY ? copied(JSON.parse(body), wanted) : undefined);

const flat = (body) => {
  if (typeof body === 'string') {
    if (body.length > REPLY) return;
    const data = parsed(body, untyped);
    if (data !== undefined) return data;
    body = new URLSearchParams(body);
  }
  if (body instanceof URLSearchParams || body instanceof FormData) return Object.fromEntries([...body].filter(([name, value]) => typeof value === 'string' && untyped(name)).map(([name, value]) => [name, value.slice(0, 200)]));
};

// Replaces a method by one that calls it and then tells `after`, which may have another answer; its name, length and descriptor stay.
const wrap = (owner, name, after) => attempt(() => {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const original = descriptor.value;
  const value = new Proxy(original, {
    apply(target, self, args) {
      const result = Reflect.apply(original, self, args);
      return attempt(() => after(args, result, self)) || result;
    },
  });
  Object.defineProperty(owner, name, { ...descriptor, value });
  // What the page has wrapped meanwhile stays, silent.
  undo(() => attempt(() => owner[name] === value && Object.defineProperty(owner, name, descriptor)));
});

const cartUrl = (address) => {
  const url = new URL(address, document.baseURI);
  return url.origin === location.origin && CART_REQUEST.test(url.pathname + url.search) && url.href;
};

const requested = (url, method, body, { status }, reply) => tell('request', { url, method: method.toUpperCase(), body, status, ok: status >= 200 && status < 300, reply });

const fetched = ([input, init], promise) => {
  const request = input instanceof Request ? input : {};
  const url = cartUrl(request.url || input);
  if (!url) return;
  const { method = request.method || 'GET', body } = init || {};
  const sent = flat(body);
  // The page gets what follows from its own promise: had we only listened to that, a failure that the page ignores would count as handled.
  return promise.then((response) => {
    attempt(() => {
      const { headers } = response;
      const done = (text) => requested(url, method, sent, response, parsed(text));
      if (headers.get('content-length') > REPLY || response.bodyUsed || !/json|javascript/.test(headers.get('content-type'))) done();
      else response.clone().text().then(done, () => done());
    });
    return response;
  });
};

// What each open request to a cart is.
const open = new WeakMap();

const opened = ([method, address], _, request) => {
  open.delete(request);
  const url = cartUrl(address);
  if (url) open.set(request, [url, `${method}`]);
};

const sent = ([body], _, request) => {
  const about = open.get(request);
  if (!about) return;
  const data = flat(body);
  const done = () => attempt(() => {
    const { status, responseType, response } = request;
    const text = /^(text)?$/.test(responseType) && /json/.test(request.getResponseHeader('content-type'));
    if (status) requested(...about, data, request, responseType === 'json' ? copied(response) : text ? parsed(response) : undefined);
  });
  if (request.readyState > 3) done();
  else request.addEventListener('loadend', done, { once: true });
};

/** Asks for the shop's own cart, at its address or where the page holds it, as it is or as JSON; the answer is heard like any other. */
export const ask = (place) => {
  if (place[0] === '/') return fetch(new URL(place, location.origin), { headers: { accept: 'application/json' } }).catch(() => {});
  const told = (cart) => tell('request', { url: location.href, method: 'GET', ok: true, reply: copied({ cart }) });
  attempt(() => {
    const held = place.split('.').reduce((at, name) => at[name], window);
    if (held.get) held.get(told);
    else told(parsed(held) || held);
  });
};

/** Listens until the end. The address may have changed since the page was read at this one. */
export const tap = (at) => {
  wrap(window, 'fetch', fetched);
  wrap(XMLHttpRequest.prototype, 'open', opened);
  wrap(XMLHttpRequest.prototype, 'send', sent);

  let stirred = 0;
  // A page that is still being drawn has not settled.
  const drawing = new MutationObserver((changes) => {
    const now = performance.now();
    if (now < stirred + STIRS || changes.every(({ target }) => target.closest && target.closest('vitrin-block'))) return;
    stirred = now;
    tell('drawn');
  });
  undo(() => drawing.disconnect());
  const moved = () => {
    if (location.href === at) return;
    tell('route', at = location.href);
    drawing.observe(document, { childList: true, subtree: true });
    setTimeout(() => drawing.disconnect(), DRAWN);
  };
  if (window.navigation) {
    listen(navigation, 'currententrychange', moved);
    // Also a step back or forward, and what a script of the page decides; the address bar is the browser's own affair.
    listen(navigation, 'navigate', ({ destination }) => !destination.sameDocument && new URL(destination.url).origin === location.origin && tell('going'));
  } else {
    // Methods of `history` live on its prototype; a page may have put its own before them.
    for (const owner of [history, History.prototype]) for (const method of ['pushState', 'replaceState']) wrap(owner, method, moved);
    listen(window, 'popstate', moved);
  }
  moved();
};
