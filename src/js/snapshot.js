// What is on the page, as one plain object: no judgement here, `core::detect` decides what it means.
// One pass over the links tells the cards, one walk over the body fills them; nothing a shopper types is ever read.

import { objects } from './objects.js';
import { SKIP, attr, beside, clean, list, picture, spoken, word } from './spoken.js';

// What is read of a page, for reading takes the shopper's time: what is about the headline stands near it, and where data tells the product that is enough.
// Texts before the headline (a page may begin with its pictures and its buy box) and texts in all; a list has more.
const BEFORE = 75;
const NEAR = 330;
// Of these the first are looked at for more than words: prices, pictures, other products.
const CLOSE = 200;
const TEXTS = 500;
const ROWS = 120;
// A price or a number of its own is no longer.
const SHORT = 59;
const LOOKS = 60;
// Of so many prices it is asked how they are drawn.
const STYLED = 6;
// Pictures of menus are many, and no product's.
const ASIDE = /(^|[ /])(nav|header|footer|flyout|mega)/;
// What is looked at beside texts: one list of the browser's, for each goes through the whole page.
const LOOK = 'a[href],h1,h2,img,button,input';
// Links that look or are named like controls.
const PRESSED = /btn|button|cart|buy|basket/i;
// Nodes between two texts, as pages usually have them: what is near is told by it.
const STEP = 6;
const OWNER = '[itemscope],[typeof]';
// Texts that could be a price: a currency sign or code with a figure. Core reads them properly.
const MONEY = /[$¢-¥฿₠-⃀]|(^|[\d\s])([Kk]r|Ft|TL|[Ll]ei|Rs|R|Fr|RM|Rp|[A-Z]{3})\b|z[łl]|K[čc]|руб|р\.|грн|лв|[円元원]/;
const PRICED = /price|prix|preis|amount|cena/i;
// Texts that could say how much there is, what number it has, or that there is nothing.
const NOTICE = /stock|sold|avail|lager|liefer|ausverk|rupture|épuis|dispon|agot|esaur|dostęp|tüken|order|bestell|commande|pedido|ordine|zam|sipar|result|treffer|ergebn|empty|leer|vide|vac[ií]o|vuot|pust|boş/g;
const SPEC = /^(sku|upc|[eg]?(an|tin)|mpn|isbn|asin|r[eé]f[^\s:.]*|(model|art|item|prod|bestell|part|style|varen|kata|cata|stoc?k|ürün)[^\s:.-]*?[ .-]*(no|nr|num\S*?|#|[ck]od\S*?|id)|(cód|cod|k[oó]d|код|[sš]ifr)[^\s:.]*( [^\s:.]+)?|артикул|brand|mar[ck]a|marke|marque|merk|m[æä]rke|manuf\S*?|herst\S*?|fabri[ck]ant\S*?|produ[tc]\S+[^s]|výrob\S*?|proiz\S*?|произв\S*?|бренд)( name)?(?=\s*[:.#]|\s*$|\s+\S*\d)/gm;
const NAMED = '[class*=brand],[class*=vendor],[class*=manufac],[id*=byline],[class*=sku]';
const COUNT = /^(x|×|qty:?|quantity:?)?\s*\d{1,3}\s*(x|×)?$/i;
const QUANTITY = /qty|quan|menge|adet/i;
// The way to the cart.
const CART = /\/([Cc]art|[Bb]asket|(shopping-)?bag|warenkorb|panier|carr\w+|sepet\w*|koszyk)(\/|\.\w+)?$|=checkout\/cart/;
// Links of a card that lead elsewhere than to its product.
const AWAY = /^($|#|\w+:(?!\/))|\.(jpe?g|png|webp)\b|cart|basket|warenkorb|panier|sepet|wish|compar|remov|delet|review|login|account|checkout|quick/i;

// What tells a link's product: its address without what follows it, or whole where the product stands in the query.
const target = (link) => {
  const to = attr(link, 'href');
  return AWAY.test(to) ? '' : /\bid=|route=/.test(to) ? to : to.split(/[?#]/)[0];
};

// What each element leads to: one address, or `0` for several; what holds the page's headline, or a first heading, is no card.
const leads = (links, head) => {
  const known = new Map();
  const mark = (element, url) => {
    for (; element && element !== document.body; element = element.parentElement) {
      const was = known.get(element);
      if (was === 0 || was === url) return;
      known.set(element, was ? 0 : url);
    }
  };
  for (const one of links) {
    if (one.localName === 'h1' || one === head) mark(one, 0);
    const url = one.localName === 'a' && target(one);
    if (url) mark(one, url);
  }
  return known;
};

// Who makes it and what number it has, as the elements around a headline are named.
const named = (head, specs) => {
  let up = head;
  for (let level = 0; level < 4 && up.parentElement !== document.body && up.parentElement; level++) up = up.parentElement;
  for (const one of list(up, NAMED).slice(0, 12)) {
    const told = !one.contains(head) && spoken(one, 60);
    // A name is short; `Visit the shop of Peak` is none.
    if (told && !told.includes(':') && told.split(' ').length < 4) specs.push({ t: /sku/.test(word(one)) ? 'sku' : 'brand', a: told.replace(/^(by|von|par|di|de|visit the|vendor|brand) | store$/gi, ''), n: true });
  }
};

// A theme may strike a former price by its style alone: asked only of several prices of one form, none of which is struck otherwise.
const form = ({ t }) => t.replace(/[\d\s.,]/g, '');
const lined = (element) => element && /through/.test(getComputedStyle(element).textDecorationLine);
const style = (prices, drawn) => {
  const alike = prices.filter((row) => form(row).length < 4).slice(0, STYLED);
  if (alike.length < 2 || prices.some(({ s }) => s)) return;
  for (const row of alike) {
    const element = drawn[prices.indexOf(row)];
    row.s = [element, element.parentElement, element.parentElement.parentElement].some(lined);
  }
};

const blank = () => ({ heads: [], prices: [], buys: [], cards: [], notices: [], specs: [], images: [], counts: [] });

// What costs something or is counted is a card; its picture is told by it.
const is = (inner) => inner.prices.length || inner.counts.length;

const quantity = (element) => list(element, 'input,select').find((field) => QUANTITY.test(field.name + field.id + field.className));

// The first name that is not cut off, and says more than a price does.
const title = (element, link, image) => {
  let short;
  const good = (text) => {
    text = clean(text);
    if (!/[^\W\d_]{3}|[^\x00-\x7f]{3}/.test(text) || /[$¢-¥฿₠-⃀] ?\d|\d ?[$¢-¥฿₠-⃀]/.test(text)) return;
    if (!/(…|\.\.\.)$/.test(text)) return text;
    short ||= text;
  };
  const among = (selector) => {
    for (const one of element.querySelectorAll(selector)) {
      const text = good(one.textContent);
      if (text) return text;
    }
  };
  return among('h2 a,h3 a,h4 a,a h2,a h3,a h4') || good(attr(link, 'title')) || good(attr(image, 'alt')) || among('h2,h3,h4,h5') || (link && good(link.textContent)) || among('a[href],[class*=title],[class*=name]') || short;
};

const card = (element) => {
  const link = element.localName === 'a' ? element : list(element, 'a[href]').find(target);
  const image = element.querySelector('img');
  return {
    url: link ? link.href : '', title: title(element, link, image), image: picture(image),
    sku: attr(element.querySelector('[data-product_sku]'), 'data-product_sku'), quantity: quantity(element)?.value,
  };
};

// A card shows a picture or counts something, and is a row where it holds one: totals stand around the only row of a cart.
const isCard = (element) => element.localName === 'tr' || (!/^(main|table|tbody)$/.test(element.localName) && element.querySelector('img,input[type=number],[name*=qty],[name*=quantity]') && (element.localName === 'article' || !element.querySelector('tr a,article a')));

// The outermost element around each link that leads to nothing else and looks like a card: apart from each other, in their order.
const boxes = (links, own, head) => {
  const known = leads(links, head);
  const out = [];
  for (const link of links) {
    if (link.localName !== 'a' || !known.get(link) || (out.length && out[out.length - 1].contains(link))) continue;
    const chain = [];
    for (let up = link; up && known.get(up); up = up.parentElement) chain.push(up);
    const box = chain.reverse().find(isCard);
    if (box && !own.some((block) => block.contains(box))) out.push(box);
  }
  return out;
};

// Where reading begins: at the headline, which the document's title repeats and a logo's does not; without one where the page says that its own part begins.
const headline = () => {
  const told = document.title.toLowerCase();
  let top = 0;
  let best;
  const first = list(document, 'h1');
  for (const head of (first[0] ? first : list(document, 'h2')).slice(0, 20)) {
    const text = clean(head.textContent).toLowerCase();
    const rank = !text ? 0 : head.closest('nav,body>header,[class*=logo],[id*=logo]') ? 1 : told.includes(text) ? first[0] ? 300 + text.length : text.length > 8 : first[0] && 300;
    if (rank > top) [top, best] = [rank, head];
  }
  return best;
};

// Of elements in their order how many stand before this node.
const before = (found, node) => {
  let low = 0;
  for (let high = found.length; low < high;) {
    const mid = (low + high) >> 1;
    if (found[mid].compareDocumentPosition(node) & 4) low = mid + 1;
    else high = mid;
  }
  return low;
};

// Tells of nodes in their order which of these boxes, in theirs, holds each.
const holder = (boxed) => {
  let at = 0;
  return (node) => {
    for (; at < boxed.length; at++) {
      const how = boxed[at].compareDocumentPosition(node);
      if (how & 16) return at;
      if (!(how & 4)) break;
    }
  };
};

// The first and the last node of what is not read, each leading to the other: a walk in either direction goes on behind it.
const gaps = (shut) => {
  const out = new Map();
  for (const one of shut) {
    let first = one;
    let last = one;
    while (first.firstChild) first = first.firstChild;
    while (last.lastChild) last = last.lastChild;
    out.set(first, last).set(last, first);
  }
  return out;
};

// Reads `root`, or of a page the part around its headline, and sorts what it meets into `page`; what stands in a card goes to that card.
// The browser's own lists of texts and elements are gone through, not the tree. Places count texts, times what stands between two of them on a usual page.
const collect = (root, page, most, head) => {
  // The browser finds one name at a time without trying selectors.
  const own = [...root.getElementsByTagName('vitrin-block')];
  const walker = document.createTreeWalker(root, 4);
  const ends = gaps([...own, ...root.getElementsByTagName('select')]);
  const texts = [];
  const about = [];
  // A text that says something, and no story. What holds it is asked of few: an element costs a script more than its text.
  const take = (node) => {
    const end = ends.get(node);
    if (end) walker.currentNode = end;
    else {
      const text = node.length < 400 && node.data.trim();
      if (text && text.length < 160) texts.push(text.replaceAll('\n', ' ')) && about.push(node);
    }
  };
  const start = most && (head || root.querySelector('main,[role=main]') || root.querySelector('header~*')) || root;
  let node;
  walker.currentNode = start;
  if (most && head) while (texts.length < BEFORE && (node = walker.previousNode())) take(node);
  const from = walker.currentNode;
  texts.reverse();
  about.reverse();
  walker.currentNode = start;
  while ((node = walker.nextNode()) && texts.length < (most || TEXTS)) take(node);
  // Letters of either case in a pattern are slow to prepare; the only capital that is longer as a small letter is Turkey's.
  const told = texts.join('\n').replace(/İ/g, 'I').toLowerCase();
  // Each text in which a pattern is found, once, with what holds it.
  const among = (pattern, longest, use) => {
    const held = holder(boxed);
    for (let found, at = 0, end = -1; (found = pattern.exec(told));) {
      for (; end < found.index; at++) end += texts[at].length + 1;
      pattern.lastIndex = end;
      if (texts[at - 1].length > longest) continue;
      const node = about[at - 1];
      const element = node.parentNode;
      if (SKIP.has(element.localName)) continue;
      const to = cards[held(node)] || page;
      const o = at * STEP - STEP + 2;
      to.o ||= o;
      use(texts[at - 1], element, to, o, found[0]);
    }
  };
  const all = root.querySelectorAll(LOOK);
  const looks = [];
  const reach = most === NEAR ? CLOSE : TEXTS;
  for (let at = most ? before(all, from) : 0, end = most ? before(all, about[reach] || walker.currentNode) : all.length; at < end;) looks.push(all[at++]);
  const boxed = most ? boxes(looks, own, head) : [];
  const cards = boxed.map(blank);
  const drawn = [];
  const seen = new Set();
  const words = new Map();
  const named = (element) => {
    let own = words.get(element);
    if (own === undefined) words.set(element, own = word(element));
    return own;
  };
  const item = (rows, element, o, t, more = {}) => {
    if (rows.length >= ROWS) return;
    // Where it stands: its own names and its ancestors', innermost first.
    let w = '';
    for (let level = 0, up = element; up && up !== document.body && level < 6; level++, up = up.parentElement) w += `${named(up)}/`;
    if (!('z' in more) || !ASIDE.test(w)) rows.push({ t, o, w, ...more });
  };
  const priced = (text, element, to, o) => {
    const up = element.parentElement;
    if (!MONEY.test(text)) {
      if (text.length > 19) return;
      if (!PRICED.test(element.className + element.id + up.className)) {
        const around = text.length < 12 && up.childElementCount < 8 && up.textContent;
        if (!around || around.length > 59 || !/[^\d\s/.,:%()-]/.test(around) || !MONEY.test(spoken(up, 24))) return;
      }
    }
    // The price as a whole, when its sign and cents stand in elements of their own; two signs or a struck half are two prices.
    let price = element;
    for (let more = up; more && more !== root; more = more.parentElement) {
      const all = spoken(more, 20);
      if (all.length > 17 || /[$¢-¥฿₠-⃀].*[$¢-¥฿₠-⃀]/.test(all) || more.querySelector('del,s,ins')) break;
      price = more;
    }
    if (seen.has(price) || !seen.add(price)) return;
    // With the names of the amount itself: `price-old` in a row of a list is not the row's.
    const rows = to.prices;
    const before = rows.length;
    item(rows, price, o, spoken(price), { b: beside(price, 'previousSibling'), a: beside(price, 'nextSibling'), s: !!price.closest('del,s,strike') });
    if (!rows[before]) return;
    if (price !== element) rows[before].w = `${named(element)} ${rows[before].w}`;
    if (to === page) drawn.push(element);
  };
  const labelled = (text, element, to, o, label) => {
    if (page.specs.length >= ROWS) return;
    // What follows the label: in its own text, in its element, or beside it.
    const rest = text.slice(label.length).replace(/^[\s:.#-]+/, '');
    page.specs.push({ t: label, o, a: rest || spoken(element, 80).slice(text.length).replace(/^[:#\s]+/, '') || beside(element, 'nextSibling') });
  };
  const meet = (element, to, o) => {
    const name = element.localName;
    if (name === 'a' ? !PRESSED.test(element.className + element.id) : name === 'input' && !/^(submit|button|image)$/.test(element.type)) return;
    if (name === 'h1' || name === 'h2') item(page.heads, element, o, clean(element.textContent), { n: +name[1] });
    else if (name === 'img') {
      const width = attr(element, 'width');
      if (!(width && +width < 3) && (to === page || !is(to)) && page.images.length + to.images.length < LOOKS) item(to.images, element, o, picture(element), { z: +width || element.naturalWidth, a: attr(element, 'alt'), s: !!target(element.closest('a')) });
    } else if (to === page && page.buys.length < LOOKS) {
      const label = name === 'input' ? element.value || element.alt : clean(element.textContent, 60) || attr(element, 'aria-label') || attr(element, 'title');
      const hint = `${word(element)} ${attr(element, 'name')} ${name === 'a' ? attr(element, 'href') : attr(element.form, 'action')}`;
      page.buys.push({ t: label, o, w: hint, s: element.disabled });
    }
  };
  among(/\d/g, SHORT, (text, element, to, o) => {
    if (o < reach * STEP) priced(text, element, to, o);
    if (to !== page && text.length < 16 && COUNT.test(text)) to.counts.push(text);
  });
  if (most === TEXTS) style(page.prices, drawn);
  among(SPEC, SHORT, labelled);
  among(NOTICE, 160, (text, element, to, o) => {
    if (seen.has(element) || !seen.add(element)) return;
    const sentence = spoken(element.parentElement, 160);
    item(to.notices, element, o, clean(sentence.length < 160 ? sentence : spoken(element, 160), 160));
  });
  const held = holder(boxed);
  let next = 0;
  for (const element of looks) {
    const to = cards[held(element)] || page;
    if (to === page ? element.localName === 'a' && !PRESSED.test(element.className + element.id) : to.o && element.localName === 'a') continue;
    // It stands before the next text.
    while (next < about.length && about[next].compareDocumentPosition(element) & 4) next++;
    const o = next * STEP + 1;
    to.o = Math.min(to.o || o, o);
    meet(element, to, o);
  }
  delete page.o;
  boxed.forEach((element, at) => {
    const inner = cards[at];
    const { images } = inner;
    if (is(inner) || quantity(element)) item(page.cards, element, inner.o, '', { ...inner, ...card(element), images: [] });
    // A picture that leads somewhere is no card.
    else page.images.push(...images);
  });
  return page;
};

// What others say of it, and at length: no facts that core reads.
const TOLD = /^(desc|review|rat|author|date)/;

// Microdata and RDFa as the JSON-LD that they stand for: the things that are no other thing's property.
const things = () => {
  const known = new Map();
  const heads = list(document, 'h1');
  const thing = (element) => {
    if (!known.has(element)) known.set(element, { '@type': (attr(element, 'itemtype') || attr(element, 'typeof')).split(/[/:#]/).pop(), '@h1': heads.some((head) => element.contains(head)) });
    return known.get(element);
  };
  const inner = new Set();
  for (const prop of list(document, '[itemprop],[property]').slice(0, 400)) {
    const owner = prop.parentElement?.closest(OWNER);
    if (!owner) continue;
    const to = thing(owner);
    const own = prop.matches(OWNER);
    if (own) inner.add(prop);
    for (const full of (attr(prop, 'itemprop') || attr(prop, 'property')).split(/\s+/)) {
      const name = full.split(':').pop();
      if (TOLD.test(name)) continue;
      const value = own ? thing(prop) : prop.getAttribute('content') || (/image/.test(name) ? picture(prop.localName === 'img' ? prop : prop.querySelector('img')) : '') || (prop.localName === 'link' || /url/.test(name) ? prop.href : '') || (/price$/i.test(name) && spoken(prop, 120, true)) || spoken(prop);
      to[name] = to[name] ? [].concat(to[name], value) : value;
    }
  }
  return [...known].filter(([element]) => !inner.has(element)).slice(0, 40).map(([element, about]) => Object.assign(about, { '@in': !!element.parentElement?.closest('[itemtype*=Product],[typeof*=Product]') }));
};

// A getter of the page that throws is no reason to stop; asking carefully costs less than an exception.
const guess = (read) => { try { return read() || ''; } catch { return ''; } };

// What a card says of itself.
const about = (box) => {
  const { prices, notices } = collect(box, blank());
  return { ...card(box), prices, notices };
};

const way = (page) => {
  for (const link of page.links) if (CART.test(attr(link, 'href'))) return link.href;
};

/** The page as it stands. */
export function snapshot() {
  const page = document;
  const out = blank();
  // Data stands in scripts that are none.
  const blocks = [...page.scripts].filter(({ type }) => /json|magento/i.test(type));
  const ld = blocks.filter(({ type }) => /ld\+json/i.test(type)).map((script) => script.textContent);
  const head = headline();
  const meta = {};
  for (const one of page.getElementsByTagName('meta')) {
    const key = (attr(one, 'property') || attr(one, 'itemprop') || one.name).toLowerCase();
    if (key && one.content && !(key in meta)) meta[key] = one.content;
  }
  const told = (/"Product(Group)?"/.test(ld) && /"(low)?price"/i.test(ld)) || meta['product:price:amount'] || (head && head.matches('[itemprop=name]'));
  if (page.body) collect(page.body, out, told ? NEAR : TEXTS, head);
  if (head) named(head, out.specs);
  const link = (selector) => page.querySelector(selector)?.href || '';
  const canonical = link('link[rel=canonical]');
  const lang = page.documentElement.lang;
  // What may name a region, most telling first; last the language.
  const places = [...[lang, meta['og:locale'] || ''].map((locale) => locale.split(/[-_]/)[1]), ...[canonical, location.href].map((url) => url.split(/[/:]/)[3]?.split('.').pop()), lang.slice(0, 2)].map((place) => (place || '').toLowerCase());
  const globals = ['Shopify', 'prestashop', 'wc_add_to_cart_params', 'BCData', 'stencilBootstrap', 'Ecwid'].filter((name) => window[name]).join(' ');
  return Object.assign(out, {
    url: location.href, referrer: page.referrer, title: page.title,
    canonical, places, query: location.search ? Object.fromEntries(new URLSearchParams(location.search)) : {},
    home: link('a[rel=home],header a[href]:not([href^="#"]),[class*=logo] a[href],a[class*=logo],a[class*=brand]'),
    body: `${page.body ? `${page.body.id} ${page.body.className}` : ''} template-${guess(() => window.ShopifyAnalytics?.meta?.page?.pageType)} template-${guess(() => window.prestashop?.page?.page_name)} ${globals}`,
    meta, objects: objects(blocks), things: things(), ld, cart: way(page),
    crumbs: /BreadcrumbList/.test(ld) ? [] : [...page.querySelector('[class*=readcrumb],[id*=readcrumb],nav[aria-label*=readcrumb]')?.querySelectorAll('a,li,span') || []].filter((one) => !one.children.length).map((one) => clean(one.textContent, 60)).slice(0, 12),
    codes: [guess(() => window.Shopify?.currency?.active), guess(() => window.prestashop?.currency?.iso_code)],
    marks: list(page, '[data-vitrin-product],[data-vitrin-id],[data-vitrin-page]').slice(0, ROWS).map((element) => {
      const mark = {};
      for (const { name, value } of element.attributes) if (/^data-vitrin-/.test(name)) mark[name.slice(12)] = value;
      return Object.assign(mark, mark.product && guess(() => JSON.parse(mark.product)));
    }),
  });
}

/** What a product card around a clicked or submitted element says, or null. */
export function cardFacts(element) {
  let box = null;
  // A link may be the card itself.
  let url = target(element);
  for (let up = element; up && up !== document.body && !up.querySelector('h1'); up = up.parentElement) {
    for (const link of up.getElementsByTagName('a')) {
      const to = target(link);
      if (to && url && to !== url) return box && about(box);
      url = to || url;
    }
    if (url) box = up;
    if (box && /^(tr|article)$/.test(up.localName)) break;
  }
  return box && about(box);
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
