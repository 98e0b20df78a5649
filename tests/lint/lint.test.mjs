// What a shop owner meant and what the settings do: each rule of the linter on settings that break it, and on such that do not.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lint, lintColours } from '../../src/js/lint.js';
import { lintBindings, lintBlock, lintConsent } from '../../src/js/lint-page.js';
import { contrast } from '../../src/js/lint-words.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const heading = (text) => ({ type: 'heading', text });
const cart = { type: 'cart' };
const form = { type: 'form', fields: [{ name: 'email', type: 'email' }] };
const campaign = (rest) => ({ id: 'one', when: 'exit', content: [heading('Hello')], ...rest });
const paths = (settings) => lint(settings, NOW).map(({ path }) => path);

test('settings that do what they say are left alone', () => {
  assert.deepEqual(lint({ endpoint: '/events', campaigns: ['cart-rescue', 'email-capture', 'welcome', 'still-thinking', { preset: 'free-shipping', goal: '50.00' }, 'welcome-back'] }, NOW), []);
  assert.deepEqual(lint({ campaigns: [campaign({ content: [{ type: 'goal', amount: '50.00' }] })] }, NOW), []);
  assert.deepEqual(lint({ endpoint: '/events', shelf: '/shelf/', blocks: [{ kind: 'best-sellers', after: 'h1', heading: 'Best sellers' }], rules: [{ pin: ['a'], exclude: { brand: 'x', min_price: 1, max_price: 9 } }],
    segments: { trade: { traits: { plan: 'b2b' } } },
    campaigns: [campaign({ who: { segment: 'trade', cart_value: { min: 1, max: 5 } }, schedule: { from: '2026-11-01', to: '2026-12-01' } }), campaign({ id: 'two', when: { idle: 30000 }, content: [cart], until: ['purchase'] })] }, NOW), []);
});

for (const [why, rest, path] of [
  ['nothing brings it up', { when: { exit: false } }, 'campaigns[0].when'],
  ['nobody can be meant', { who: { buyer: true, not: { buyer: true } } }, 'campaigns[0].who.not.buyer'],
  ['no number lies between', { who: { any: [{ visits: { min: 5, max: 2 } }] } }, 'campaigns[0].who.any[0].visits'],
  ['there is no such segment', { who: { segment: 'trade' } }, 'campaigns[0].who.segment'],
  ['checkouts show none', { where: { page: 'checkout' } }, 'campaigns[0].where.page'],
  ['two devices at once', { who: { all: [{ device: 'phone' }, { device: 'desktop' }] } }, 'campaigns[0].who.all'],
  ['two pages at once', { who: { page: 'home' }, where: { page: ['product', 'category'] } }, 'campaigns[0].where.page'],
  ['nothing ends it', { limits: { days_after_close: 0 } }, 'campaigns[0].until'],
  ['it is over', { schedule: { to: '2026-11-20' } }, 'campaigns[0].schedule.to'],
  ['it ends before it begins', { schedule: { from: '2026-12-02', to: '2026-12-01' } }, 'campaigns[0].schedule'],
  ['never is how often', { limits: { per_day: 0 } }, 'campaigns[0].limits.per_day'],
  ['everybody is held out', { holdout: 1 }, 'campaigns[0].holdout'],
  ['who has bought is reminded', { content: [cart] }, 'campaigns[0].until'],
  ['it comes again and again', { when: { delay: 3000 }, until: ['purchase'], limits: { per_session: 9, days_after_close: 0 } }, 'campaigns[0].when.delay'],
  ['a variant speaks fewer languages', { variants: [{ name: 'a', content: [heading({ en: 'Hello', de: 'Hallo' })] }, { name: 'b', content: [heading({ en: 'Hi' })] }] }, 'campaigns[0].variants[1].content[0].text'],
  ['a countdown to nothing', { content: [{ type: 'countdown', until: '15:00' }] }, 'campaigns[0].content'],
  ['a countdown that has run out', { content: [{ type: 'countdown', until: '2026-11-21T00:00:00Z' }] }, 'campaigns[0].content'],
  ['it hurries without an end', { content: [heading('Last chance!')] }, 'campaigns[0].content'],
  ['one text speaks fewer languages', { content: [heading({ en: 'Hello', de: 'Hallo' }), { type: 'text', text: { en: 'Well' } }] }, 'campaigns[0].content[1].text'],
]) test(`${why}: said with its path, once`, () => assert.deepEqual(paths({ campaigns: [campaign(rest)] }), [path]));

