// Data that wants to be more than data, in every place that a popup has for it, on a page whose policy forbids inline styles and that
// takes no string for a script (`popup.html` says so itself). Our own cases always; those beside the repository where they are.
import { readFileSync } from 'node:fs';
import { hears, inside, is, story } from './stage.mjs';

const OURS = [
  '<img src=x onerror=pwn()>', '"><script>pwn()</script>', 'javascript:pwn()', '\u0001javascript:pwn()', 'data:text/html,<script>pwn()</script>', 'vbscript:pwn()', '//evil.example/x',
  '{{constructor.constructor("pwn()")()}}', '${pwn()}', '{address}{n}{money}', '__proto__', 'constructor', 'red;}*{display:none}', 'url(//evil.example/c)', '\u202eevil\u202c', '\ud83d', 'a'.repeat(20000), '',
];
const beside = () => {
  try {
    return JSON.parse(readFileSync(new URL('../../../shared/hostile/cases.json', import.meta.url), 'utf8'));
  } catch {
    console.log('skipped: ../shared not found');
    return [];
  }
};
// A case may be written as a rule: before, what is repeated, how often, after.
const written = (payload) => {
  const [before, repeated, times, after] = payload?.$rep ?? [];
  return payload?.$rep ? before + repeated.repeat(times) + after : typeof payload === 'string' ? payload : JSON.stringify(payload);
};
const data = [...OURS.map((payload, at) => [`ours-${at}`, payload]), ...beside().filter(({ kind }) => kind !== 'environment').map(({ id, payload }) => [id, written(payload)])];

// Every place at once: what opens is one popup with nothing but this.
const everywhere = (x) => [
  { type: 'heading', text: x }, { type: 'text', text: { en: x } }, { type: 'image', src: x, alt: x },
  { type: 'lines', lines: [{ title: x, url: x, image: x, quantity: x, price: x }, { title: x, price: { amount: x, currency: x } }], more: x, total: { label: x, price: x } },
  { type: 'products', kind: x, limit: x, text: x },
  { type: 'form', fields: [{ name: x, type: x, label: x, autocomplete: x, as: x }, { name: x, type: 'choice', label: x, options: [x, { value: x, label: x }] }, { name: 'email', type: 'email', label: x }], consent: { text: x, version: x }, submit: x, error: x, endpoint: x.startsWith('/') ? '' : x.replace(/^https?:.*/, ''), extra: { [x]: x } },
  { type: 'coupon', code: x, text: x }, { type: 'countdown', until: x, text: x }, { type: 'goal', left: { amount: x, currency: x }, part: x, text: x, reached: x },
  { type: 'buttons', buttons: [{ label: x, href: x, action: 'follow' }, { label: x, action: x }, { label: x, action: 'next', next: [{ type: x, text: x }] }] }, { type: x },
];

for (const format of ['dialog', 'bar']) {
  await story(`hostile data in a ${format}`, 'popup.html?wait', {}, async (page) => {
    const asked = [];
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      if (new URL(request.url()).hostname !== '127.0.0.1') asked.push(request.url());
      // A picture of the shop's own is no harm, and not there.
      if (request.isNavigationRequest()) asked.push(`navigation to ${request.url()}`);
      request.respond({ status: 404, body: '' });
    });
    await page.evaluate(() => {
      // What is slow once is no one's data's fault, and a book in forty places is slow to hand over.
      window.show('rescue').close();
      window.violations = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => violatedDirective === 'img-src' || violatedDirective === 'connect-src' || window.violations.push(violatedDirective));
      window.clean = () => [Object.keys(Object.prototype).length, ({}).polluted ?? null, window.pwned ?? false, document.querySelectorAll('vitrin-popup').length, location.search, window.violations.join()];
    });
    for (const [id, payload] of data) {
      // As text: the way into Firefox takes no object that names its constructor.
      const found = await page.evaluate(async (how, given, x) => {
        const content = JSON.parse(given);
        const began = performance.now();
        window.show('none', { id: x, format: how, lang: x.slice(0, 40), label: x, teaser: x, content });
        const root = document.querySelector('vitrin-popup').shadowRoot;
        const took = performance.now() - began;
        const bad = [...root.querySelectorAll('*')].filter((node) => /^(script|iframe|object|embed|style|link|template|svg|math|video|marquee)$/.test(node.localName) || [...node.attributes].some(({ name }) => /^on|^srcdoc$/.test(name)));
        const links = [...root.querySelectorAll('[href], [src], [action]')].map((node) => node.href || node.src || node.action).filter((url) => !/^https?:/.test(url));
        const foreign = [...root.querySelectorAll('img')].map(({ src }) => src).filter((src) => !/^https?:/.test(src));
        for (const form of root.querySelectorAll('form')) {
          form.querySelector('[type=email]').value = 'ada@shop.example';
          form.requestSubmit();
        }
        for (const button of root.querySelectorAll('button[part~=copy]')) button.click();
        const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
        const words = root.textContent;
        window.popup.close();
        return { bad: bad.length, links, foreign, wide, undone: /undefined|NaN|\[object/.test(words.replaceAll(x, '')), slow: x.length < 30000 ? Math.round(took) : 0, clean: window.clean() };
      }, format, JSON.stringify(everywhere(payload)), payload);
      is(`${format} ${id}`, found, { bad: 0, links: [], foreign: [], wide: false, undone: false, slow: found.slow > 500 ? 0 : found.slow, clean: [0, null, false, 0, '?wait', ''] });
    }
    const [refused, wrong] = [(one) => /img-src|connect-src|Refused to connect/.test(one), page.errors.splice(0)];
    is(`${format}: the page's policy refuses pictures and posts to elsewhere, and nothing else`, wrong.filter((one) => !refused(one)), []);
    // An image of another host is the shop's wish where its policy allows it; here it does not.
    is(`${format}: nothing left the shop`, asked, []);
  });
}

await story('an address in a form', 'popup.html?case=capture', {}, async (page) => {
  await hears(page, 'open');
  const cases = beside().filter(({ channel }) => channel === 'form.email');
  for (const { id, payload, valid } of [...cases, { id: 'ours', payload: 'ada@', valid: false }]) {
    const taken = await page.evaluate((address) => {
      const root = document.querySelector('vitrin-popup').shadowRoot;
      const input = root.querySelector('[type=email]');
      input.value = address;
      const before = window.heard.length;
      root.querySelector('form').requestSubmit();
      return [window.heard.length - before, input.validity.valid, root.querySelectorAll('img').length];
    }, written(payload));
    // What the browser takes for an address is one; consent is not given, so that nothing is sent.
    is(`${id}: nothing sent, nothing drawn`, [taken[0], taken[2]], [0, 0]);
    if (valid === false && !taken[1]) is(`${id}: said`, await (await inside(page, 'error')).evaluate((node) => node.textContent.length > 0), true);
  }
});
