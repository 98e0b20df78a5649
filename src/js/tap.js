// Listens to what the page does by itself: data layer, requests to its cart, changes of route.
// The page must not be able to tell, and must never fail because of us: each hook passes everything through untouched.

// Addresses where shops keep their cart; only their replies are ever read.
const CART_REQUEST = /cart|basket|bag\b|checkout\/|warenkorb|panier|carrito|carrello|sepet|koszyk|kosik|lineitem|line-item|customer\/section/i;
// A cart's reply is small; anything larger is not one, and not worth a copy.
const REPLY = 200000;
const DEPTH = 8;
const FIELDS = 100;
const TEXT = 1000;

// A copy of plain data: no functions, no nodes, no windows, bounded in depth, width and length.
const plain = (value, depth) => {
  if (typeof value === 'string') return value.slice(0, TEXT);
  if (typeof value === 'number') return isFinite(value) ? value : undefined;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object' || depth > DEPTH || value.nodeType || value.window === value) return undefined;
  if (Array.isArray(value) || Object.prototype.toString.call(value) === '[object Arguments]') return Array.from(value).slice(0, FIELDS).map((item) => { const copy = plain(item, depth + 1); return copy === undefined ? null : copy; });
  const copy = {};
  for (const name of Object.keys(value).slice(0, FIELDS)) copy[name] = plain(value[name], depth + 1);
  return copy;
};

const flat = (body) => {
  const out = {};
  if (typeof body === 'string') {
    if (body.length > REPLY) return null;
    try { return plain(JSON.parse(body), 0); } catch { body = new URLSearchParams(body); }
  }
  if (body instanceof URLSearchParams || body instanceof FormData) {
    // Only what names a product or a number of it: never what a shopper typed elsewhere in the form.
    body.forEach((value, name) => { if (typeof value === 'string' && !/mail|pass|phone|tel|name$|address|street|zip|card|cvc|cvv|iban|token|message|note/i.test(name)) out[name] = value.slice(0, 200); });
    return out;
  }
  return null;
};

/** Tells `send(kind, object)` of what happens; the answer undoes everything that is still ours. */
export function tap(send) {
  const undo = [];
  let on = true;
  const tell = (kind, read) => {
    if (on) {
      try {
        const object = read();
        if (object) send(kind, object);
      } catch { /* ours to bear, not the page's */ }
    }
  };
  // Replaces a method by one that calls it, with its name, length and descriptor.
  const wrap = (owner, name, make) => {
    const descriptor = owner && Object.getOwnPropertyDescriptor(owner, name);
    const original = descriptor && descriptor.value;
    if (typeof original !== 'function' || !(descriptor.configurable || descriptor.writable)) return;
    const ours = new Proxy(original, { apply: make });
    try { Object.defineProperty(owner, name, { ...descriptor, value: ours }); } catch { return; }
    undo.push(() => {
      const now = Object.getOwnPropertyDescriptor(owner, name);
      if (now && now.value === ours) Object.defineProperty(owner, name, descriptor);
    });
  };
  const cartUrl = (address) => {
    const url = new URL(address, document.baseURI);
    return url.origin === location.origin && CART_REQUEST.test(url.pathname + url.search) ? url.href : '';
  };
  // The reply as data: JSON read, HTML left alone.
  const reply = (text) => { try { return text.length < REPLY ? plain(JSON.parse(text), 0) : undefined; } catch { return undefined; } };

  wrap(window, 'fetch', (original, self, args) => {
    const promise = Reflect.apply(original, self, args);
    try {
      const [input, init] = args;
      const request = typeof Request === 'function' && input instanceof Request ? input : null;
      const url = cartUrl(request ? request.url : input);
      const method = ((init && init.method) || (request && request.method) || 'GET').toUpperCase();
      const body = url && init && init.body ? flat(init.body) : null;
      if (url) {
        promise.then((response) => {
          const done = (data) => tell('request', () => ({ url, method, body, status: response.status, ok: response.ok, reply: data }));
          const small = !(+response.headers.get('content-length') > REPLY);
          if (small && !response.bodyUsed && /json/.test(response.headers.get('content-type'))) response.clone().text().then((text) => done(reply(text)), () => done());
          else done();
        }).catch(() => { /* the page sees its own failure */ });
      }
    } catch { /* an odd argument is the page's affair */ }
    return promise;
  });

  const sent = new WeakMap();
  const xhr = window.XMLHttpRequest && XMLHttpRequest.prototype;
  wrap(xhr, 'open', (original, self, args) => {
    const result = Reflect.apply(original, self, args);
    try {
      const url = cartUrl(args[1]);
      sent.delete(self);
      if (url) sent.set(self, { url, method: String(args[0]).toUpperCase() });
    } catch { /* as above */ }
    return result;
  });
  wrap(xhr, 'send', (original, self, args) => {
    try {
      const about = sent.get(self);
      if (about) {
        about.body = args[0] ? flat(args[0]) : null;
        self.addEventListener('loadend', () => {
          if (!self.status) return;
          tell('request', () => ({
            ...about, status: self.status, ok: self.status >= 200 && self.status < 300,
            reply: self.responseType === 'json' ? plain(self.response, 0) : /^(text)?$/.test(self.responseType) && /json/.test(self.getResponseHeader('content-type')) ? reply(self.responseText) : undefined,
          }));
        }, { once: true });
      }
    } catch { /* as above */ }
    return Reflect.apply(original, self, args);
  });

  // The data layer: polled by length, so that nothing of ours stands in `push` for GTM to replace or lose.
  const tag = document.querySelector('script[src*="googletagmanager.com/gtm.js"],script[src*="/gtm.js"]');
  const name = (tag && new URL(tag.src).searchParams.get('l')) || 'dataLayer';
  let layer;
  let next = 0;
  const follow = () => {
    const now = window[name];
    if (!Array.isArray(now)) return;
    if (now !== layer) { layer = now; next = 0; }
    if (next > now.length) next = now.length;
    while (next < now.length) {
      const entry = now[next++];
      tell('layer', () => plain(entry, 0));
    }
  };
  follow();
  // A shop's own listeners push on the same click or reply; half a second later is soon enough to hear of it.
  const timer = setInterval(follow, 500);
  const early = () => setTimeout(follow);
  for (const kind of ['click', 'submit', 'pagehide']) addEventListener(kind, kind === 'pagehide' ? follow : early, true);
  addEventListener('click', follow);
  undo.push(() => {
    clearInterval(timer);
    removeEventListener('click', early, true);
    removeEventListener('submit', early, true);
    removeEventListener('pagehide', follow, true);
    removeEventListener('click', follow);
  });

  let at = location.href;
  const moved = () => { if (location.href !== at) { at = location.href; tell('route', () => ({ url: at })); } };
  if (window.navigation && navigation.addEventListener) {
    navigation.addEventListener('currententrychange', moved);
    undo.push(() => navigation.removeEventListener('currententrychange', moved));
  } else {
    for (const method of ['pushState', 'replaceState']) wrap(history, method, (original, self, args) => { const result = Reflect.apply(original, self, args); moved(); return result; });
    // Methods of `history` live on its prototype.
    for (const method of ['pushState', 'replaceState']) wrap(History.prototype, method, (original, self, args) => { const result = Reflect.apply(original, self, args); moved(); return result; });
    addEventListener('popstate', moved);
    undo.push(() => removeEventListener('popstate', moved));
  }

  return () => { on = false; undo.splice(0).forEach((back) => { try { back(); } catch { /* the page froze it: it stays, silent */ } }); };
}