const pair = [{ name: 'a' }, { name: 'b', kind: 'similar' }];
for (const [why, settings, wanted] of [
  ['an experiment as it should be', { experiments: [{ id: 'x', variants: pair, weights: [0.5, 0.5] }], blocks: [{ kind: 'also-like', after: 'main', experiment: 'x' }] }, []],
  ['nothing to compare', { experiments: [{ id: 'x', variants: [pair[0]] }] }, ['experiments[0].variants']],
  ['weights for others', { experiments: [{ id: 'x', variants: pair, weights: [1] }] }, ['experiments[0].weights']],
  ['everybody left out', { experiments: [{ id: 'x', variants: pair, holdout: 1 }] }, ['experiments[0].holdout']],
  ['one name for two', { experiments: [{ id: 'x', variants: pair }, { id: 'x', variants: pair }] }, ['experiments[1].id']],
  ['a block in none', { blocks: [{ kind: 'also-like', after: 'main', experiment: 'y' }] }, ['blocks[0].experiment']],
]) test(`${why}: said with its path`, () => assert.deepEqual(paths({ campaigns: [], ...settings }), wanted));

test('an address that nobody gets, and one that is asked for again, are two things to mend', () => {
  assert.deepEqual(paths({ campaigns: [campaign({ content: [form] })] }), ['campaigns[0].until', 'endpoint']);
  assert.deepEqual(paths({ campaigns: [campaign({ until: ['lead_submit'], content: [{ ...form, endpoint: '/subscribe' }] })] }), []);
});

test('what can be true of one shopper is left alone', () => {
  for (const rest of [
    { who: { any: [{ device: 'phone' }, { device: 'desktop' }] } },
    { who: { device: ['phone', 'tablet'], all: [{ device: 'tablet' }] } },
    { who: { page: 'pro*' }, where: { page: 'category' } },
    { who: { page: 'home' }, where: { page: ['home', 'product'] } },
    { limits: { days_after_close: 0, lifetime: 3 } },
    { when: 'call', limits: { days_after_close: 0 } },
  ]) assert.deepEqual(paths({ campaigns: [campaign(rest)] }), [], JSON.stringify(rest));
});

test('of two campaigns for the same moment the second waits in vain', () => {
  assert.deepEqual(paths({ campaigns: ['cart-rescue', { preset: 'cart-rescue', id: 'again' }] }), ['campaigns[1]'], 'one preset twice');
  assert.deepEqual(paths({ endpoint: '/e', campaigns: ['cart-rescue', 'email-capture', 'still-thinking'] }), [], 'presets tell themselves apart');
  assert.deepEqual(paths({ campaigns: [campaign(), campaign({ id: 'two' })] }), ['campaigns[1]']);
  assert.deepEqual(paths({ campaigns: [campaign(), campaign()] }), ['campaigns[1].id']);
  assert.deepEqual(paths({ campaigns: [campaign(), campaign({ id: 'two', who: { visits: 2 } })] }), []);
  assert.deepEqual(paths({ campaigns: [campaign({ when: 'call' }), campaign({ id: 'two', when: 'call' })] }), [], 'each is called by its own name');
});

test('a heading says no more than its block knows', () => {
  assert.deepEqual(paths({ blocks: [{ kind: 'similar', after: 'h1', heading: { en: 'Like this', de: 'Auch gekauft' } }] }), ['blocks[0].heading'], 'in one language of two');
  assert.deepEqual(paths({ experiments: [{ id: 'x', variants: [{ name: 'a' }, { name: 'b', heading: 'Best sellers' }, { name: 'c', heading: 'Best sellers', kind: 'best-sellers' }] }], blocks: [{ kind: 'similar', after: 'h1', experiment: 'x' }] }), ['experiments[0].variants[1].heading'], 'in a variant');
  assert.deepEqual(paths({ campaigns: [campaign({ content: [heading('Our bestsellers'), { type: 'products', kind: 'recently-viewed' }] })] }), ['campaigns[0].content'], 'in a popup');
  assert.deepEqual(paths({ campaigns: [campaign({ content: [heading('Our bestsellers'), { type: 'products', kind: 'best-sellers' }] })] }), []);
  assert.deepEqual(paths({ blocks: [{ kind: 'similar', after: 'h1', heading: 'Customers also bought' }] }), ['blocks[0].heading']);
  assert.deepEqual(paths({ blocks: [{ kind: 'bought-together', after: 'h1' }, { kind: 'picks', of: 'gifts', after: 'h1' }] }), ['blocks[0].kind', 'blocks[1].of']);
});

