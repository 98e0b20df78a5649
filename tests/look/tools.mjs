// What people who work on a shop look at: the studio and the debug panel, on a phone and a desk, light and dark. All of it can be read and reached.
import { browserName, chromium, is, judged, skip, story } from './stage.mjs';

const LIGHTS = chromium ? ['light', 'dark'] : ['light'];
if (!chromium) skip('only Chromium is told by its driver that it is dark');
const dark = async (page, light) => chromium && page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: light }]);
// What is wider than the room that it has and does not scroll by itself.
const WIDER = `(root) => [...root.querySelectorAll('*')].filter((node) => node.clientWidth && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX === 'visible' && getComputedStyle(node).display !== 'inline').map((node) => node.outerHTML.slice(0, 80))`;

const webkit = browserName === 'webkit';
if (webkit) skip('pages that do not write down their own errors; `tests/e2e` opens the studio and the panel');
for (const width of webkit ? [] : [390, 1280]) {
  for (const light of LIGHTS) {
    const studio = `studio ${width} ${light}`;
    await story(studio, '../../www/studio/index.html', { width }, async (page) => {
      await dark(page, light);
      await page.waitForFunction(() => document.getElementById('frame').contentDocument?.querySelector('vitrin-block a') && document.getElementById('checks').childElementCount);
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      is(`${studio}: nothing is wider than the page`, await page.evaluate(`(${WIDER})(document.body)`), []);
      is(`${studio}: every field and button is large enough to hit`, await page.evaluate(() => [...document.querySelectorAll('button, select, summary, label.row, input:not([type=radio], [type=checkbox])')].filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 35).map((node) => node.outerHTML.slice(0, 80))), []);
      // The shop in the frame is judged as a shop is, in `blocks.html` and `popup.html`.
      await judged(studio, page, { exclude: [['#frame']] });
    });

    const panel = `debug panel ${width} ${light}`;
    await story(panel, '../../www/p/mane-paper-pendant/index.html?vitrin-debug', { width }, async (page) => {
      await dark(page, light);
      const root = "document.querySelector('vitrin-debug')?.shadowRoot";
      for (const pane of ['Page', 'Profile', 'Blocks', 'Campaigns', 'Sent', 'Waiting']) {
        await page.waitForFunction(`${root}?.activeElement?.id === '${pane}' && ${root}.querySelector('[role=tabpanel]').childElementCount`);
        is(`${panel} ${pane}: nothing is wider than its room`, await page.evaluate(`(${WIDER})(${root})`), []);
        is(`${panel} ${pane}: its tab is in view`, await page.evaluate(`(() => { const { left, right } = ${root}.activeElement.getBoundingClientRect(); return left >= 0 && right <= innerWidth; })()`), true);
        await judged(`${panel} ${pane}`, page, 'vitrin-debug');
        await page.keyboard.press('ArrowRight');
      }
      is(`${panel}: 44 px`, await page.evaluate(`[...${root}.querySelectorAll('button')].filter((node) => node.getBoundingClientRect().height < 44).length`), 0);
    });
  }
}
