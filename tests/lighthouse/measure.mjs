// Lighthouse, on the demo with the widget and on the same pages without it, in turns: what the machine does meanwhile falls on both alike.
// `node measure.mjs WITH WITHOUT RUNS PRESET…`, in a folder where lighthouse is installed; prints a line of JSON for each page and preset.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const installed = (name) => import(pathToFileURL(createRequire(join(process.cwd(), 'package.json')).resolve(name)));
const { default: lighthouse, desktopConfig } = await installed('lighthouse');
const { launch } = await installed('chrome-launcher');

const [origin, bare, runs, ...presets] = process.argv.slice(2);
const PAGES = { home: '/', product: '/p/ask-dining-chair/', category: '/c/lighting/' };
const PRESETS = { phone: undefined, desktop: desktopConfig };
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

// A browser of its own for each: nothing of the last load is in a cache or a process.
const FLAGS = '--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update --no-first-run'.split(' ');
const once = async (url, config, left = 3) => {
  const chrome = await launch({ chromePath: process.env.VITRIN_CHROMIUM, chromeFlags: FLAGS });
  try {
    const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: 'error' }, config);
    // A busy machine draws nothing at all now and then: that is no measurement, of either side.
    if (lhr.runtimeError?.code === 'NO_FCP' && left) return await once(url, config, left - 1);
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    const failed = CATEGORIES.slice(1).flatMap((category) => lhr.categories[category].auditRefs).filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1);
    const points = CATEGORIES.map((category) => Math.round(lhr.categories[category].score * 100));
    const timings = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'].map((id) => lhr.audits[id].numericValue);
    return { points, timings, failed: failed.map(({ id }) => `${id}: ${(lhr.audits[id].details?.items ?? []).slice(0, 4).map((item) => item.node?.selector ?? item.description ?? item.sourceLocation?.url ?? '').join(' · ')}`) };
  } finally {
    chrome.kill();
  }
};

const column = (all, field) => all[0][field].map((_, at) => median(all.map((one) => one[field][at])));

for (const preset of presets) {
  const config = PRESETS[preset];
  for (const [page, path] of Object.entries(PAGES)) {
    const told = { with: [], without: [] };
    for (let run = 0; run < Number(runs); run++) {
      const turn = run % 2 ? ['without', 'with'] : ['with', 'without'];
      for (const which of turn) told[which].push(await once((which === 'with' ? origin : bare) + path, config));
    }
    const side = (all) => ({ points: column(all, 'points'), timings: column(all, 'timings'), failed: [...new Set(all.flatMap(({ failed }) => failed))] });
    console.log(JSON.stringify({ preset, page, with: side(told.with), without: side(told.without) }));
  }
}
