// The debug panel: what was understood and from where, what is remembered, why each block and popup is as it is, what was sent and what waits.
// It asks by the same calls that everybody has; `?vitrin-debug` or `vitrin('debug')` opens it.
import css from './debug.css';

// So many of a long list are enough to see what it is.
const LONG = 100;
// What is recorded comes in bunches.
const SETTLE = 500;
const AGAIN = 2000;
// In place of a status, as `deliver.js` tells it.
const ANSWERS = { 0: 'no answer, comes again', 1: 'as a beacon' };

// What a rule of a campaign found, where it found no value: first for one that lets it pass, then for one that does not.
const FOUND = {
  'no popup is open': ['nothing is open', 'one is open, or the page is in the background'],
  'no other dialog is open': ['nothing is open', 'one is open, such as a cookie banner'],
  'what its form takes may be sent': ['it may, or there is no form', 'nowhere to send it to, or no consent'],
  audience: ['everybody', 'nobody'],
  page: ['any page', 'no page'],
  schedule: ['at any time', 'the time is not known'],
  'quiet after close': ['not closed so far', ''],
  'quiet after success': ['no success so far', ''],
  'not stopped': ['nothing has stopped it', ''],
  'not while typing': ['nobody has typed', 'somebody is in a field'],
  'not right after another': ['no other so far', ''],
};
// Rules whose number is a time that has passed, in milliseconds.
const SINCE = /^(quiet|not stopped|not while|not right|not on arrival)/;
// Times of the clock in milliseconds, of this century: a longer number is somebody's number.
const CLOCK = [1e12, 4e12];

// What is told in milliseconds of a trigger.
const TIMED = /^(delay|idle|active)$/;
// What nobody who tries it at a desk would guess.
const SIGNS = {
  exit: 'A pointer that leaves through the top counts once it has been in the page for 0.6 s; one that comes straight back does not.',
  leave: 'On a screen that is touched: back, a quick way up, the address bar, another tab.',
};

const span = (ms) => ms < 90e3 ? `${(ms / 1e3).toFixed(1)} s` : ms < 72e5 ? `${Math.round(ms / 6e4)} min` : ms < 1728e5 ? `${Math.round(ms / 36e5)} h` : `${Math.round(ms / 864e5)} days`;

const element = (tag, attributes, ...inside) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...inside);
  return node;
};

const isPlain = (value) => value === null || typeof value !== 'object';
const verdict = (yes, words = yes ? 'yes' : 'no') => element('span', { 'data-yes': yes }, words);
const nothing = (words) => element('p', { part: 'nothing' }, words);

// A table of rows that are lists.
const table = (names, rows, attributes = {}) => element('table', attributes,
  ...names.length ? [element('thead', {}, element('tr', {}, ...names.map((name) => element('th', { scope: 'col' }, name))))] : [],
  element('tbody', {}, ...rows.map(([first, ...rest]) => element('tr', {}, element('th', { scope: 'row' }, first), ...rest.map((cell) => element('td', {}, cell))))));

// Any value: what is flat as text, a list of objects as a table, an object by its fields.
const shown = (value) => {
  if (value instanceof Node) return value;
  if (typeof value === 'number' && value > CLOCK[0] && value < CLOCK[1]) return new Date(value).toLocaleString();
  if (isPlain(value)) return typeof value === 'boolean' ? verdict(value) : `${value ?? ''}` || '–';
  if (!Array.isArray(value)) return Object.keys(value).length ? table([], Object.entries(value).map(([name, inner]) => [name, shown(inner)])) : '–';
  if (!value.length) return '–';
  if (value.every(isPlain)) return value.join(', ');
  const names = [...new Set(value.flatMap((row) => Object.keys(row ?? {})))];
  return table(names, value.slice(0, LONG).map((row) => names.map((name) => shown(row?.[name]))));
};

const titled = (parts) => Object.entries(parts).flatMap(([title, value]) => value === undefined || value === null ? [] : [element('h3', {}, title), shown(value)]);
const money = (value) => value && value.amount ? `${value.amount} ${value.currency}` : value;
const product = (one) => one && { ...one, price: money(one.price) };
// A product of a list, in as many columns as fit on a phone.
const glance = ({ title, id, price, at, times, quantity }) => ({ product: title || id, price: money(price), ...at === undefined ? {} : { seen: at, times }, ...quantity === undefined ? {} : { quantity } });
const because = ({ code, subject }) => subject ? `${code} ${subject}` : code;

