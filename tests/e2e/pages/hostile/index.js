// Meets one case after the other, each in a page of its own in a frame, and writes down what was wrong with it.
const PATIENCE = 15000;

// A case may be written as a rule: before, what is repeated, how often, after.
const written = (payload) => {
  const [before, repeated, times, after] = payload?.$rep ?? [];
  return payload?.$rep ? before + repeated.repeat(times) + after : typeof payload === 'string' ? payload : JSON.stringify(payload);
};

const pageOf = ({ channel, payload }, kind) => kind === 'consent-env' ? 'ask' : channel === 'environment' && /twice/.test(payload) ? 'twice' : 'case';

// What the shop's server writes into the page: its settings and what it says of its product.
const markup = ({ channel }, kind, text, said, action) => {
  const popup = {
    id: 'case', when: ['call'], content: [
      { type: 'heading', text: said }, { type: 'text', text: { en: said } }, { type: 'image', src: said, alt: said }, { type: 'cart' },
      { type: 'products', kind: 'similar', text: said }, { type: 'coupon', code: said.slice(0, 60), text: said, link: said }, { type: 'countdown', until: said, text: said },
      { type: 'form', endpoint: action, fields: [{ name: 'email', type: 'email', label: said }, { name: said.slice(0, 30), type: 'text', label: said }], submit: said, error: said, success: [{ type: 'text', text: said }] },
      { type: 'buttons', buttons: [{ label: said, href: said, action: 'follow' }] },
    ],
  };
  const settings = channel === 'config.json' ? text : JSON.stringify({ currency: 'EUR', theme: { color: said, background: said, radius: said, font: said }, campaigns: [popup], blocks: [{ kind: 'new', after: said }] });
  const product = channel.startsWith('script[') ? text : JSON.stringify({
    '@context': 'https://schema.org', '@type': 'Product', name: said, sku: 'P9', brand: said, category: 'Lamps', url: channel === 'jsonld.url' ? text : undefined, image: said,
    aggregateRating: { '@type': 'AggregateRating', ratingValue: said, reviewCount: said }, offers: { '@type': 'Offer', price: kind === 'number' ? text : '29.00', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
  });
  // As every shop's template has to.
  const [a, b] = [settings, product].map((json) => json.replaceAll('<', '\\u003c'));
  return `<script type="application/json" id="vitrin-config">${a}</script>\n<script type="application/ld+json">${b}</script>`;
};

async function meet(one) {
  const kind = one.class;
  const text = written(one.payload);
  localStorage.clear();
  sessionStorage.clear();
  if (one.channel === 'localStorage') for (const key of ['vitrin', 'vitrin.out.1']) localStorage.setItem(key, text);
  const said = one.channel === 'environment' || /^(postmessage|storage|config)/.test(kind) ? 'Walnut desk lamp' : text;
  const product = (n) => ({ id: `P${n}`, title: `${said} ${n}`, url: said, image: said, brand: said, category: 'Lamps', price: /number/.test(kind) ? text : '29.00', currency: 'EUR', availability: 'in_stock' });
  // The address is good in two: of the others the address is what is tried.
  const feed = [1, 2, 3, 4, 5, 6].map((n) => ({ ...product(n), ...n < 4 ? { url: `/lamp.html?${n}`, image: '/icon.svg' } : {} }));
  const action = kind === 'form-env' ? `${location.pathname.replace(/[^/]*$/, '')}form/${/500/.test(one.payload) ? 'broken' : 'good'}` : undefined;
  await fetch('keep', { method: 'POST', body: JSON.stringify([JSON.stringify(feed), markup(one, kind, text, said, action)]) });
  const frame = document.createElement('iframe');
  frame.style.cssText = 'inline-size: 900px; block-size: 700px';
  const path = `${location.pathname.replace(/index\.html$/, '')}${pageOf(one, kind)}.html`;
  window.current = { ...one, kind, text, said, action };
  const wrong = await new Promise((done) => {
    window.finish = done;
    setTimeout(() => done(['hangs']), PATIENCE);
    frame.src = path;
    document.body.append(frame);
  });
  try {
    if (frame.contentWindow.location.pathname !== path) wrong.push(`went to ${frame.contentWindow.location}`);
  } catch {
    wrong.push('went to another origin');
  }
  if (window.pwned || ({}).polluted !== undefined || Object.keys(Object.prototype).length) wrong.push('reached the page around it');
  frame.remove();
  return wrong;
}

(async () => {
  const [ours, beside] = await Promise.all(['/fixtures/hostile.json', 'cases.json'].map((url) => fetch(url).then((answer) => answer.json())));
  const told = { ours: 0, beside: 0, wrong: [] };
  for (const [name, cases] of [['ours', ours], ['beside', beside]]) {
    // Every fourth: a story tells a part.
    const part = Number(new URLSearchParams(location.search).get('part') ?? -1);
    for (const one of part < 0 ? cases : cases.filter((_, at) => at % 4 === part)) {
      const wrong = await meet(one);
      told[name] += 1;
      if (wrong.length) told.wrong.push([one.id, ...wrong].join(' | ').slice(0, 400));
      window.at = one.id;
    }
  }
  window.told = told;
})();