test('rules that leave nothing are dead', () => {
  assert.deepEqual(paths({ rules: [{ filter: { brand: 'a' }, exclude: { brand: 'a' } }, { pin: ['x'], exclude: ['x'] }, { filter: { min_price: 9, max_price: 1 } }] }), ['rules[0]', 'rules[1].pin', 'rules[2].filter']);
});

test('a table of one\'s own says which consent it needs', () => {
  const events = { url: ['=@set.endpoint', '/in'], encoding: 'json', type: 'text/plain', batch: 20, unload: true, body: { rows: '=@events|json' } };
  const table = { purposes: ['analytics'], requests: { events }, shapes: { event: { what: '=@as', lines: '=items|to:line', cents: '=value|cents' } }, parts: { line: '=item_id,id|or:none' }, events: { purchase: 'order' } };
  const custom = (other, rest) => lint({ backends: [{ name: 'custom', endpoint: 'https://in.shop.example', table: { ...table, ...other }, ...rest }, { name: 'segment' }] }, NOW);
  assert.deepEqual(custom(), []);
  for (const [wrong, path, remedy, rest] of [
    [{ purposes: [] }, '.table.purposes'],
    [{ shapes: { event: { deep: [{ cents: '=value|cent' }] } } }, '.table.shapes.event.deep[0].cents', '`cents`?'],
    [{ parts: {} }, '.table.shapes.event.lines'],
    [{ requests: { events: { ...events, encoding: 'xml' } } }, '.table.requests.events.encoding', 'one of `json`, `lines`, `form`'],
    [{ events: { purchase: [{ to: 'orders' }] } }, '.table.events.purchase'],
    [{ other: { shape: 'row' } }, '.table.other'],
    [{ events: {} }, '.table.events'],
    [{}, '.endpoint', undefined, { endpoint: '' }],
  ]) {
    const all = custom(wrong, rest);
    assert.deepEqual(all.map(({ path }) => path), [`backends[0]${path}`], JSON.stringify(wrong));
    if (remedy) assert.equal(all[0].remedy, remedy);
  }
  assert.ok(lint({ backends: [{ name: 'custom' }] }, NOW).length, 'without a table');
});

test('headings of blocks speak the same languages', () => {
  assert.deepEqual(paths({ blocks: [{ kind: 'similar', after: 'h1', heading: { en: 'Like this', de: 'Wie dies' } }, { kind: 'new', after: 'h1', heading: { en: 'New' } }] }), ['blocks[1].heading']);
});

test('colours are held against what people can read', () => {
  const colours = (all) => lintColours((name) => all[name] || '').map(({ path }) => path);
  assert.deepEqual(colours({ '--vitrin-accent': '#777', '--vitrin-on-accent': '#888888' }), ['--vitrin-on-accent']);
  assert.deepEqual(colours({ '--vitrin-accent': '#000', '--vitrin-on-accent': 'rgb(255, 255, 255)', '--vitrin-text': 'var(--ink)' }), []);
  assert.deepEqual(colours({ '--vitrin-accent': 'hsl(0 0% 50%)', '--vitrin-on-accent': 'rgb(120 120 120)' }), ['--vitrin-on-accent']);
  assert.equal(contrast('#000', '#fff'), 21);
  assert.equal(contrast('black', ' White '), 21);
  assert.equal(contrast('hsl(120, 100%, 50%)', '#000').toFixed(3), contrast('#0f0', '#000').toFixed(3));
});

