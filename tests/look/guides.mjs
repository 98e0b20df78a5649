// What people read: every page of the documentation, on a phone and a desk, light and dark. Nothing is cut at the edge, and axe has nothing to say.
import { readdirSync } from 'node:fs';
import { browserName, chromium, is, judged, skip, story } from './stage.mjs';

const GUIDES = readdirSync(new URL('../../www/docs/', import.meta.url)).filter((name) => name.endsWith('.html'));
const LIGHTS = chromium ? ['light', 'dark'] : ['light'];
// Code and tables apart, which go on below or scroll by themselves.
const CUT = () => [...document.querySelectorAll('main *, header *')].filter((node) => !node.closest('.table, pre > code') && node.getBoundingClientRect().right > innerWidth + 1).map((node) => node.outerHTML.slice(0, 80));

is('there are guides', GUIDES.length > 20, true);
if (browserName === 'webkit') skip('pages of text alone, which the other two have read');
for (const width of browserName === 'webkit' ? [] : [390, 1280]) {
  await story(`guides ${width}`, `../../www/docs/index.html`, { width }, async (page) => {
    for (const name of GUIDES) {
      await page.goto(new URL(name, page.url()).href, { waitUntil: 'load' });
      const guide = `${name} ${width}`;
      is(`${guide}: nothing is cut`, await page.evaluate(CUT), []);
      is(`${guide}: code goes on below`, await page.evaluate(() => [...document.querySelectorAll('pre')].filter((node) => node.scrollWidth > node.clientWidth + 1).length), 0);
      // Words and colours are the same at every width.
      for (const light of width < 500 ? LIGHTS : []) {
        if (chromium) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: light }]);
        await judged(`${guide} ${light}`, page);
      }
    }
  });
}
