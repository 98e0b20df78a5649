// The shop in the studio's frame: takes its settings from the address, and tells the studio what the package has to say of them.
window.vitrin = window.vitrin || function () { (vitrin.q = vitrin.q || []).push(arguments); };
const { settings, blocks, style, light, language, folder } = JSON.parse(decodeURIComponent(location.hash.slice(1)) || '{}');
const tell = (what, detail) => parent.postMessage({ studio: what, detail }, location.origin);
document.documentElement.dataset.light = light;
document.documentElement.lang = language || 'en';

const linked = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${folder}vitrin.css` });
document.head.append(linked);

// Nothing of a preview stays on the device: the shop's own memory lies under the same address.
const memory = new Map();
const held = {
  getItem: (name) => memory.get(name) ?? null, setItem: (name, value) => void memory.set(name, `${value}`), removeItem: (name) => void memory.delete(name),
  clear: () => memory.clear(), key: (at) => [...memory.keys()][at] ?? null, get length() { return memory.size; },
};
for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: held });

// Nor is anything sent or counted.
document.addEventListener('vitrin-track', (event) => event.preventDefault());
document.addEventListener('vitrin-warning', ({ detail }) => tell('warning', detail));
document.addEventListener('vitrin-ready', () => tell('ready'));
// By whoever looks at it, not by the page that goes.
document.addEventListener('vitrin-close', ({ detail }) => /^(escape|button|backdrop)$/.test(detail.reason) && tell('close'));
// It stays where it is: there are no other pages of this shop.
addEventListener('click', (event) => event.target.closest?.('a[href]') && event.preventDefault());
addEventListener('message', ({ data, origin }) => origin === location.origin && data.show && vitrin('show', data.show));

// As its feed has them, for the same may be advised.
const items = [['SK-106', 'Kuppel Dome Pendant', 175, 'kuppel-dome-pendant'], ['SK-108', 'Havn Storm Lantern', 64, 'havn-storm-lantern'], ['SK-109', 'Tre Candleholders, set of three', 58, 'tre-candleholders']]
  .map(([item_id, item_name, price, name]) => ({ item_id, item_name, price, url: `/p/${name}/`, image: `../img/${name}.svg` }));

addEventListener('DOMContentLoaded', () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style || '');
  document.adoptedStyleSheets.push(sheet);
  for (const { kind, limit, heading } of blocks || []) {
    const block = document.createElement('vitrin-block');
    block.setAttribute('kind', kind);
    block.setAttribute('limit', limit);
    if (heading) block.append(Object.assign(document.createElement('h2'), { textContent: heading }));
    document.getElementById('blocks').append(block);
  }
  const config = Object.assign(document.createElement('script'), { type: 'application/json', id: 'vitrin-config', textContent: JSON.stringify({ ...settings, consent: 'granted', feed: '../feed.json', endpoint: settings.endpoint || '/events' }) });
  const tag = Object.assign(document.createElement('script'), { src: `${folder}vitrin.js`, async: true });
  document.head.append(config);
  // Room is kept for the blocks before they come, as in a shop.
  const begin = () => document.head.append(tag);
  if (linked.sheet) begin();
  else linked.onload = begin;
  for (const item of items) vitrin('track', 'view_item', { currency: 'EUR', items: [{ ...item, quantity: 1 }] });
  vitrin('track', 'add_to_cart', { currency: 'EUR', items: [{ ...items[0], quantity: 1 }] });
});
