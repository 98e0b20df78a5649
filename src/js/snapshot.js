// What is on the page, as one plain object: no judgement here, `core::detect` decides what it means.
// One walk over the body with bounds; nothing a shopper types is ever read.

// Subtrees that show the shopper no facts of the shop; our own blocks among them, or we would read ourselves.
const SKIP = /^(script|style|noscript|template|svg|select|iframe|textarea|vitrin-block|vitrin-popup)$/i;
// A page beyond these is read as far as they go: a bound on time, not on truth.
const NODES = 20000;
const ROWS = 80;
const CARDS = 100;
const SCOPE = '[itemtype*="Product"],[typeof*="Product"]';
const OWNER = '[itemscope],[typeof]';
// Texts that could be a price: a currency sign or code with a figure. Core reads them properly.
const MONEY = /\p{Sc}|\b(kr|ft|tl|lei|rs|r|fr|rm|rp|[A-Z]{3})\b|zł|k[čc]|руб|р\.|грн|лв|円|元|원/iu;
// Texts that could say how much there is, what number it has, or that there is nothing.
const NOTICE = /stock|sold|avail|lager|liefer|ausverk|rupture|épuis|disponib|agotad|esaurit|dostęp|stokt|tüken|vorrat|order|bestell|commande|pedido|ordine|zamówien|sipariş|result|treffer|ergebnis|résultat|resultad|risultat|wynik|sonuç|product|empty|leer|vide|vac[ií]|vuot|pust|boş/i;
const SPEC = /^(sku|upc|ean|gtin|mpn|isbn|item|product|model|style|part|art|ref|brand|marke|marque|marca|marka|manufacturer|hersteller|by|code|kod|réf|availability)\b.{0,16}?(:|#|$)/i;
const BUY = /cart|basket|\bbag\b|trolley|\bbuy|kauf|korb|einkaufs|panier|achet|carr|cest|compr|acquist|sepet|satın|kosz|kupi|kosár|koší|kurv|korg|kjøp|köp|winkel|bestel|корзин|купить|カート|購|购|장바구니/i;
// Links of a card that lead elsewhere than to its product.
const AWAY = /^(?!http)|cart|basket|warenkorb|panier|sepet|wish|compar|remov|delet|review|login|account|checkout|quick/i;

const list = (root, selector) => [...root.querySelectorAll(selector)];
const clean = (text, limit) => (text || '').replace(/\s+/g, ' ').trim().slice(0, limit || 200);
const attr = (element, name) => (element && element.getAttribute(name)) || '';
const word = (element) => clean(`${element.localName} ${element.id} ${attr(element, 'class')} ${attr(element, 'itemprop')}`, 90);

// Where an element stands: its own names and its ancestors', innermost first.
const trail = (element) => {
  let out = '';
  for (let level = 0; element && element !== document.body && level < 6; level++, element = element.parentElement) out += `${word(element)}/`;
  return out;
};

// Text with a space between its pieces; raised cents (`39<sup>99</sup>`) get the point that the eye sees.
const spoken = (element) => {
  let out = '';
  const add = (node) => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === 3) {
        const text = child.data;
        if (/\S/.test(text)) out += (/\d$/.test(out) && /^\d\d\s*$/.test(text) ? '.' : ' ') + text;
        else out += ' ';
      } else if (child.nodeType === 1 && !SKIP.test(child.localName)) add(child);
    }
  };
  add(element);
  return clean(out, 120);
};

// The text beside an element: before it (`-1`) or after it (`1`), as a label stands.
const beside = (element, way) => {
  for (let level = 0; element && level < 3; level++, element = element.parentElement) {
    for (let next = element; (next = way < 0 ? next.previousSibling : next.nextSibling);) {
      const text = SKIP.test(next.nodeName) || next.nodeType > 3 ? '' : clean(next.textContent, 60);
      if (text) return text;
    }
  }
  return '';
};

const picture = (image) => attr(image, 'data-src') || attr(image, 'data-original') || image.currentSrc || attr(image, 'src') || attr(image, 'srcset').split(/[\s,]/)[0];

