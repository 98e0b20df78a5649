// Whether the npm package is fit to be published: what npm would send, what its judges say of it, and whether a bundled page runs with it.
// VITRIN_TYPES is the folder where the tools of package.json are installed, VITRIN_PKG the package; without them nothing is judged.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join, normalize, relative } from 'node:path';
import { after, test } from 'node:test';

const { VITRIN_TYPES: TOOLS, VITRIN_PKG: PKG } = process.env;
const CHROMIUM = '/usr/bin/chromium';
const skip = TOOLS && PKG ? false : 'VITRIN_TYPES and VITRIN_PKG do not say where the tools and the package are';
const need = TOOLS && createRequire(join(TOOLS, 'package.json'));
const folder = mkdtempSync(join(tmpdir(), 'vitrin-package-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const files = (of, below = of) => readdirSync(of, { withFileTypes: true }).flatMap((entry) => entry.isDirectory() ? files(join(of, entry.name), below) : [relative(below, join(of, entry.name))]).sort();
const npm = (...args) => execFileSync('npm', [...args, '--loglevel=error'], { cwd: PKG, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

test('npm would send every file of the package and no other', { skip }, () => {
  const [{ files: sent }] = JSON.parse(npm('pack', '--dry-run', '--json'));
  assert.deepEqual(sent.map(({ path }) => path).sort(), files(PKG));
});

test('what it says of itself is there', { skip }, () => {
  const manifest = JSON.parse(readFileSync(join(PKG, 'package.json'), 'utf8'));
  assert.match(manifest.version, /^\d+\.\d+\.\d+/);
  assert.match(manifest.license, /^\(.+ OR .+\)$/);
  for (const path of [manifest.main, manifest.types, ...Object.values(manifest.exports['.'])]) assert.ok(existsSync(join(PKG, path)), path);
  assert.ok(!manifest.dependencies && !manifest.scripts, 'it needs nothing and runs nothing when it is installed');
  for (const licence of manifest.license.match(/[\w.-]+(?=[ )])/g).filter((word) => word !== 'OR')) assert.ok(files(PKG).includes(`LICENSE-${licence.split('-')[0].toUpperCase()}`), licence);
});

test('its README, which npm shows, names what is there', { skip }, () => {
  const readme = readFileSync(join(PKG, 'README.md'), 'utf8');
  const named = [...readme.matchAll(/`([\w./-]+\.(?:js|mjs|wasm|css|json|d\.ts)|[a-z]+\/)`/g)].map(([, name]) => name);
  assert.ok(named.length > 8, `${named}`);
  for (const name of named) assert.ok(existsSync(join(PKG, name)), name);
  assert.ok(!/\]\((?!https:)/.test(readme), 'on npm a link to a file leads nowhere');
});

test('sri.json has the integrity of every file', { skip }, () => {
  const told = JSON.parse(readFileSync(join(PKG, 'sri.json'), 'utf8'));
  const counted = files(PKG).filter((name) => !['sri.json', 'package.json'].includes(name)).map((name) => [name, `sha384-${createHash('sha384').update(readFileSync(join(PKG, name))).digest('base64')}`]);
  assert.deepEqual(told, Object.fromEntries(counted));
});

test('publint has nothing to say', { skip }, async () => {
  const { publint } = await import(need.resolve('publint'));
  const { formatMessage } = await import(need.resolve('publint/utils'));
  const { messages, pkg } = await publint({ pkgDir: PKG, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('are the types wrong? no', { skip }, () => {
  npm('pack', '--silent', '--pack-destination', folder);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  // An ES module: whoever uses `require` takes `import()`.
  const attw = join(TOOLS, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  execFileSync('node', [attw, join(folder, tarball), '--profile', 'esm-only', '--exclude-entrypoints', 'vitrin/*', '--no-color'], { encoding: 'utf8' });
});

// What each call answers, by the name of its type; asked of a real page.
const CALLS = [
  ['Inspection', 'inspect'],
  ['Explanation', 'explain'],
  ['boolean', 'track', 'add_to_wishlist', { items: [{ item_id: 'LAMP-1' }] }],
  ['Recommendation[]', 'recommend', 'recently-viewed'],
  ['string[]', 'rerank', ['A', 'B']],
  ['{ paused: boolean; products: number }', 'history'],
  ['boolean', 'show', 'cart-rescue'],
  ['null', 'close'],
  ['{ profile?: object; outbox?: object; others?: Record<string, unknown> }', 'export'],
  ['boolean', 'import', { allowed: ['A'] }],
  ['boolean', 'identify', { email: 'a@shop.example' }],
  ['{ path: string; problem: string; remedy: string }[]', 'lint'],
  ['Consent', 'consent', { analytics: true }],
  ['null', 'config', {}],
  ['null', 'forget'],
  ['{ profile?: object; outbox?: object; others?: Record<string, unknown> }', 'export'],
  ['null', 'destroy'],
];
const answers = [];

// As a Shopify theme's assets are: no folder in the folder.
test('what begins with `vitrin` is enough for a shop in English, popups too', { skip: skip || !existsSync(CHROMIUM) && 'there is no Chromium' }, async () => {
  const missing = [];
  const page = '<!DOCTYPE html><html lang="en"><title>Lamp</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/vitrin.css"><script async src="/vitrin.js" data-consent="granted"></script><h1>Lamp</h1></html>';
  const server = createServer(({ url }, response) => {
    const name = normalize(new URL(url, 'http://shop').pathname).slice(1);
    if (!name) return response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    if (!/^vitrin[^/]*$/.test(name) || !existsSync(join(PKG, name))) return missing.push(name), response.writeHead(404).end();
    response.writeHead(200, { 'content-type': { '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' }[extname(name)] ?? 'application/json' }).end(readFileSync(join(PKG, name)));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const browser = await need('puppeteer-core').launch({ executablePath: CHROMIUM, args: '--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update --disable-sync --no-first-run'.split(' ') });
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    await tab.waitForFunction(() => window.vitrin);
    await tab.evaluate(() => window.vitrin('show', 'cart-rescue'));
    const popup = await tab.waitForFunction(() => document.querySelector('vitrin-popup')?.shadowRoot.querySelector('[part~=heading]')?.textContent);
    assert.equal(await popup.jsonValue(), 'Still thinking it over?');
    assert.deepEqual(missing, []);
  } finally {
    await browser.close();
    server.close();
  }
});

test('a bundled page runs with it, from a folder that it names and from its own', { skip: skip || !existsSync(CHROMIUM) && 'there is no Chromium' }, async () => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(PKG, join(folder, 'node_modules/vitrin'));
  const product = { '@context': 'https://schema.org', '@type': 'Product', name: 'Walnut desk lamp', sku: 'LAMP-1', offers: { '@type': 'Offer', price: '29.00', priceCurrency: 'EUR' } };
  const page = (name) => `<!DOCTYPE html><html lang="en"><title>Lamp</title><link rel="icon" href="data:,"><script type="application/ld+json">${JSON.stringify(product)}</script><script type="module" src="/${name}/app.js"></script></html>`;
  const entry = (more) => `import { start } from 'vitrin';\nwindow.answer = start({ consent: 'granted' }${more}).then((vitrin) => vitrin('inspect'));\n`;
  const { build } = need('esbuild');
  for (const [name, more] of [['named', `, '/vitrin'`], ['own', '']]) {
    writeFileSync(join(folder, `${name}.js`), entry(more));
    await build({ absWorkingDir: folder, entryPoints: { app: `${name}.js` }, bundle: true, format: 'esm', minify: true, outdir: name, logLevel: 'error' });
    assert.ok(readFileSync(join(folder, name, 'app.js')).length < 2000, 'the bundle holds the door, not the house');
  }
  cpSync(PKG, join(folder, 'own'), { recursive: true });
  const KINDS = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm', '.css': 'text/css' };
  const asked = [];
  const server = createServer(({ url }, response) => {
    const path = normalize(new URL(url, 'http://shop').pathname);
    asked.push(path);
    const [, first, ...rest] = path.split('/');
    if (path.endsWith('.html')) return response.writeHead(200, { 'content-type': 'text/html' }).end(page(path.slice(1, -5)));
    const file = first === 'vitrin' ? join(PKG, ...rest) : join(folder, first, ...rest);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': KINDS[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const browser = await need('puppeteer-core').launch({ executablePath: CHROMIUM, args: '--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking --disable-component-update --disable-sync --no-first-run'.split(' ') });
  try {
    for (const name of ['named', 'own']) {
      const tab = await browser.newPage();
      await tab.goto(`http://127.0.0.1:${server.address().port}/${name}.html`);
      const seen = await tab.evaluate(() => window.answer);
      assert.equal(seen.product.title, 'Walnut desk lamp', name);
      answers.push(...await tab.evaluate(async (calls) => {
        const told = [];
        for (const [type, ...call] of calls) told.push([type, call.join(), await window.vitrin(...call)]);
        return told;
      }, CALLS));
      await tab.close();
    }
    assert.ok(asked.includes('/vitrin/vitrin.wasm') && asked.includes('/own/vitrin.wasm'), `${asked}`);
  } finally {
    await browser.close();
    server.close();
  }
});

test('calls answer what the types say, and no more', { skip: skip || !existsSync(CHROMIUM) && 'there is no Chromium' }, () => {
  assert.equal(answers.length, 2 * CALLS.length);
  const ts = need('typescript');
  const file = join(folder, 'answers.ts');
  const lines = answers.map(([type, , value], at) => `export const answer${at}: ${type} = ${JSON.stringify(value)};`);
  writeFileSync(file, `import type { Consent, Explanation, Inspection, Recommendation } from 'vitrin';\n${lines.join('\n')}\n`);
  const program = ts.createProgram([file], { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [], paths: { vitrin: [join(PKG, 'vitrin.d.ts')] } });
  const wrong = ts.getPreEmitDiagnostics(program).map(({ file: where, start, messageText }) => {
    const [type, call] = where ? answers[where.getLineAndCharacterOfPosition(start).line - 1] : [];
    return `${call}, ${type}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
  assert.deepEqual(wrong, []);
});
