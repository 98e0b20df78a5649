// What is on the page, as one plain object: no judgement here, `core::detect` decides what it means.
// One walk over the body with bounds; nothing a shopper types is ever read.

// Subtrees that show the shopper no facts of the shop; our own blocks among them, or we would read ourselves.
const SKIP = /^(script|style|noscript|template|svg|select|iframe|textarea|vitrin-block|vitrin-popup)$/i;
// A page beyond these is read as far as they go: a bound on time, not on truth.
const NODES = 20000;
const ROWS = 120;
const CARDS = 100;
const SCOPE = '[itemtype*="Product"],[typeof*="Product"]';
const OWNER = '[itemscope],[typeof]';
// Texts that could be a price: a currency sign or code with a figure. Core reads them properly.
const MONEY = /\p{Sc}|(^|[\d\s])([Kk]r|KR|Ft|TL|[Ll]ei|LEI|Rs|R|Fr|RM|Rp|[A-Z]{3})\b|z[łl]|K[čc]|руб|р\.|Р|грн|лв|円|元|원/u;
// Texts that could say how much there is, what number it has, or that there is nothing.
const NOTICE = /stock|sold|avail|lager|liefer|ausverk|rupture|épuis|disponib|agotad|esaurit|dostęp|stokt|tüken|vorrat|order|bestell|commande|pedido|ordine|zamówien|sipariş|result|treffer|ergebnis|résultat|resultad|risultat|wynik|sonuç|product|empty|leer|vide|vac[ií]|vuot|pust|boş/i;
const SPEC = /^(sku|upc|ean|gtin|mpn|isbn|(item|product|model|style|part|art\w*|ref\w*|catalog|stock) ?(no|nr|num\w*|#|code|id)|art|ref|model|cod|kod|code|código|référence|referencia|šifra|артикул|код|brand|marke|marque|marca|marka|märke|manufacturer|hersteller|fabricant\w?|výrobce|proizvajalec|бренд|производитель)( name)?(?=\s*[:.#]|\s*$|\s+\S*\d)[^\w]*/i;
const BUY = /cart|basket|\bbag\b|trolley|\bbuy|kauf|korb|einkaufs|panier|achet|carr|cest|compr|acquist|sepet|satın|kosz|kupi|kosár|koší|kurv|korg|kjøp|köp|winkel|bestel|корзин|купить|カート|購|购|장바구니/i;
const PRICED = /price|prix|preis|amount|cena|precio|fiyat/i;
// Links of a card that lead elsewhere than to its product.
const AWAY = /^($|#|\w+:(?!\/))|\.(jpe?g|png|webp|gif|svg)\b|(facebook|twitter|pinterest|whatsapp|instagram|google|youtube|linkedin|tumblr)\.|cart|basket|warenkorb|panier|sepet|wish|compar|remov|delet|review|login|account|checkout|quick/i;

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

// Text with a space between its pieces, read no further than `limit`; raised cents (`39<sup>99</sup>`) get the point that the eye sees.
const spoken = (element, limit = 120) => {
  let out = '';
  const add = (node) => {
    for (let child = node.firstChild; child && out.length <= limit; child = child.nextSibling) {
      if (child.nodeType === 3) {
        const text = clean(child.data, limit + 1);
        if (text) out += (/\d$/.test(out) && /^\d\d$/.test(text) ? '.' : ' ') + text;
      } else if (child.nodeType === 1 && !SKIP.test(child.localName)) add(child);
    }
  };
  add(element);
  return out.trim();
};

// The text beside an element: before it (`-1`) or after it (`1`), as a label stands.
const beside = (element, way) => {
  for (let level = 0; element && level < 3; level++, element = element.parentElement) {
    for (let next = element; (next = way < 0 ? next.previousSibling : next.nextSibling);) {
      const text = next.nodeType === 3 ? next.data : next.nodeType === 1 && !SKIP.test(next.localName) ? spoken(next, 60) : '';
      if (/\S/.test(text)) return clean(text, 60);
    }
  }
  return '';
};

const picture = (image) => attr(image, 'data-src') || attr(image, 'data-original') || image.currentSrc || attr(image, 'src') || attr(image, 'srcset').split(/[\s,]/)[0];

// What tells a link's product: its address without what follows it, or whole where the product stands in the query.
const target = (link) => {
  const to = attr(link, 'href');
  return AWAY.test(to) ? '' : /\bid=|route=/.test(to) ? to : to.split(/[?#]/)[0];
};

// The largest element around `element` that leads to one address only: a card of a list, a row of a cart.
// `known` keeps what each ancestor leads to (nothing, one address, or `0` for several), for one pass over a page that does not change.
const around = (element, known = new Map()) => {
  let found = null;
  for (let up = element; up && !/^(body|main|html)$/.test(up.localName); up = up.parentElement) {
    let to = known.get(up);
    if (to === undefined) {
      to = '';
      // A live collection: read only as far as the second address.
      const links = up.localName === 'a' ? [up] : up.getElementsByTagName('a');
      for (let at = 0; to !== 0 && at < links.length; at++) {
        const url = target(links[at]);
        if (url) to = to && url !== to ? 0 : url;
      }
      if (up.getElementsByTagName('h1').length) to = 0;
      known.set(up, to);
    }
    if (to === 0) break;
    if (to) found = up;
    // A row is a row, also when it is the only one.
    if (found && /^(tr|article)$/.test(up.localName)) break;
  }
  return found;
};

const card = (element) => {
  const link = element.localName === 'a' ? element : list(element, 'a[href]').find(target);
  const image = element.querySelector('img');
  const heads = list(element, 'h2,h3,h4,h5,h6');
  const head = heads.find((one) => one.closest('a') || one.querySelector('a'));
  const input = list(element, 'input,select').find((field) => /qty|quan|menge|anzahl|adet/i.test(field.name + field.id + field.className));
  const product = element.matches('[data-product-id],[data-product_id],[data-id-product],[data-pid]') ? element : element.querySelector('[data-product-id],[data-product_id],[data-id-product],[data-pid],[data-product_sku]');
  return {
    url: link ? link.href : '',
    titles: [head && head.textContent, attr(link, 'title'), attr(image, 'alt'), heads[0] && heads[0].textContent, ...list(element, 'a[href]').map((a) => target(a) && a.textContent), ...list(element, '[class*=title i],[class*=name i]').map((one) => one.textContent)].map((text) => clean(text)).filter((text) => text).slice(0, 8),
    image: image ? picture(image) : '',
    id: attr(product, 'data-product-id') || attr(product, 'data-product_id') || attr(product, 'data-id-product') || attr(product, 'data-pid'),
    sku: attr(product, 'data-product_sku'),
    quantity: input ? input.value : '',
    trail: trail(element),
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
  const known = new Map();
  const seen = new Set();
  const place = (element) => {
    const box = around(element, known);
    // A link beside a price (`zzgl. Versand`) makes no card: one shows a picture or counts something.
    if (!box || box.localName !== 'tr' && !box.querySelector('img,input[type=number],[name*=qty i],[name*=quantity i]')) return out;
    if (!cards.has(box)) {
      if (cards.size >= CARDS) return null;
      // What stands around a card (totals around the only row) is no card itself.
      for (const inner of cards.keys()) if (box.contains(inner)) return out;
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
    if (data.length < 60 && /\d/.test(data) && (MONEY.test(data) || PRICED.test(element.className + element.id + element.parentElement.className) || (data.length < 12 && MONEY.test(spoken(element.parentElement, 24))))) {
      // The price as a whole, when its sign and cents stand in elements of their own.
      let whole = element;
      for (let up = whole.parentElement; up && up !== root; up = up.parentElement) {
        const text = spoken(up, 20);
        // Two signs or a struck half: two prices, each for itself.
        if (text.length > 17 || /\p{Sc}.*\p{Sc}/u.test(text) || up.querySelector('del,s,ins')) break;
        whole = up;
      }
      if (!seen.has(whole)) {
        seen.add(whole);
        const there = place(whole);
        push(there && there.prices, {
          text: spoken(whole), order, trail: trail(whole), before: beside(whole, -1), after: beside(whole, 1),
          struck: !!whole.closest('del,s,strike'), element: whole,
        });
      }
    }
    if (data.length < 160) {
      if (/^(x|×|qty:?|quantity:?)?\s*\d{1,3}\s*(x|×)?$/i.test(data)) {
        const there = place(element);
        if (there && there.counts) push(there.counts, data);
      } else {
        const label = SPEC.exec(data);
        // What follows the label: in its own text, in its element, or beside it.
        if (label) push(out.specs, [label[0], data.slice(label[0].length) || clean(spoken(element, 80).slice(data.length)).replace(/^[:#\s]+/, '') || beside(element, 1)]);
      }
      if (NOTICE.test(data) && !seen.has(element)) {
        seen.add(element);
        const there = place(element);
        const sentence = spoken(element.parentElement, 160);
        push(there && there.notices, [clean(sentence.length < 160 ? sentence : spoken(element, 160), 160), order, trail(element)]);
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
        else if (name === 'img' && !(+attr(child, 'width') < 3 && attr(child, 'width'))) push(out.images, [picture(child), order, +attr(child, 'width') || child.naturalWidth, trail(child), attr(child, 'alt'), !!child.closest('a[href]') && !!target(child.closest('a'))]);
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
      return [name, prop.getAttribute('content') || (/image/.test(name) ? picture(prop.localName === 'img' ? prop : prop.querySelector('img') || prop) : link) || spoken(prop), owner === scope ? '' : attr(owner, 'itemprop') || attr(owner, 'property') || attr(owner, 'itemtype')];
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
    // A form's own secrets (`csrfmiddlewaretoken`) are none of ours.
    if (told && field.name && fields.length < 40 && !/csrf|token|nonce|secret|session/i.test(field.name)) fields.push([field.name, clean(field.value, 100)]);
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
