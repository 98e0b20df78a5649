// ?case=cart&look=dark: opens it at once; without a case the button does. What was heard is in window.heard.
import { open } from '../../pkg/vitrin-popup.js';
import { specs } from './specs.js';

const query = new URLSearchParams(location.search);
document.documentElement.className = query.get('look') ?? '';
for (let i = 0; i < 40; i++) {
  const text = document.createElement('p');
  text.textContent = 'A lamp of solid walnut with a shade of linen. It gives a warm light to read by, and it is made to be repaired.';
  document.querySelector('#story').append(text);
}
window.heard = [];
window.ready = false;
window.answer = undefined;
window.shifts = 0;
window.pwn = () => (window.pwned = true);
try {
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifts += entry.value))).observe({ type: 'layout-shift', buffered: true });
} catch {}
// What a shop's page would bring: blocks that fill themselves, and words in its language.
customElements.define('vitrin-block', class extends HTMLElement {
  connectedCallback() {
    const list = document.createElement('menu');
    this.append(Object.assign(document.createElement('h2'), { className: 'vitrin-heading', textContent: 'Recently viewed' }));
    list.className = 'vitrin-cards';
    list.setAttribute('role', 'list');
    for (const { title, image, price } of specs.cart.content[2].lines) {
      const card = document.createElement('li');
      const link = document.createElement('a');
      card.className = 'vitrin-card';
      link.href = '#card';
      for (const [tag, name, text] of [['img', 'image', ''], ['span', 'title', title], ['span', 'price', price]]) {
        const node = Object.assign(document.createElement(tag), { className: `vitrin-${name}`, textContent: text });
        if (tag === 'img') Object.assign(node, { src: image, alt: '', onerror() { this.remove(); } });
        link.append(node);
      }
      card.append(link);
      list.append(card);
    }
    this.append(list);
    this.dataset.vitrin = 'filled';
  }
});
const lang = query.get('lang') ?? 'en';
document.documentElement.lang = lang;
document.documentElement.dir = /^(ar|he)/.test(lang) ? 'rtl' : 'ltr';
const words = await fetch(`../../src/lang/${lang}.json`).then((answer) => answer.json());
window.show = (name, more) => {
  const spec = { lang, dir: document.documentElement.dir, words, ...structuredClone(specs[name] ?? { id: name }), ...more };
  window.popup = open(spec, (...heard) => {
    window.heard.push(heard);
    // The collector answers, if it does not let the form wait.
    if (heard[0] === 'submit' && window.answer !== null) setTimeout(() => window.popup.sent(window.answer ?? true));
    return undefined;
  });
  return window.popup;
};
window.form = (endpoint) => specs.capture.content.map((block) => block.type === 'form' ? { ...block, endpoint, extra: { form_type: 'customer' }, fields: [{ ...block.fields[0], as: 'contact[email]' }] } : block);
const name = query.get('case');
const more = query.has('format') ? { format: query.get('format'), ...(query.get('format') === 'inline' ? { after: '#story p:nth-child(30)' } : {}) } : {};
document.querySelector('#opener').addEventListener('click', () => window.show(name ?? 'cart', { ...more, asked: true }));
if (name && !query.has('wait')) window.show(name, more);
window.ready = true;