test('nothing that can be pasted makes it throw', () => {
  for (const odd of [{}, { campaigns: 'off' }, { campaigns: [null, 1, 'x', {}] }, { campaigns: [{ when: 5, content: 'x', who: [], where: 3, variants: 'x' }, { who: { all: 7, page: {} } }] }, { blocks: [null], rules: [null], backends: [null], segments: [] }]) lint(odd, NOW);
});

test('a way to free shipping without its amount', () => {
  assert.deepEqual(paths({ campaigns: ['free-shipping', campaign({ id: 'two', when: 'call', content: [{ type: 'goal' }] })] }), ['campaigns[0].goal', 'campaigns[1].goal']);
});

test('content of a type that nobody knows, and of every type of the schema', () => {
  assert.deepEqual(paths({ campaigns: [campaign({ content: [{ type: 'headin', text: 'Hello' }] })] }), ['campaigns[0].content']);
  const schema = JSON.parse(readFileSync(new URL('../../src/js/vitrin.schema.json', import.meta.url)));
  const content = schema.$defs.content.properties.type.enum.map((type) => ({ type, amount: '50.00', until: '2026-12-01' }));
  assert.deepEqual(paths({ endpoint: '/events', campaigns: [campaign({ content, until: ['purchase', 'lead_submit'] })] }), []);
});

// A block of the page, as far as the linter looks at it.
const block = (kept, needed, { own = true, state = 'filled', display = 'block' } = {}) => [
  { dataset: { vitrin: state }, scrollHeight: needed, getAttribute: () => 'also-like', matches: () => own },
  () => ({ display, minBlockSize: `${kept}px` }),
];

test('a theme\'s cards that are taller than the room that is kept: said with the height they need', () => {
  const [found, ...more] = lintBlock(...block(368, 1698));
  assert.deepEqual(more, []);
  assert.match(found.path, /also-like/);
  assert.match(found.remedy, /--vitrin-reserve: 1698px/);
});

test('room that is enough, cards of ours, and what is not there yet are left alone', () => {
  for (const [kept, needed, how] of [[448, 448], [500, 448], [0, 448, { own: false }], [0, 448, { state: 'empty' }]]) assert.deepEqual(lintBlock(...block(kept, needed, how)), []);
});

test('a page without the style sheet is told so', () => assert.match(lintBlock(...block(0, 0, { display: 'inline' }))[0].problem, /vitrin\.css/));

test('a theme\'s cards that ask for what no card has are told what there is', () => {
  const drawn = { dataset: { bind: 'text:stock' }, textContent: 'Four left' };
  const block = { getAttribute: () => 'similar', querySelectorAll: () => [drawn] };
  const asks = (...binds) => lintBindings(block, { querySelectorAll: () => binds.map((bind) => ({ dataset: { bind } })) });
  assert.deepEqual(asks('href:url', 'src:image; alt:title', 'text:price;', 'attr.data-id:id'), []);
  assert.deepEqual(asks('text:stock'), [], 'a handler gave it, and it is drawn');
  const [style, field, ...more] = asks('style:image', 'text:was_price; text:title');
  assert.deepEqual(more, []);
  assert.match(style.problem, /`style` cannot be filled/);
  assert.match(field.path, /similar.*text:was_price/);
  assert.match(field.remedy, /`price`/);
});

test('a first try without a yes is told why nothing shows', () => {
  assert.equal(lintConsent({ personalization: false, analytics: false })[0].path, 'consent');
  assert.deepEqual(lintConsent({ personalization: true, analytics: false }), []);
});

test('each finding says where, what and how to mend it', () => {
  const all = lint({ blocks: [{ kind: 'picks', of: 'gifts', heading: 'Best sellers', after: 'h1' }], backends: [{ name: 'custom' }], holdout: 1, campaigns: [campaign({ when: [], who: { segment: 'x' }, content: [form, cart] }), 'free-shipping'] }, NOW);
  assert.ok(all.length > 7);
  for (const { path, problem, remedy } of all) {
    assert.match(path, /^[a-z_]+(\[\d+\])?(\.[a-z_]+(\[\d+\])?)*$/);
    assert.ok(problem.length > 10 && remedy.length > 10, path);
  }
});
