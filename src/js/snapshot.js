// What is on the page, as one plain object: no judgement here, `core::detect` decides what it means.
// One pass over the links tells the cards, one walk over the body fills them; nothing a shopper types is ever read.

import { objects } from './objects.js';

// Subtrees that show the shopper no facts of the shop; our own blocks among them, or we would read ourselves.
const SKIP = /^(script|style|noscript|template|svg|select|iframe|textarea|vitrin-.*)$/;
// A page beyond these is read as far as they go: a bound on time, not on truth.
const NODES = 20000;
const ROWS = 120;
const LOOKS = 60;
// Pictures of menus are many, and no product's.
const ASIDE = /(^|[ /])(nav|header|footer|flyout|mega)/;
const OWNER = '[itemscope],[typeof]';
// Texts that could be a price: a currency sign or code with a figure. Core reads them properly.
const MONEY = /\p{Sc}|(^|[\d\s])([Kk]r|Ft|TL|[Ll]ei|Rs|R|Fr|RM|Rp|[A-Z]{3})\b|z[łl]|K[čc]|руб|р\.|грн|лв|[円元원]/u;
const PRICED = /price|prix|preis|amount|cena/i;
// Texts that could say how much there is, what number it has, or that there is nothing.
const NOTICE = /stock|sold|avail|lager|liefer|ausverk|rupture|épuis|dispon|agot|esaur|dostęp|tüken|order|bestell|commande|pedido|ordine|zam|sipar|result|treffer|ergebn|empty|leer|vide|vac[ií]o|vuot|pust|boş/i;
const SPEC = /^(sku|upc|[eg]?(an|tin)|mpn|isbn|asin|r[eé]f\p{L}*|(model|art|item|prod|bestell|part|style|varen|kata|cata|stoc?k|ürün)\p{L}*[ .-]*(no|nr|num\p{L}*|#|cod\p{L}*|kod\p{L}*|id)|(cód|cod|k[oó]d|код|[sš]ifr)\p{L}*( \p{L}+)?|артикул|brand|mar[ck]a|marke|marque|merk|m[æä]rke|manuf\p{L}*|herst\p{L}*|fabri[ck]ant\p{L}*|produ[tc][te]\p{L}+|výrob\p{L}*|proiz\p{L}*|произв\p{L}*|бренд)( name)?(?=\s*[:.#]|\s*$|\s+\S*\d)[^\p{L}\d]*/iu;
const NAMED = '[class*=brand],[class*=vendor],[class*=manufac],[id*=byline],[class*=sku]';
const COUNT = /^(x|×|qty:?|quantity:?)?\s*\d{1,3}\s*(x|×)?$/i;
const QUANTITY = /qty|quan|menge|adet/i;
// The way to the cart.
const CART = /\/(cart|basket|(shopping-)?bag|warenkorb|panier|carr\w+|sepet\w*|koszyk)(\/|\.\w+)?$|=checkout\/cart/i;
// Links of a card that lead elsewhere than to its product.
const AWAY = /^($|#|\w+:(?!\/))|\.(jpe?g|png|webp)\b|cart|basket|warenkorb|panier|sepet|wish|compar|remov|delet|review|login|account|checkout|quick/i;

const list = (root, selector) => [...root.querySelectorAll(selector)];
const clean = (text, limit) => (text || '').replace(/\s+/g, ' ').trim().slice(0, limit || 200);
const attr = (element, name) => (element && element.getAttribute(name)) || '';
const word = (element) => clean(`${element.localName} ${element.id} ${attr(element, 'class')} ${attr(element, 'itemprop')}`, 90);
// A lazy picture keeps its address in an attribute of its own, and shows something small meanwhile.
const picture = (image) => {
  if (!image) return '';
  const now = image.currentSrc || attr(image, 'src') || attr(image, 'srcset').split(/[\s,]/)[0];
  const lazy = (names) => ([...image.attributes].find(({ name, value }) => names.test(name) && /^(https?:|\/)[^\s,{]+$/.test(value)) || {}).value;
  return lazy(/^data-(lazy-?)?src$/) || (/^(data:|$)|blank|placeholder|loading|spacer|trans\./.test(now) && lazy(/^data-.*(src|orig|lazy|image|large|hires)/)) || now;
};

// Text with a space between its pieces, read no further than `limit`; raised cents (`39<sup>99</sup>`) get the point that the eye sees.
// What is struck, or named so, is a former price: `paid` leaves it out.
const STRUCK = /^(del|s|strike)$|\b(strike|crossed|old-?price|was-?price)/i;
const spoken = (element, limit = 120, paid = false) => {
  let out = '';
  const add = (node) => {
    for (let child = node.firstChild; child && out.length <= limit; child = child.nextSibling) {
      if (child.nodeType === 3) {
        const text = clean(child.data, limit + 1);
        if (text) out += (/\d$/.test(out) && /^\d\d$/.test(text) ? '.' : ' ') + text;
      } else if (child.nodeType === 1 && !SKIP.test(child.localName) && !(paid && STRUCK.test(child.localName + ' ' + attr(child, 'class')))) add(child);
    }
  };
  add(element);
  return out.trim();
};

// The text beside an element as a label stands: before it, or after it.
const beside = (element, way) => {
  for (let level = 0; element && level < 3; level++, element = element.parentElement) {
    for (let next = element; (next = next[way]);) {
      const text = next.nodeType === 3 ? clean(next.data, 60) : next.nodeType === 1 && !SKIP.test(next.localName) ? spoken(next, 60) : '';
      if (text) return text;
    }
  }
  return '';
};

// What tells a link's product: its address without what follows it, or whole where the product stands in the query.
const target = (link) => {
  const to = attr(link, 'href');
  return AWAY.test(to) ? '' : /\bid=|route=/.test(to) ? to : to.split(/[?#]/)[0];
};

// What each element leads to: one address, or `0` for several; what holds a first heading is no card.
const leads = (root) => {
  const known = new Map();
  const mark = (element, url) => {
    for (; element && element !== document.body; element = element.parentElement) {
      const was = known.get(element);
      if (was === 0 || was === url) return;
      known.set(element, was ? 0 : url);
    }
  };
  for (const head of list(root, 'h1')) mark(head, 0);
  for (const link of list(root, 'a[href]')) {
    const url = target(link);
    if (url) mark(link, url);
  }
  return known;
};

// Who makes it and what number it has, as the elements around a headline are named.
const named = (heads, specs) => {
  for (const head of heads) {
    let up = head;
    for (let level = 0; level < 4 && up.parentElement !== document.body && up.parentElement; level++) up = up.parentElement;
    for (const one of list(up, NAMED).slice(0, 12)) {
      const told = !one.contains(head) && spoken(one, 60);
      if (told && !told.includes(':')) specs.push({ t: /sku/.test(word(one)) ? 'sku' : 'brand', a: told.replace(/^(by|von|par|di|de) /i, ''), n: true });
    }
  }
};

const blank = () => ({ heads: [], prices: [], buys: [], cards: [], notices: [], specs: [], images: [], counts: [] });

const card = (element) => {
  const links = element.localName === 'a' ? [element] : list(element, 'a[href]').filter(target);
  const image = element.querySelector('img');
  const input = list(element, 'input,select').find((field) => QUANTITY.test(field.name + field.id + field.className));
  // The first that is not cut off, and says more than a price does.
  const titles = [...list(element, 'h2 a,h3 a,h4 a,a h2,a h3,a h4').map((one) => one.textContent), attr(links[0], 'title'), attr(image, 'alt'), ...[...list(element, 'h2,h3,h4,h5'), ...links, ...list(element, '[class*=title],[class*=name]')].map((one) => one.textContent)]
    .map((text) => clean(text)).filter((text) => /\p{L}.*\p{L}.*\p{L}/u.test(text) && !/\p{Sc} ?\d|\d ?\p{Sc}/u.test(text));
  return {
    url: links[0] ? links[0].href : '', title: titles.find((text) => !/(…|\.\.\.)$/.test(text)) || titles[0], image: picture(image),
    sku: attr(element.querySelector('[data-product_sku]'), 'data-product_sku'), quantity: input && input.value,
  };
};

// A card shows a picture or counts something, and is a row where it holds one: totals stand around the only row of a cart.
const isCard = (element) => element.localName === 'tr' || (!/^(main|table|tbody)$/.test(element.localName) && element.querySelector('img,input[type=number],[name*=qty],[name*=quantity]') && (element.localName === 'article' || !element.querySelector('tr a,article a')));

// Walks `root` and sorts what it meets into `page`; what stands in a card goes to that card.
const collect = (root, page, whole) => {
  let order = 0;
  const known = whole ? new Map() : leads(root);
  const seen = new Set();
  const item = (rows, element, t, more = {}) => {
    if (rows.length >= ROWS) return;
    // Where it stands: its own names and its ancestors', innermost first.
    let w = '';
    for (let level = 0, up = element; up && up !== document.body && level < 6; level++, up = up.parentElement) w += `${word(up)}/`;
    if (!('z' in more) || !ASIDE.test(w)) rows.push({ t, o: order, w, ...more });
  };
  const read = (node, element, to) => {
    const text = node.data.trim();
    if (!text || text.length > 159) return;
    const up = element.parentElement;
    if (text.length < 60 && /\d/.test(text) && (MONEY.test(text) || PRICED.test(element.className + element.id + up.className) || (text.length < 12 && MONEY.test(spoken(up, 24))))) {
      // The price as a whole, when its sign and cents stand in elements of their own; two signs or a struck half are two prices.
      let price = element;
      for (let more = up; more && more !== root; more = more.parentElement) {
        const all = spoken(more, 20);
        if (all.length > 17 || /\p{Sc}.*\p{Sc}/u.test(all) || more.querySelector('del,s,ins')) break;
        price = more;
      }
      if (!seen.has(price)) {
        seen.add(price);
        item(to.prices, price, spoken(price), { b: beside(price, 'previousSibling'), s: !!price.closest('del,s,strike') });
      }
    }
    if (to !== page && COUNT.test(text)) to.counts.push(text);
    else {
      const label = SPEC.exec(text);
      // What follows the label: in its own text, in its element, or beside it.
      if (label && page.specs.length < ROWS) page.specs.push({ t: label[0], o: order, a: text.slice(label[0].length) || spoken(element, 80).slice(text.length).replace(/^[:#\s]+/, '') || beside(element, 'nextSibling') });
    }
    if (NOTICE.test(text) && !seen.has(element)) {
      seen.add(element);
      const sentence = spoken(up, 160);
      item(to.notices, element, clean(sentence.length < 160 ? sentence : spoken(element, 160), 160));
    }
  };
  const meet = (element, name, to) => {
    if (name === 'h1' || name === 'h2') item(page.heads, element, clean(element.textContent), { n: +name[1] });
    else if (name === 'img') {
      const width = attr(element, 'width');
      if (!(width && +width < 3) && page.images.length + to.images.length < LOOKS) item(to.images, element, picture(element), { z: +width || element.naturalWidth, a: attr(element, 'alt'), s: !!target(element.closest('a')) });
    } else if (name === 'button' || (name === 'input' && /submit|button|image/.test(element.type)) || (name === 'a' && /btn|button|cart|buy|basket/i.test(element.className + element.id))) {
      const label = name === 'input' ? element.value || element.alt : clean(element.textContent, 60) || attr(element, 'aria-label') || attr(element, 'title');
      const hint = `${word(element)} ${attr(element, 'name')} ${name === 'a' ? attr(element, 'href') : attr(element.form, 'action')}`;
      if (to === page && page.buys.length < LOOKS) page.buys.push({ t: label, o: order, w: hint, s: element.disabled });
    }
  };
  const walk = (node, to) => {
    for (let child = node.firstChild; child && order < NODES; child = child.nextSibling) {
      order++;
      if (child.nodeType === 3) read(child, node, to);
      else if (child.nodeType === 1 && !SKIP.test(child.localName)) {
        let inner = to;
        if (to === page && known.get(child) && isCard(child)) inner = { ...blank(), ...card(child), o: order };
        meet(child, child.localName, inner);
        walk(child, inner);
        if (inner === to) continue;
        if (inner.prices.length || inner.counts.length || inner.quantity) item(page.cards, child, '', { ...inner, images: [] });
        // A picture that leads somewhere is no card.
        else page.images.push(...inner.images);
      }
    }
  };
  walk(root, page);
  return page;
};

// Microdata and RDFa as the JSON-LD that they stand for: the things that are no other thing's property.
const things = () => {
  const known = new Map();
  const thing = (element) => {
    if (!known.has(element)) known.set(element, { '@type': (attr(element, 'itemtype') || attr(element, 'typeof')).split(/[/:#]/).pop(), '@h1': !!element.querySelector('h1') });
    return known.get(element);
  };
  const inner = new Set();
  for (const prop of list(document, '[itemprop],[property]').slice(0, 600)) {
    const owner = prop.parentElement && prop.parentElement.closest(OWNER);
    if (!owner) continue;
    const to = thing(owner);
    const own = prop.matches(OWNER);
    if (own) inner.add(prop);
    for (const full of (attr(prop, 'itemprop') || attr(prop, 'property')).split(/\s+/)) {
      const name = full.split(':').pop();
      const value = own ? thing(prop) : prop.getAttribute('content') || (/image/.test(name) ? picture(prop.localName === 'img' ? prop : prop.querySelector('img')) : '') || (prop.localName === 'link' || /url/.test(name) ? prop.href : '') || spoken(prop, 120, /price$/i.test(name)) || spoken(prop);
      to[name] = to[name] ? [].concat(to[name], value) : value;
    }
  }
  return [...known].filter(([element]) => !inner.has(element)).slice(0, 40).map(([element, about]) => Object.assign(about, { '@in': !!element.parentElement?.closest('[itemtype*=Product],[typeof*=Product]') }));
};

// A getter of the page that throws is no reason to stop.
const guess = (read) => { try { return read() || ''; } catch { return ''; } };

/** The page as it stands. */
export function snapshot() {
  const page = document;
  const out = blank();
  if (page.body) collect(page.body, out);
  named(list(page, 'h1').slice(0, 3), out.specs);
  const link = (selector) => { const found = page.querySelector(selector); return found ? found.href : ''; };
  const meta = {};
  for (const { name, content, attributes: { property, itemprop } } of list(page, 'meta[content]')) {
    const key = ((property || itemprop || {}).value || name).toLowerCase();
    if (key && content && !(key in meta)) meta[key] = content;
  }
  const canonical = link('link[rel=canonical]');
  const lang = page.documentElement.lang;
  // What may name a region, most telling first; last the language.
  const places = [...[lang, meta['og:locale'] || ''].map((locale) => locale.split(/[-_]/)[1]), ...[canonical, location.href].map((url) => url.split(/[/:]/)[3]?.split('.').pop()), lang.slice(0, 2)].map((place) => (place || '').toLowerCase());
  const globals = ['Shopify', 'prestashop', 'wc_add_to_cart_params'].filter((name) => window[name]).join(' ');
  return Object.assign(out, {
    url: location.href, referrer: page.referrer, title: page.title, 
    canonical, places, query: Object.fromEntries(new URLSearchParams(location.search)),
    home: link('a[rel=home],header a[href]:not([href^="#"]),[class*=logo] a[href],a[class*=logo],a[class*=brand]'),
    cart: ([...page.links].find((one) => !one.hash && CART.test(one.pathname + one.search)) || {}).href,
    body: `${page.body ? `${page.body.id} ${page.body.className}` : ''} template-${guess(() => window.ShopifyAnalytics.meta.page.pageType)} template-${guess(() => window.prestashop.page.page_name)} ${globals}`,
    meta, objects: objects(), things: things(), ld: list(page, 'script[type*="ld+json" i]').map((script) => script.textContent),
    crumbs: list(page.querySelector('[class*=breadcrumb i],[id*=breadcrumb i],nav[aria-label*=breadcrumb i]') || new Image(), 'a,li,span').filter((one) => !one.children.length).map((one) => clean(one.textContent, 60)).slice(0, 12),
    codes: [guess(() => window.Shopify.currency.active), guess(() => window.prestashop.currency.iso_code)],
    marks: list(page, '[data-vitrin-product],[data-vitrin-id],[data-vitrin-page]').slice(0, ROWS).map((element) => {
      const mark = {};
      for (const { name, value } of element.attributes) if (/^data-vitrin-/.test(name)) mark[name.slice(12)] = value;
      return Object.assign(mark, guess(() => JSON.parse(mark.product)));
    }),
  });
}

/** What a product card around a clicked or submitted element says, or null. */
export function cardFacts(element) {
  const known = leads(document);
  let box = null;
  for (let up = element; up && known.get(up) !== 0 && up !== document.body; up = up.parentElement) {
    if (known.get(up)) box = up;
    if (box && /^(tr|article)$/.test(up.localName)) break;
  }
  return box && Object.assign(card(box), (({ prices, notices }) => ({ prices, notices }))(collect(box, blank(), true)));
}

/** What a form is about to send, without what the shopper typed. */
export function formFacts(form, submitter) {
  const fields = {};
  for (const { type, name, value, checked } of form.elements) {
    // A form's own secrets (`csrfmiddlewaretoken`) are none of ours.
    if (name && !/csrf|token|nonce|secret|session/i.test(name) && (/^(hidden|number|select-one)$/.test(type) || checked || (type === 'text' && QUANTITY.test(name)))) fields[name] = clean(value, 100);
  }
  if (submitter && submitter.name) fields[submitter.name] = clean(submitter.value, 100);
  return {
    action: attr(submitter, 'formaction') || attr(form, 'action') || location.href,
    method: attr(form, 'method') || 'get', body: fields, button: submitter ? clean(submitter.textContent || submitter.value, 60) : '', hint: word(form), card: cardFacts(form),
  };
}