const target = (link) => (AWAY.test(link.href) ? '' : /\bid=|route=/.test(link.search) ? link.href : link.href.split(/[?#]/)[0]);

// The largest element around `element` that leads to one address only: a card of a list, a row of a cart.
const around = (element) => {
  let found = null;
  for (let up = element; up && !/^(body|main|html)$/.test(up.localName) && up.nodeType === 1; up = up.parentElement) {
    let to = '';
    for (const link of up.localName === 'a' ? [up] : list(up, 'a[href]')) {
      const url = link.href && target(link);
      if (url && to && url !== to) return found;
      to = to || url;
    }
    if (up.querySelector('h1')) return found;
    if (to) found = up;
  }
  return found;
};

const card = (element) => {
  const link = element.localName === 'a' ? element : list(element, 'a[href]').find(target);
  const image = element.querySelector('img');
  const named = element.querySelector('h2,h3,h4,h5,h6,[class*=title i],[class*=name i]');
  const input = list(element, 'input,select').find((field) => /qty|quan|menge|anzahl|adet/i.test(field.name + field.id + field.className));
  const product = element.matches('[data-product-id],[data-product_id],[data-id-product],[data-pid]') ? element : element.querySelector('[data-product-id],[data-product_id],[data-id-product],[data-pid],[data-product_sku]');
  return {
    url: link ? link.href : '',
    titles: [named && named.textContent, attr(link, 'title'), attr(image, 'alt'), ...list(element, 'a[href]').map((a) => a.textContent)].map((text) => clean(text)).filter((text) => text),
    image: image ? picture(image) : '',
    id: attr(product, 'data-product-id') || attr(product, 'data-product_id') || attr(product, 'data-id-product') || attr(product, 'data-pid'),
    sku: attr(product, 'data-product_sku'),
    quantity: input ? input.value : '',
    prices: [],
    notices: [],
    counts: [],
    buy: false,
  };
};

// Walks `root` and sorts what it meets into `out`; what stands in a card goes to that card.
const collect = (root, out) => {
  let order = 0;
  const cards = new Map();
  const seen = new Set();
  const place = (element) => {
    const box = around(element);
    if (!box) return out;
    if (!cards.has(box)) {
      if (cards.size >= CARDS) return null;
      const facts = card(box);
      facts.order = order;
      cards.set(box, facts);
      out.cards.push(facts);
    }
    return cards.get(box);
  };
  const push = (rows, row) => rows && rows.length < ROWS && rows.push(row);
  const text = (node, element) => {
    const data = node.data.trim();
    if (!data) return;
    if (data.length < 60 && /\d/.test(data) && (MONEY.test(data) || /price|prix|preis|amount|cena|precio|fiyat/i.test(trail(element)) || MONEY.test(element.parentElement.textContent.slice(0, 60)))) {
      // The price as a whole, when its sign and cents stand in elements of their own.
      let whole = element;
      for (let up = whole.parentElement; up && up !== root && up.textContent.replace(/\s+/g, '').length < 16; up = up.parentElement) whole = up;
      if (!seen.has(whole)) {
        seen.add(whole);
        const there = place(whole);
        push(there && there.prices, {
          text: spoken(whole), order, trail: trail(whole), before: beside(whole, -1), after: beside(whole, 1),
          struck: !!whole.closest('del,s,strike') || !!whole.querySelector('del,s,strike'), element: whole,
        });
      }
    }
    if (data.length < 160) {
      if (/^(x|×|qty:?|quantity:?)?\s*\d{1,3}\s*(x|×)?$/i.test(data)) {
        const there = place(element);
        if (there && there.counts) push(there.counts, data);
      } else if (SPEC.test(data)) {
        const own = clean(element.textContent, 80);
        push(out.specs, [data, own.length > data.length + 1 ? own.slice(data.length).trim() : data.replace(SPEC, '').trim() || beside(element, 1)]);
      }
      if (NOTICE.test(data) && !seen.has(element)) {
        seen.add(element);
        const there = place(element);
        push(there && there.notices, [clean(data.length < 40 ? spoken(element.parentElement).length < 160 ? spoken(element.parentElement) : spoken(element) : spoken(element), 160), order, trail(element)]);
      }
    }
  };
  const walk = (node) => {
    for (let child = node.firstChild; child && order < NODES; child = child.nextSibling) {
      order++;
      if (child.nodeType === 3) text(child, node);
      else if (child.nodeType === 1) {
        const name = child.localName;
        if (SKIP.test(name)) continue;
        if (/^h[12]$/.test(name)) push(out.headings, [clean(child.textContent), order, +name[1]]);
        else if (name === 'img') push(out.images, [picture(child), order, +attr(child, 'width') || child.naturalWidth, trail(child), attr(child, 'alt'), !!child.closest('a[href]') && !!target(child.closest('a'))]);
        else if (name === 'button' || name === 'input' || (name === 'a' && /btn|button|cart|buy|basket/i.test(child.className + child.id))) {
          const label = name === 'input' ? (/submit|button|image/.test(child.type) ? child.value || child.alt : '') : clean(child.textContent, 60) || attr(child, 'aria-label') || attr(child, 'title');
          const hint = `${word(child)} ${attr(child, 'name')} ${name === 'a' ? attr(child, 'href') : attr(child.form, 'action')}`;
          if ((name !== 'input' || /submit|button|image/.test(child.type)) && BUY.test(label + hint)) {
            const there = place(child);
            if (there && there !== out) there.buy = true;
            else push(there && there.buys, [label, order, hint, child.disabled || false]);
          }
        }
        walk(child);
      }
    }
  };
  walk(root);
  return out;
};

const blank = () => ({ headings: [], prices: [], buys: [], cards: [], notices: [], specs: [], images: [] });

const rows = (prices, look) => prices.map((price) => {
  const { element } = price;
  delete price.element;
  if (look && element) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    price.size = Math.round(parseFloat(style.fontSize));
    price.y = Math.round(box.top + scrollY);
    price.unseen = !box.width || style.visibility === 'hidden';
    price.struck = price.struck || /through/.test(style.textDecorationLine);
  }
  return price;
});

const scopes = () => {
  const all = list(document, SCOPE).slice(0, 24);
  return all.map((scope) => ({
    type: attr(scope, 'itemtype') || attr(scope, 'typeof'),
    parent: all.indexOf(scope.parentElement && scope.parentElement.closest(SCOPE)),
    heading: !!scope.querySelector('h1'),
    role: attr(scope, 'itemprop'),
    props: list(scope, '[itemprop],[property]').slice(0, 120).filter((prop) => prop.parentElement.closest(SCOPE) === scope).slice(0, 60).map((prop) => {
      const name = attr(prop, 'itemprop') || attr(prop, 'property');
      const owner = prop.parentElement.closest(OWNER);
      const link = /^(link|a)$/.test(prop.localName) && (prop.localName === 'link' || /url/.test(name)) ? prop.href : '';
      return [name, prop.getAttribute('content') || (prop.localName === 'img' ? picture(prop) : link) || spoken(prop), owner === scope ? '' : attr(owner, 'itemprop') || attr(owner, 'property') || attr(owner, 'itemtype')];
    }),
  }));
};

// Only plain data of well-known names; a getter of the page that throws is no reason to stop.
const globals = () => {
  const out = {};
  const take = (name, read) => {
    try {
      const value = read();
      if (value) out[name] = JSON.parse(JSON.stringify(value));
    } catch { /* not that platform */ }
  };
  const page = window;
  take('shopify', () => page.Shopify && { currency: page.Shopify.currency && page.Shopify.currency.active, page: page.ShopifyAnalytics && page.ShopifyAnalytics.meta.page.pageType, vendor: page.ShopifyAnalytics && page.ShopifyAnalytics.meta.product && page.ShopifyAnalytics.meta.product.vendor });
  take('prestashop', () => page.prestashop && { page: page.prestashop.page.page_name, currency: page.prestashop.currency.iso_code });
  take('magento', () => page.checkoutConfig && { currency: page.checkoutConfig.quoteData.quote_currency_code });
  take('woo', () => page.wc_add_to_cart_params && { ajax: true });
  return out;
};

/** The page as it stands. */
export function snapshot() {
  const page = document;
  const out = blank();
  if (page.body) collect(page.body, out);
  const link = (rel) => { const found = page.querySelector(`link[rel="${rel}" i]`); return found ? found.href : ''; };
  const scripts = list(page, 'script:not([src])');
  const ld = scripts.filter((script) => /ld\+json/i.test(script.type)).map((script) => script.textContent);
  const codes = new Set();
  for (const script of scripts) {
    for (const match of script.textContent.slice(0, 300000).matchAll(/[cC]urrency[\w"' :=\\{[]{0,24}["']([A-Z]{3})\b/g)) codes.add(match[1]);
    if (codes.size > 5) break;
  }
  const marks = scopes();
  // Layout is read once, after all else, and only when the page's markup does not tell.
  const look = !marks.length && !ld.some((text) => /Product/.test(text));
  out.cards.forEach((one) => rows(one.prices));
  rows(out.prices, look);
  const home = page.querySelector('a[rel=home],header a[href]:not([href^="#"]),[class*=logo i] a[href],a[class*=logo i],a[class*=brand i]');
  const trailOf = page.querySelector('[class*=breadcrumb i],[id*=breadcrumb i],nav[aria-label*=breadcrumb i]');
  return Object.assign(out, {
    url: location.href,
    referrer: page.referrer,
    title: page.title,
    lang: page.documentElement.lang || attr(page.documentElement, 'xml:lang'),
    canonical: link('canonical'),
    home: home ? home.href : '',
    body: page.body ? `${page.body.id} ${page.body.className}` : '',
    meta: list(page, 'meta[content]').slice(0, 120).map((meta) => [attr(meta, 'property') || attr(meta, 'name') || attr(meta, 'itemprop'), meta.content]).filter((pair) => pair[0]),
    ld,
    scopes: marks,
    crumbs: trailOf ? list(trailOf, 'a,li,span').filter((one) => !one.children.length).map((one) => clean(one.textContent, 60)).filter((text) => text).slice(0, 12) : [],
    currencies: [...codes],
    vitrin: list(page, '[data-vitrin-product],[data-vitrin-id],[data-vitrin-page]').slice(0, CARDS).map((element) => {
      const mark = {};
      for (const { name, value } of element.attributes) if (name.startsWith('data-vitrin-')) mark[name.slice(12)] = value;
      return mark;
    }),
    globals: globals(),
  });
}

/** What a product card around a clicked or submitted element says, or null. */
export function cardFacts(element) {
  const box = around(element);
  if (!box) return null;
  const out = blank();
  const facts = card(box);
  // Everything inside belongs to the card, whatever smaller card the walk may see in it.
  collect(box, out);
  for (const one of [out, ...out.cards]) {
    facts.prices.push(...rows(one.prices));
    facts.notices.push(...one.notices);
  }
  return facts;
}

/** What a form is about to send, without what the shopper typed. */
export function formFacts(form, submitter) {
  const fields = [];
  for (const field of form.elements) {
    const kind = (field.type || '').toLowerCase();
    const told = /^(hidden|number|select-one)$/.test(kind) || (/^(radio|checkbox)$/.test(kind) && field.checked) || (kind === 'text' && /qty|quan/i.test(field.name));
    if (told && field.name && fields.length < 40) fields.push([field.name, clean(field.value, 100)]);
  }
  if (submitter && submitter.name) fields.push([submitter.name, clean(submitter.value, 100)]);
  return {
    action: attr(submitter, 'formaction') || attr(form, 'action') || location.href,
    method: (attr(form, 'method') || 'get').toLowerCase(),
    fields,
    button: submitter ? clean(submitter.textContent || submitter.value, 60) : '',
    hint: word(form),
    card: cardFacts(form),
  };
}
