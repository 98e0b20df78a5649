// Takes the pictures of www/docs/pictures and www/docs/img: every popup format, block and page, on desktop and phone, light and dark. From a folder where
// the packages of package.json beside this file are installed, while `cargo xtask demo --port 8080` runs: VITRIN_DEMO=http://127.0.0.1:8080 node pictures.mjs
// (only what is named by the first word after `chromium`, if there is one). Then look at each.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { at, base, finish, opened } from './stage.mjs';

const { VITRIN_DEMO: demo } = process.env;
const only = process.argv[3] ?? '';
const into = (folder) => fileURLToPath(new URL(`../../www/docs/${folder}/`, import.meta.url));
const SIZES = [['desktop', 1280, 800, 0.6], ['phone', 390, 844, 1]];
const LOOKS = [['', 'light'], ['-dark', 'dark']];
const POPUPS = [['dialog', 'rescue'], ['form-error', 'capture', 'dialog'], ['picture', 'image', 'dialog'], ['drawer', 'rescue'], ['full-screen', 'capture'], ['slide-in', 'welcome'], ['bar', 'shipping'], ['teaser', 'rescue'], ['inline', 'thinking']];
const PAGES = [
  ['home', '/'], ['category', '/c/lighting/'], ['search', '/search/?q=lamp'], ['product', '/p/mane-paper-pendant/'], ['cart', '/cart/'], ['checkout', '/checkout/'], ['thank-you', '/thank-you/'],
  ['recently-viewed', '/recently-viewed/'], ['privacy', '/privacy/'], ['beacons', '/beacons/'], ['docs', '/docs/'], ['docs-settings', '/docs/settings.html'], ['docs-install', '/docs/install-shopify.html'],
  ['docs-javascript', '/docs/javascript.html'], ['docs-properties', '/docs/custom-properties.html'], ['not-found', '/no/such/page/'], ['studio', '/studio/index.html'], ['debug', '/p/mane-paper-pendant/?vitrin-debug'],
];
const SEEN = ['/p/morgen-mug/', '/p/skjaer-cutting-board/', '/p/stein-knitted-pouf/', '/p/sopp-mushroom-lamp/', '/p/terra-plant-pot/', '/p/vinter-wool-throw/', '/p/trefot-stool/'];
const LIKED = ['/p/sovnig-floor-lamp/', '/p/morgen-mug/', '/p/kam-pear-wood-comb/', '/p/bro-bench/', '/p/badebro-striped-cushion/', '/p/bolge-vase/'];

const taken = async (page, folder, name, more = {}) => {
  mkdirSync(into(folder), { recursive: true });
  await page.screenshot({ path: `${into(folder)}${name}.webp`, type: 'webp', quality: 45, ...more });
  console.log(`${folder}/${name}`);
};
const sized = async (page, [, width, height, deviceScaleFactor], scheme) => {
  await page.setViewport({ width, height, deviceScaleFactor, isMobile: width < 500, hasTouch: width < 500 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
};
const quiet = (page) => page.evaluate(() => Promise.all([document.fonts.ready, ...[...document.images].filter((image) => image.loading !== 'lazy').map((image) => image.decode().catch(() => {}))]));
// What is there when nothing of ours waits any more.
const filled = (page) => page.waitForFunction(async () => window.vitrin?.live && (await window.vitrin('explain')).blocks.every(({ state }) => !/^waits/.test(state)));

for (const size of SIZES) {
  for (const [dark, scheme] of LOOKS) {
    for (const [name, content, format = name] of POPUPS) {
      if (!`popup-${name}`.includes(only)) continue;
      const page = await at(`popup.html?case=${content}&format=${format}&look=sans${dark && '%20dark'}`, { width: size[1], height: size[2] });
      await sized(page, size, scheme);
      // What stands in the text comes while nobody sees its place, and opens when it is reached.
      if (format === 'inline') {
        await page.waitForFunction(() => document.querySelector('vitrin-popup')?.getAttribute('place') === 'inline');
        await page.evaluate(() => document.querySelector('vitrin-popup').scrollIntoView({ block: 'center' }));
      }
      await opened(page);
      // Sent as it is, an empty form says what it lacks.
      if (name === 'form-error') await page.evaluate(() => document.querySelector('vitrin-popup').shadowRoot.querySelector('[part~=submit]').click());
      await quiet(page);
      await taken(page, 'pictures', `popup-${name}-${size[0]}${dark}`);
      await page.close();
    }
    if ('blocks'.includes(only)) {
      const page = await at(`blocks.html${dark && '?look=dark'}`, { width: size[1], height: size[2] });
      await sized(page, size, scheme);
      await page.evaluate(() => { for (const image of document.images) image.loading = 'eager'; });
      await quiet(page);
      await taken(page, 'pictures', `blocks-${size[0]}${dark}`, { fullPage: true });
      await page.close();
    }
  }
}
if (demo) {
  for (const size of SIZES) {
    const page = await at('blocks.html');
    for (const path of SEEN) {
      await page.goto(`${demo}${path}`);
      await filled(page);
    }
    await page.click('form[action="/cart/add"] button[type=submit]');
    for (const [dark, scheme] of LOOKS) {
      await sized(page, size, scheme);
      for (const [name, path] of PAGES) {
        if (!`page-${name}`.includes(only)) continue;
        await page.goto(`${demo}${path}`);
        if (await page.$('script[src*="vitrin.js"]')) await filled(page);
        if (name === 'debug') await page.waitForSelector('vitrin-debug');
        if (name === 'studio') await page.waitForSelector('iframe');
        // What is drawn bit by bit has come to rest.
        await page.evaluate(() => new Promise((done) => setTimeout(done, 700)));
        await quiet(page);
        await taken(page, 'pictures', `page-${name}-${size[0]}${dark}`);
      }
    }
    await page.close();
  }
}
// README's three.
if (demo && 'img'.includes(only)) {
  const page = await at('blocks.html', { width: 1280, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(demo);
  await page.evaluate(() => localStorage.clear());
  for (const path of LIKED) {
    await page.goto(`${demo}${path}`);
    await filled(page);
  }
  await page.goto(`${demo}/p/ask-desk-lamp-walnut/`);
  await filled(page);
  await page.addStyleTag({ content: 'html { scrollbar-width: none }' });
  await page.evaluate(() => { for (const image of document.images) image.loading = 'eager'; });
  await quiet(page);
  const [like, history] = await page.$$eval('vitrin-block', (blocks) => blocks.map((block) => block.getBoundingClientRect()).map(({ y, height }) => ({ y: y + scrollY, height })));
  await taken(page, 'img', 'product', { quality: 70, clip: { x: 0, y: 0, width: 1280, height: like.y + like.height + 24 } });
  await taken(page, 'img', 'recently-viewed', { quality: 70, clip: { x: 0, y: history.y - 40, width: 1280, height: history.height + 64 } });
  await page.click('form[action="/cart/add"] button[type=submit]');
  await page.waitForFunction(async () => (await window.vitrin('explain')).visit.cart_count > 0);
  // The shop's own word on what was added goes by itself.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 6000)));
  await page.evaluate(() => window.vitrin('show', 'cart-rescue'));
  await page.waitForSelector('vitrin-popup');
  await page.evaluate(() => new Promise((done) => setTimeout(done, 700)));
  await taken(page, 'img', 'cart-rescue', { quality: 70, clip: { x: 190, y: 0, width: 900, height: 760 } });
}
await finish();
