// The shopper's panel in every language, on a phone and a desk: it takes the room that was kept for it, and everything in it can be read and reached.
import { readdirSync } from 'node:fs';
import { chromium, is, judged, story } from './stage.mjs';

const LANGUAGES = readdirSync(new URL('../../src/lang-privacy/', import.meta.url)).map((file) => file.slice(0, -5));
const panel = (page, act) => page.evaluate(`(${act})(document.querySelector('vitrin-privacy').shadowRoot)`);
const part = (page, name) => page.evaluateHandle((one) => document.querySelector('vitrin-privacy').shadowRoot.querySelector(`[part~=${one}]`), name);
const stays = async (page, what) => {
  is(`${what}: what stands below has not moved`, await page.evaluate(() => Math.abs(document.querySelector('#after').getBoundingClientRect().y - window.before) < 1), true);
  if (chromium) is(`${what}: nothing shifted`, await page.evaluate(() => window.shifts), 0);
};

for (const width of [390, 1280]) {
  for (const language of LANGUAGES) {
    const what = `panel ${language} ${width}`;
    await story(what, `privacy.html?lang=${language}`, { width }, async (page) => {
      await page.waitForFunction(() => window.ready);
      await stays(page, what);
      is(`${what}: all of it is there without scrolling`, await panel(page, (root) => {
        const rows = root.querySelector('[part=rows]');
        return rows.scrollHeight <= rows.clientHeight + 1;
      }), true);
      is(`${what}: nothing is wider than the page`, await panel(page, (root) => [...root.querySelectorAll('*')].filter((node) => node.clientWidth && node.scrollWidth > node.clientWidth + 1).map((node) => node.getAttribute('part'))), []);
      is(`${what}: 44 px`, await panel(page, (root) => [...root.querySelectorAll('button, summary')].filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 44).map((node) => node.textContent)), []);
    });
  }
}

for (const more of ['narrow', 'large', 'empty']) {
  await story(`panel ${more}`, `privacy.html?${more}`, { width: 390 }, async (page) => {
    await page.waitForFunction(() => window.ready);
    await stays(page, `panel ${more}`);
    is(`panel ${more}: every button is in reach`, await panel(page, (root) => [...root.querySelectorAll('[part=actions] > button')].filter((node) => node.checkVisibility()).length), 3);
  });
}

for (const look of ['', '&dark', '&lang=ar', '&empty']) {
  const what = `panel under axe ${look}`;
  await story(what, `privacy.html?${look}`, { width: 390 }, async (page) => {
    await page.waitForFunction(() => window.ready);
    await panel(page, (root) => root.querySelectorAll('details').forEach((row) => (row.open = true)));
    await judged(what, page, 'vitrin-privacy');
    is(`${what}: an address of another kind is no link`, await panel(page, (root) => [...root.querySelectorAll('a')].filter(({ protocol }) => protocol === 'javascript:').length), 0);
  });
}

await story('panel by keyboard', 'privacy.html', {}, async (page) => {
  await page.waitForFunction(() => window.ready);
  const at = () => panel(page, (root) => root.activeElement?.getAttribute('part') ?? null);
  await page.keyboard.press('Tab');
  is('the first row', await at(), 'summary');
  await page.keyboard.press('Enter');
  is('it opens', await panel(page, (root) => root.querySelector('details').open && root.querySelectorAll('details[open] li').length), 40);
  await (await part(page, 'erase')).focus();
  await page.keyboard.press('Enter');
  is('the question has the focus', await at(), 'confirm');
  await page.keyboard.press('Tab');
  is('the next is the answer', await at(), 'button confirm-erase');
  await judged('panel asking', page, 'vitrin-privacy');
  await page.keyboard.press('Escape');
  is('Escape takes it back', await at(), 'button erase');
  await page.evaluate(() => window.back());
  is("the shop's own words are back", await page.evaluate(() => document.querySelector('vitrin-privacy p').checkVisibility()), true);
});