// What an audience asks for, a row each: what it is in is before it.
const asked = (rule, depth) => (rule?.all || rule?.any || []).flatMap(({ rule: name, needs, is, of, holds }) => [
  [`${'· '.repeat(depth)}${name}`, of ? { not: 'none of these', any: 'one of these' }[name] ?? 'all of these' : element('span', {}, shown(is), ...needs === undefined ? [] : [` (wanted: ${typeof needs === 'boolean' ? needs ? 'yes' : 'no' : isPlain(needs) ? needs : JSON.stringify(needs)})`]), verdict(holds)],
  ...(of || []).flatMap((inner) => asked(inner, depth + 1)),
]);
const campaign = ({ campaign: id, show, rules = [], audience, page, when, open, ...rest }) => {
  const held = rules.filter(({ passes }) => !passes).map(({ rule }) => rule);
  // What holds it back first.
  const rows = [...rules].sort((one, other) => one.passes - other.passes).flatMap(({ rule, is, passes }) => {
    const questions = asked({ audience, page }[rule], 1);
    const found = is === undefined ? questions.length ? 'by the questions below' : FOUND[rule]?.[passes ? 0 : 1] : SINCE.test(rule) ? `${span(is)} ago` : shown(is);
    return [[rule, found || '–', verdict(passes)], ...questions];
  });
  return element('article', {},
    element('h3', {}, id, ' ', verdict(show, open ? 'is open' : show ? 'shows when it comes up' : `held back: ${held.join(', ')}`)),
    element('p', {}, 'comes up by ', Object.entries(when || {}).map(([name, value]) => value === true ? name : `${name} ${TIMED.test(name) ? span(value) : isPlain(value) ? value : JSON.stringify(value)}`).join(', ') || 'nothing but a call'),
    ...Object.keys(when || {}).filter((name) => SIGNS[name]).map((name) => element('p', {}, SIGNS[name])),
    table(['rule', 'is', 'passes'], rows), ...titled(rest));
};
const block = ({ kind, strategy, state, items = [], ...rest }) => element('article', {},
  element('h3', {}, kind, ' ', verdict(state === 'filled', strategy && strategy !== kind ? `${state}, with ${strategy}` : state)),
  ...items.length ? [table(['product', 'because'], items.map(({ title, id, reasons = [] }) => [title || id, reasons.map(because).join(', ') || '–']))] : [],
  shown(rest));

// An event in a line: when, what, and what it is about.
const event = ({ at = '', name, items = [], campaign: about, block: where, search_term: term, value, currency }) =>
  [at.slice(11, 19), name, [about, where, term, items.map(({ item_name: title, item_id: id }) => title || id).join(', '), value === undefined ? '' : `${value} ${currency ?? ''}`].filter(Boolean).join(' · ') || '–'];

// What left this page, batch by batch with its answer: the log of `?vitrin-debug` has all of it.
const posts = (log) => {
  const sent = [];
  const answers = {};
  for (const line of log) {
    const effects = line.startsWith('= ');
    const told = JSON.parse(effects ? line.slice(2) : line.slice(line.indexOf(' ') + 1));
    if (!effects && told[0] === 'posted') answers[told[1]] = told[2];
    if (effects) for (const [what, batch, to, where, body] of told) if (what === 'post') sent.push([batch, to || where, JSON.parse(body).events]);
  }
  return sent.flatMap(([batch, to, events]) => events.map((one) => [...event(one), to, verdict(answers[batch] > 0 && answers[batch] < 300, ANSWERS[answers[batch]] ?? `${answers[batch] ?? 'on its way'}`)]));
};

let shut;

