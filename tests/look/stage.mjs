// What the stories of this folder stand on: a file server, a browser, and a page that tells what is wrong with it.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './webkit.mjs';

const need = createRequire(`${process.cwd()}/`);
const puppeteer = need('puppeteer-core');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };
const root = fileURLToPath(new URL('../../', import.meta.url));
const pkg = process.env.VITRIN_PKG ?? join(root, 'pkg');

// The repository as a shop's server would give it; what is asked for under /form is taken, refused or kept waiting.
export const posts = [];
// It is WebKit's proxy too, so that what a page asks of another host comes here and is told.
let requested;
const server = createServer(async (request, response) => {
  const { href, host, pathname } = new URL(request.url, base);
  requested?.({ url: () => href, isNavigationRequest: () => request.headers['sec-fetch-mode'] === 'navigate', respond() {} });
  if (host !== new URL(base).host) {
    response.writeHead(404).end();
    return;
  }
  if (pathname.startsWith('/form/')) {
    let body = '';
    for await (const piece of request) body += piece;
    posts.push([pathname, body]);
    if (pathname === '/form/slow') return;
    response.writeHead(pathname === '/form/broken' ? 500 : 200).end();
    return;
  }
  try {
    const [, folder, ...rest] = normalize(pathname).split('/');
    // The package, also where pages of `www` look for it.
    const packed = folder === 'www' && rest[0] === 'vitrin' ? rest.slice(1) : /^(pkg|vitrin)$/.test(folder) && rest;
    const path = packed ? join(pkg, ...packed) : join(root, folder, ...rest);
    const bytes = await readFile(path);
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
server.on('connect', ({ url }, socket) => {
  requested?.({ url: () => `https://${url}`, isNavigationRequest: () => false, respond() {} });
  socket.destroy();
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
export const base = `http://127.0.0.1:${server.address().port}`;

export const axe = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
export const [, , browserName = 'chromium'] = process.argv;
export const chromium = browserName === 'chromium';

// The desktops that a story may ask for: one whose owner wants no motion, one with colours of its own.
const PREFERENCES = { still: { 'ui.prefersReducedMotion': 1 }, forced: { 'browser.display.document_color_use': 2 } };
const FEATURES = { still: { name: 'prefers-reduced-motion', value: 'reduce' }, forced: { name: 'forced-colors', value: 'active' } };
const ARGUMENTS = '--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update --disable-sync --no-first-run';
const BROWSERS = {
  chromium: () => puppeteer.launch({ browser: 'chrome', executablePath: '/usr/bin/chromium', headless: true, ignoreDefaultArgs: ['--hide-scrollbars'], args: ARGUMENTS.split(' ') }),
  firefox: (desktop) => puppeteer.launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true, extraPrefsFirefox: PREFERENCES[desktop] ?? {} }),
  webkit: (desktop) => launch({ still: desktop === 'still', proxy: new URL(base).host, onRequest: (hears) => (requested = hears) }),
};
// One for all stories; but only Chromium can change its desktop while it runs.
const browsers = {};
const on = (desktop) => browsers[chromium ? 'any' : desktop] ??= BROWSERS[browserName](desktop);
let failed = 0;
let told = 0;

export const is = (what, got, wanted) => {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) {
    failed += 1;
    console.log(`FAIL ${what}\n  got    ${a}\n  wanted ${b}`);
  }
};

export async function at(path, { width = 1280, height = 800, desktop = '' } = {}) {
  const page = await (await on(desktop)).newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !/404|500/.test(message.text()) && errors.push(message.text()));
  page.setDefaultTimeout(10000);
  await page.setViewport({ width, height });
  // Not by puppeteer's own call, which knows no forced colours.
  if (chromium && desktop) await (await page.createCDPSession()).send('Emulation.setEmulatedMedia', { features: [FEATURES[desktop]] });
  await page.goto(new URL(path, `${base}/tests/look/`).href, { waitUntil: 'load' });
  page.errors = errors;
  return page;
}

export const heard = (page) => page.evaluate(() => window.heard.filter(([name]) => name !== 'coupon'));
export const hears = (page, name) => page.waitForFunction((wanted) => window.heard.some(([one]) => one === wanted), {}, name);
export const opened = (page) => hears(page, 'open');
export const focus = (page) => page.evaluate(() => {
  const inner = document.activeElement.shadowRoot?.activeElement;
  return inner ? inner.getAttribute('part') : document.activeElement.id || document.activeElement.localName;
});
export const inside = (page, part) => page.evaluateHandle((name) => document.querySelector('vitrin-popup').shadowRoot.querySelector(`[part~=${name}]`), part);
export const closed = (page) => page.evaluate(() => !document.querySelector('vitrin-popup'));
export const settled = (page) => page.evaluate(() => Promise.all(document.querySelector('vitrin-popup').shadowRoot.getAnimations({ subtree: true }).map((one) => one.finished)));

export const story = async (what, path, options, tell) => {
  told += 1;
  const page = await at(path, options);
  try {
    await page.waitForFunction(() => window.ready !== false);
    await tell(page);
    await page.tell?.();
    is(`${what}: no error`, page.errors, []);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${what}: ${error.stack}`);
  }
  await page.close();
};

/** Says once what this browser cannot be asked. */
const skipped = new Set();
export const skip = (why) => skipped.has(why) || skipped.add(why) && console.log(`skipped in ${browserName}: ${why}`);

/** What axe finds, none wanted. */
export const judged = async (what, page, context) => {
  await page.evaluate(axe);
  const found = await page.evaluate(async (where) => (await window.axe.run(...(where ? [where] : []), { resultTypes: ['violations'] })).violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html, any[0]?.message])]), context);
  is(what, found, []);
};

export const finish = async () => {
  for (const browser of Object.values(browsers)) await (await browser).close();
  server.close();
  console.log(`${browserName}: ${told} stories, ${failed ? `${failed} failures` : 'all well'}`);
  process.exit(failed ? 1 : 0);
};
