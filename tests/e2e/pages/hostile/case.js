// The page of one case: first its traps and what is wrong with its world, at last what a shopper does there. Its data stands in its markup.
const { kind, channel, payload, text, said, action } = parent.current;
const wrong = [];
const PATIENCE_FOR_ONE = 4000;
// Kept before anything is broken.
const { fetch: asks, setTimeout: later, Date: Clock } = window;
const began = Clock.now();
const finish = parent.finish;
window.pwn = (id) => wrong.push(`script ran: ${id}`);
addEventListener('error', ({ message, target, error }) => message && target === window && wrong.push(`uncaught: ${message} ${error && error.stack}`));
addEventListener('unhandledrejection', ({ reason }) => wrong.push(`unhandled: ${reason && reason.message} ${reason && reason.stack}`));
// Pictures are asked for from where the shop says; here its policy says no.
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => blockedURI === 'data' || /^(img|connect)-src/.test(violatedDirective) && (!/env$/.test(kind) || /<base/.test(text)) || wrong.push(`violation: ${violatedDirective} ${blockedURI}`));

const clobber = () => {
  for (const [tag, name] of [['form', 'body'], ['img', 'querySelector']]) Object.assign(document.documentElement.lastElementChild.appendChild(document.createElement(tag)), { name });
};
const refuse = () => {
  throw Object.assign(new Error('no'), { name: 'SecurityError' });
};
const worlds = {
  'SecurityError on access': () => ['localStorage', 'sessionStorage'].forEach((name) => Object.defineProperty(window, name, { get: refuse })),
  'storage cleared between get and set': () => {
    const { getItem } = Storage.prototype;
    Storage.prototype.getItem = function (key) {
      const found = getItem.call(this, key);
      this.clear();
      return found;
    };
  },
  'sessionStorage missing': () => Object.defineProperty(window, 'sessionStorage', { value: undefined }),
  'window.__tcfapi throws': () => (window.__tcfapi = refuse),
  'tcData.purpose undefined': () => (window.__tcfapi = (command, version, back) => back({ eventStatus: 'tcloaded', gdprApplies: true, cmpStatus: 'loaded' }, true)),
  'dataLayer with 100000 entries': () => (window.dataLayer = Array.from({ length: 100000 }, (_, n) => ({ event: `e${n}` }))),
  'navigator.globalPrivacyControl = "false"': () => Object.defineProperty(navigator, 'globalPrivacyControl', { value: 'false' }),
  'Array.prototype.map overridden to throw': () => (Array.prototype.map = refuse),
  'Element.prototype.attachShadow removed': () => delete Element.prototype.attachShadow,
  'Date.now frozen / jumps back 10 years': () => (Date.now = () => began - 315360000000),
  // After the page's own files, which it would lead away as well.
  '<base href=//attacker.invalid>': () => document.addEventListener('DOMContentLoaded', () => document.head.append(Object.assign(document.createElement('base'), { href: '//attacker.invalid' }))),
  '<form name=body><img name=querySelector>(DOM clobbering)': () => document.addEventListener('DOMContentLoaded', clobber),
  'endpoint answers 500': () => undefined,
  'endpoint hangs 60 s': () => (window.fetch = (url, ...more) => /form/.test(url) ? new Promise(() => undefined) : asks(url, ...more)),
  'widget script loaded twice': () => undefined,
  'honeypot filled': () => undefined,
  offline: () => (window.fetch = (url, ...more) => /form/.test(url) ? Promise.reject(new TypeError('offline')) : asks(url, ...more)),
};
if (channel === 'environment') {
  if (Object.hasOwn(worlds, payload)) worlds[payload]();
  else wrong.push(`nobody knows how to make: ${payload}`);
}