/** Opens it; again, closes it. */
export const run = async (vitrin, undo) => {
  if (shut) {
    shut();
    return false;
  }
  const before = document.activeElement;
  const host = document.createElement('vitrin-debug');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  // What is recorded while it is open, for a page that keeps no log.
  const recorded = [];
  const waiting = async () => {
    const { entries = [] } = (await vitrin('export')).outbox || {};
    // What waits goes, and nothing says when.
    if (entries.length) soon(AGAIN);
    return entries.map(({ event: body }) => JSON.parse(body));
  };
  const tabs = {
    Page: async () => {
      const all = await vitrin('inspect');
      const { page, product: one, sources = [], rejected = [], warnings, products = [], ...rest } = all;
      // Each fact with what it says: `product.price` is the price of the product.
      const known = { ...all, product: product(one) };
      const from = sources.map(({ fact, ...how }) => ({ fact, is: shown(fact.split('.').reduce((at, name) => at?.[name], known)), ...how }));
      return titled({
        Page: { ...page, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => isPlain(value))) },
        Product: product(one), 'Where from': from, 'Not believed': rejected, Warnings: warnings,
        ...products.length ? { 'Products on it': products.map(glance) } : {},
        ...Object.fromEntries(Object.entries(rest).filter(([, value]) => !isPlain(value))),
      });
    },
    Profile: async () => {
      const { profile } = await vitrin('export');
      const { consent, visit } = await vitrin('explain');
      const { views = [], cart = [], ...rest } = profile || {};
      return [...titled({ 'What audiences can ask for': visit, Consent: consent }), ...profile ? titled({ 'Products seen': views.map(glance), Cart: cart.map(glance), 'Remembered on this device': rest }) : [nothing('Nothing is remembered: there is no consent to it.')]];
    },
    Blocks: async () => {
      const { blocks = [] } = await vitrin('explain');
      return blocks.length ? blocks.map(block) : [nothing('There is no block on this page.')];
    },
    Campaigns: async () => {
      const { campaigns = [] } = await vitrin('explain');
      return campaigns.length ? campaigns.map(campaign) : [nothing('No campaign is on.')];
    },
    Sent: async () => {
      const { delivery } = await vitrin('explain');
      const waits = (await waiting()).map(({ id }) => id);
      const rows = vitrin.log ? posts(vitrin.log) : recorded.filter(({ id }) => !waits.includes(id)).map((one) => [...event(one), '–', 'has left']);
      return [rows.length ? table(['at', 'event', 'about', 'to', 'answer'], rows, { part: 'events' }) : nothing(vitrin.log ? 'Nothing was sent.' : 'Nothing since the panel was opened; ?vitrin-debug in the address shows the page from its start.'), ...titled({ 'Dropped, by reason': delivery.dropped })];
    },
    Waiting: async () => {
      const { delivery } = await vitrin('explain');
      const rows = (await waiting()).map(event);
      return [rows.length ? table(['at', 'event', 'about'], rows, { part: 'events' }) : nothing('Nothing waits to be sent.'), ...titled({ 'How many': { 'for consent': delivery.waiting_for_consent, 'in the outbox': delivery.in_outbox } })];
    },
  };

  const view = element('div', { role: 'tabpanel', id: 'view', tabindex: 0, 'aria-labelledby': 'Page' });
  const buttons = Object.keys(tabs).map((name) => element('button', { type: 'button', role: 'tab', id: name, 'aria-controls': 'view', 'aria-selected': false, tabindex: -1 }, name));
  let chosen = buttons[0];
  const show = async (button) => {
    const same = button === chosen;
    const top = view.scrollTop;
    chosen = button;
    for (const other of buttons) {
      other.setAttribute('aria-selected', other === button);
      other.tabIndex = other === button ? 0 : -1;
    }
    view.setAttribute('aria-labelledby', button.id);
    button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const inside = await tabs[button.id]();
    // Another was chosen meanwhile.
    if (button !== chosen) return;
    view.replaceChildren(...inside);
    view.scrollTop = same ? top : 0;
  };
  const again = () => show(chosen);
  let due;
  const soon = (span) => {
    clearTimeout(due);
    due = setTimeout(() => host.isConnected ? again() : close(), span);
  };
  const close = () => {
    document.removeEventListener('vitrin-track', later);
    clearTimeout(due);
    shut = undefined;
    const inside = host === document.activeElement;
    host.remove();
    if (inside && before.isConnected) before.focus({ preventScroll: true });
  };
  // What is recorded changes what there is to see; once it has settled it is asked for again.
  const later = ({ detail }) => {
    recorded.push(detail);
    soon(SETTLE);
  };
  const plain = (words, act) => {
    const button = element('button', { type: 'button' }, words);
    button.addEventListener('click', act);
    return button;
  };
  const list = element('div', { role: 'tablist', 'aria-label': 'What to see' }, ...buttons);
  list.addEventListener('click', ({ target }) => buttons.includes(target) && show(target));
  list.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(chosen);
    const next = buttons.at({ ArrowRight: (at + 1) % buttons.length, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key] ?? NaN);
    if (!/^(Arrow(Right|Left)|Home|End)$/.test(event.key)) return;
    event.preventDefault();
    next.focus();
    show(next);
  });
  const panel = element('section', { part: 'panel', 'aria-label': 'Vitrin debug' }, element('div', { part: 'bar' }, element('b', {}, 'Vitrin'), list, element('div', { part: 'actions' }, plain('Refresh', again), plain('Close', close))), view);
  panel.addEventListener('keydown', ({ key }) => key === 'Escape' && close());
  root.append(panel);
  undo(close);
  shut = close;
  document.body.append(host);
  document.addEventListener('vitrin-track', later);
  await again();
  chosen.focus({ preventScroll: true });
  return true;
};