const until = async (holds) => {
  const end = Clock.now() + PATIENCE_FOR_ONE;
  while (!holds() && Clock.now() < end) await new Promise((done) => later(done, 20));
  return holds();
};
const nodes = (root) => [...root.querySelectorAll('*')].flatMap((node) => [node, ...node.shadowRoot ? nodes(node.shadowRoot) : []]);
const look = (sending) => {
  const ours = [...Document.prototype.querySelectorAll.call(document, 'vitrin-block, vitrin-popup')];
  for (const host of ours) {
    const all = [...nodes(host), ...host.shadowRoot ? nodes(host.shadowRoot) : []];
    for (const node of all) {
      if (/^(script|iframe|object|embed|style|link|template|svg|math|video|marquee|base|meta|x|xss)$/.test(node.localName)) wrong.push(`an element: ${node.localName}`);
      for (const { name, value } of node.attributes) {
        if (/^on|^srcdoc$|^formaction$/.test(name)) wrong.push(`an attribute: ${name}`);
        if (/^(href|src|action)$/.test(name) && URL.canParse(value, document.baseURI) && !/^https?:$/.test(new URL(value, document.baseURI).protocol)) wrong.push(`an address: ${value}`);
      }
    }
    const words = (host.shadowRoot ?? host).textContent.replaceAll(said, '');
    if (/\bundefined\b|\bNaN\b|\[object/.test(words)) wrong.push(`says ${words.slice(0, 80)}`);
    if (sending && host.localName === 'vitrin-popup') for (const form of host.shadowRoot.querySelectorAll('form')) {
      form.querySelector('[type=email]').value = kind === 'email' ? text : 'ada@shop.example';
      if (/honeypot/.test(payload)) form.querySelector('[part=trap] input').value = 'x';
      form.requestSubmit();
      form.requestSubmit();
    }
  }
  return ours;
};

addEventListener('load', async () => {
  try {
    const call = (...given) => Promise.race([Promise.resolve(window.vitrin?.(...given)), new Promise((done) => later(done, PATIENCE_FOR_ONE))]);
    const there = await until(() => window.vitrin && window.vitrin.live);
    // Where the world is broken silence is right; everywhere else it has to stand.
    const broken = kind === 'host-env' || kind === 'storage-env';
    if (!there && !broken) wrong.push('did not start');
    const seen = there ? await call('inspect') : null;
    if (!seen && !broken) wrong.push('does not answer');
    if (seen && /(^|[^\w])(NaN|undefined)/.test(JSON.stringify(seen.product?.price ?? ''))) wrong.push('a price that is none');
    if (kind === 'number' && channel === 'rating.value' && seen?.product?.price && !/^\d+(\.\d+)?$/.test(seen.product.price.amount)) wrong.push(`a price: ${seen.product.price.amount}`);
    if (/postmessage/.test(kind)) {
      const before = JSON.stringify(localStorage);
      const foreign = document.createElement('iframe');
      window.postMessage(JSON.parse(text), '*');
      dispatchEvent(new MessageEvent('message', { data: JSON.parse(text), origin: 'https://attacker.invalid', source: foreign.contentWindow }));
      await new Promise((done) => later(done, 50));
      if (document.querySelector('vitrin-popup') || before !== '{}' && JSON.stringify(localStorage) === '{}') wrong.push('listened to another window');
    }
    if (there) {
      await call('track', 'add_to_cart', { currency: 'EUR', value: 29, items: [{ item_id: 'P9', item_name: said, price: kind === 'number' ? text : 29, quantity: 1 }] });
      await call('track', 'search', { search_term: said });
      if (channel !== 'config.json') {
        await call('show', 'case');
        const open = await until(() => Document.prototype.querySelector.call(document, 'vitrin-popup') || broken || kind === 'consent-env' || wrong.length);
        if (!open) wrong.push('no popup');
      }
      look(true);
      await new Promise((done) => later(done, kind === 'form-env' ? 400 : 60));
      const [host] = look();
      if (kind === 'form-env') {
        const asked = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith(action)).length;
        if (asked > 1) wrong.push(`sent ${asked} times`);
        const failed = host && [...Document.prototype.querySelectorAll.call(document, 'vitrin-popup')].some(({ shadowRoot }) => [...shadowRoot.querySelectorAll('[role=alert]')].some((node) => node.textContent));
        if (/500|offline/.test(payload) && !failed) wrong.push('a failure is not said');
      }
      for (const link of Document.prototype.querySelectorAll.call(document, 'vitrin-block a')) link.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
      await call('explain');
      await call('recommend', 'similar', { limit: 4 });
      await call('close');
    }
    // The shop's own button works, whatever became of us.
    if (!/clobbering|prototype\.map/.test(text)) {
      document.querySelector('#add').click();
      if (document.querySelector('#count').textContent !== '1') wrong.push("the shop's button is dead");
    }
    if (kind === 'consent-env') {
      await new Promise((done) => later(done, 300));
      if (localStorage.length) wrong.push('stored without consent');
      if (performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/events'))) wrong.push('sent without consent');
    }
    // A page whose own addresses lead elsewhere has said so: that is not the data's doing.
    const base = /<base/.test(text);
    const foreign = base ? [] : performance.getEntriesByType('resource').filter(({ name, initiatorType }) => initiatorType !== 'img' && initiatorType !== 'image' && !name.startsWith(location.origin) && !/^(data|blob):/.test(name));
    if (foreign.length) wrong.push(`asked ${foreign[0].name}`);
    if (Object.keys(Object.prototype).length || ({}).polluted !== undefined || ({}).innerHTML !== undefined) wrong.push('a prototype has changed');
  } catch (error) {
    wrong.push(`the case itself: ${error.stack}`);
  }
  finish(wrong);
});
