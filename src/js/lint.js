// The linter: settings that are valid and still do not do what they seem to. Each finding has its path and the remedy.
// What is not valid at all core warns about; here stands what only becomes a mistake beside something else.
import { claims, WCAG_AA, contrast } from './lint-words.js';
import { lintBindings, lintBlock, lintConsent } from './lint-page.js';
import { lintTable } from './lint-table.js';

// Twice as long as it takes to read a popup; sooner again is the same popup in a loop.
const LOOP = 10000;
const LISTS = ['all', 'any'];
const CONTENT = ['heading', 'text', 'image', 'cart', 'products', 'coupon', 'countdown', 'goal', 'form', 'buttons'];

// One or several; what is nothing is none.
const list = (value) => (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined && one !== null);
const entries = (value) => value && typeof value === 'object' ? Object.entries(value) : [];
// A text, or one for each language.
const spoken = (text) => text && typeof text === 'object' ? Object.values(text) : list(text);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Every campaign as it stands after its preset, as far as rules here ask.
const PRESETS = {
  'cart-rescue': { when: ['exit', 'leave'], until: ['purchase'] },
  'email-capture': { when: ['exit', 'leave'], until: ['lead_submit'], form: true },
  welcome: { when: { delay: 20000 }, until: ['lead_submit', 'purchase'], form: true },
  'still-thinking': { when: ['exit', 'leave'], until: ['purchase'] },
  'free-shipping': { when: { delay: 3000, cart_change: true }, until: [], bar: true },
  'welcome-back': { when: { delay: 5000 }, until: [] },
};
const whole = (given) => {
  const own = typeof given === 'string' ? { preset: given } : given || {};
  return { id: own.preset, ...PRESETS[own.preset], ...own };
};

const triggers = ({ when, delay }) => Object.fromEntries(list(when).flatMap((one) => typeof one === 'string' ? [[one, one === 'delay' ? delay ?? true : true]] : entries(one)).filter(([, value]) => value !== false));

// Shown by its name alone, it comes up with nothing else.
const called = (when) => when.call && Object.keys(when).length === 1;

const blocksIn = (content) => list(content).flatMap((block) => [block, ...blocksIn(block.success), ...list(block.buttons).flatMap(({ next }) => blocksIn(next))]);

// Facts that are one thing at a time.
const SINGLE = ['page', 'device', 'stage'];
const asksFor = (rule, name) => list(rule && rule[name]).every((one) => typeof one === 'string' && !one.includes('*')) ? list(rule && rule[name]) : [];
const apart = (one, other) => one.length && other.length && !one.some((value) => other.includes(value));

const audience = (rule, path, segments, found) => {
  const together = [rule, ...list((rule || {}).all)];
  for (const name of SINGLE) {
    const asked = together.map((inner) => asksFor(inner, name));
    if (asked.some((one, at) => asked.slice(0, at).some((other) => apart(one, other)))) found(`${path}.all`, `nobody is meant: \`${name}\` is one thing at a time`, 'take `any` for one or the other');
  }
  for (const [name, value] of entries(rule)) {
    const at = `${path}.${name}`;
    if (LISTS.includes(name)) list(value).forEach((inner, place) => audience(inner, `${at}[${place}]`, segments, found));
    else if (name === 'not') {
      audience(value, at, segments, found);
      for (const [inner, wanted] of entries(value)) if (rule[inner] !== undefined && same(rule[inner], wanted)) found(`${at}.${inner}`, `nobody is meant: the same is asked for beside it`, `take \`${inner}\` out of one of the two`);
    } else if (value && Number(value.min) > Number(value.max)) found(at, `nothing is at least ${value.min} and at most ${value.max}`, 'exchange the two');
    else if (name === 'segment') {
      for (const segment of list(value)) if (typeof segment === 'string' && !segment.includes('*') && !(segment in segments)) found(at, `there is no segment \`${segment}\``, `define it under \`segments\`, or use one of: ${Object.keys(segments).join(', ') || 'none yet'}`);
    } else if (name === 'page' && same(list(value), ['checkout'])) found(at, 'no campaign is ever shown on a checkout', 'name another page');
  }
};

const schedule = ({ from, to, hours, days } = {}, path, now, found) => {
  if (from && to && from >= to) found(path, 'it ends before it begins', 'exchange `from` and `to`');
  else if (to && Date.parse(to) < now) found(`${path}.to`, 'that is over', 'take the campaign out, or give it a new date');
  if (hours && hours[0] === hours[1]) found(`${path}.hours`, 'no time lies between the two', 'leave `hours` out for the whole day');
  if (days && !days.length) found(`${path}.days`, 'no day is meant', 'leave `days` out for every day');
};

const campaign = (given, path, { segments = {} }, now, found) => {
  const one = whole(given);
  const when = triggers(one);
  const content = blocksIn(one.content);
  const limits = one.limits || {};
  if (!Object.keys(when).length) found(`${path}.when`, 'nothing brings it up', 'name a trigger, or `call` for vitrin(\'show\') alone');
  audience(one.who, `${path}.who`, segments, found);
  audience(one.where, `${path}.where`, segments, found);
  if (apart(asksFor(one.who, 'page'), asksFor(one.where, 'page'))) found(`${path}.where.page`, 'it can never show: `who` asks for another page', 'name the page in `where` alone');
  schedule(one.schedule, `${path}.schedule`, now, found);
  for (const name of ['per_session', 'per_day', 'lifetime']) if (limits[name] === 0) found(`${path}.limits.${name}`, 'it is never shown', 'at least 1, or take the campaign out');
  if (one.holdout >= 1) found(`${path}.holdout`, 'everybody is held out', 'a part of 1, such as 0.1');
  if (one.weights && !one.weights.some((weight) => weight > 0)) found(`${path}.weights`, 'no variant is given to anybody', 'parts that add up to 1');

  const form = one.form || content.some(({ type }) => type === 'form');
  if (form && !list(one.until).some((event) => event === 'lead_submit' || event === 'purchase')) found(`${path}.until`, 'who has given an address is asked again', 'add `"until": ["lead_submit"]`');
  if (content.some(({ type }) => type === 'cart') && !list(one.until).includes('purchase')) found(`${path}.until`, 'who has bought is still reminded', 'add `"until": ["purchase"]`');

  // What comes again after it was closed, for as long as somebody visits, needs a day on which it ends.
  if (!one.bar && !list(one.until).length && !one.schedule && limits.lifetime === undefined && limits.days_after_close === 0 && !called(when)) found(`${path}.until`, 'nothing ever ends it: who has closed it gets it again at every visit', 'name the event that ends it, such as `"until": ["purchase"]`, or let `limits.lifetime` end it');

  const goals = one.content ? content.filter(({ type }) => type === 'goal') : one.bar ? [{}] : [];
  if (goals.some(({ amount }) => amount === undefined) && one.goal === undefined && !one.variants) found(`${path}.goal`, 'nothing is shown: it is not said from which amount', 'the amount in the currency of the cart, such as `"goal": "80.00"`');

  for (const name of ['delay', 'idle', 'active']) if (when[name] < LOOP && (limits.per_session ?? 1) > 1 && limits.days_after_close === 0 && !one.bar) found(`${path}.when.${name}`, `it comes again every ${when[name]} ms, however often it is closed`, 'let `days_after_close` be at least 1, or `per_session` 1');
  for (const { type } of content) if (!CONTENT.includes(type)) found(`${path}.content`, `there is no content \`${type}\`; it is left out`, `one of ${CONTENT.join(', ')}`);
  content.forEach(({ type, until }) => {
    if (type !== 'countdown') return;
    if (!/^\d{4}-\d\d-\d\d/.test(until)) found(`${path}.content`, 'a countdown to no real date starts anew for everybody, and is not true', 'a date such as `2026-12-01T00:00:00+01:00`');
    else if (Date.parse(until) < now) found(`${path}.content`, 'the countdown has run out', 'a date to come, or take it out');
  });
  for (const { type, text } of content) {
    if (type !== 'heading' && type !== 'text') continue;
    for (const words of spoken(text)) {
      if (claims.hurry.test(words) && !one.schedule && !content.some((other) => other.type === 'countdown')) found(`${path}.content`, `“${words}” hurries, and nothing ends`, 'give it a `schedule` or a `countdown` to a real date, or say it calmly');
      if (claims.orders.test(words) && content.some((other) => other.type === 'products' && !ORDERS.test(other.kind))) found(`${path}.content`, `“${words}” speaks of orders, which the products below it know nothing of`, 'say what is shown, or show `best-sellers`');
    }
  }
};

// Of two that come up together the first is shown, and the other waits in vain.
const rivals = (campaigns, found) => campaigns.forEach((given, at) => {
  const one = whole(given);
  campaigns.slice(0, at).forEach((earlier, before) => {
    const other = whole(earlier);
    if (one.id === other.id && one.id) found(`campaigns[${at}].id`, `\`${one.id}\` is also campaigns[${before}]; the two share what is remembered of them`, 'give each its own `id`');
    else if (one.preset === other.preset && !called(triggers(one)) && same(triggers(one), triggers(other)) && same(one.who, other.who) && same(one.where, other.where) && same(one.schedule, other.schedule)) found(`campaigns[${at}]`, `whenever it comes up, campaigns[${before}] (\`${other.id}\`) does too and goes before it`, 'tell them apart by `who`, `where` or `when`, or make them `variants` of one');
  });
});

const languages = (settings, found) => {
  const texts = [];
  const walk = (value, path) => {
    if (!value || typeof value !== 'object') return;
    const names = Object.keys(value);
    if (names.length && !Array.isArray(value) && names.every((name) => /^[a-z]{2}(-[A-Za-z]+)?$/.test(name) && typeof value[name] === 'string')) texts.push([path, names]);
    else for (const [name, inner] of Object.entries(value)) walk(inner, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`);
  };
  for (const name of ['blocks', 'experiments']) list(settings[name]).forEach((one, at) => walk(one, `${name}[${at}]`));
  list(settings.campaigns).forEach((one, at) => {
    walk(one && one.content, `campaigns[${at}].content`);
    list(one && one.variants).forEach((variant, place) => walk(variant && variant.content, `campaigns[${at}].variants[${place}].content`));
  });
  const all = [...new Set(texts.flatMap(([, names]) => names))];
  for (const [path, names] of texts) {
    const missing = all.filter((name) => !names.includes(name));
    if (missing.length) found(path, `it is not said in ${missing.join(', ')}, as other texts are`, 'add the languages, or those shoppers read the first one');
  }
};

// Kinds that count orders.
const ORDERS = /bought|buy|best|trend/;
const boasts = (heading, kind, path, found) => {
  for (const words of spoken(heading)) if (claims.orders.test(words) && !ORDERS.test(kind)) found(path, `“${words}” speaks of orders, which \`${kind}\` knows nothing of`, 'leave the heading out: ours says what is really shown');
};

const recommending = ({ experiments, blocks, rules, picks = {}, looks = {}, shelf }, found) => {
  list(blocks === 'auto' ? [] : blocks).forEach(({ kind, heading, of, after, before, into, experiment } = {}, at) => {
    const path = `blocks[${at}]`;
    boasts(heading, kind, `${path}.heading`, found);
    // What a variant of its experiment says of it instead.
    list(experiments).forEach((tried, place) => tried && tried.id === experiment && list(tried.variants).forEach((variant, way) => variant && boasts(variant.heading, variant.kind || kind, `experiments[${place}].variants[${way}].heading`, found)));
    if (/^(bought-together|goes-with|best-sellers|trending)$/.test(kind) && !shelf) found(`${path}.kind`, `\`${kind}\` needs a shelf and stays empty`, 'build one with `vitrin-shelf`, and name its folder in `shelf`');
    if (kind === 'picks' && !(of in picks)) found(`${path}.of`, `there is no pick \`${of}\``, 'define it under `picks`');
    if (kind === 'look' && !(of in looks)) found(`${path}.of`, `there is no look \`${of}\``, 'define it under `looks`');
    if ([after, before, into].filter(Boolean).length > 1) found(path, 'it has several places, and takes the first', 'name one');
  });
  list(rules).forEach((rule = {}, at) => {
    const path = `rules[${at}]`;
    for (const name of ['filter', 'exclude', 'for', 'boost']) {
      const { min_price: least, max_price: most } = rule[name] || {};
      if (Number(least) > Number(most)) found(`${path}.${name}`, `nothing costs at least ${least} and at most ${most}`, 'exchange the two');
    }
    const excluded = list(Array.isArray(rule.exclude) ? rule.exclude : (rule.exclude || {}).ids).map(String);
    for (const id of list(rule.pin)) if (excluded.includes(String(id))) found(`${path}.pin`, `\`${id}\` is excluded by the same rule`, 'take it out of one of the two');
    if (rule.filter && same(rule.filter, rule.exclude)) found(path, 'what it lets through it excludes: nothing is left', 'take one of the two out');
  });
};

/** What there is to mend in settings, each with its path and the remedy. `now` is a time in milliseconds. */
export const lint = (settings, now) => {
  const all = [];
  const found = (path, problem, remedy) => all.push({ path, problem, remedy });
  const campaigns = Array.isArray(settings.campaigns) ? settings.campaigns : [];
  campaigns.forEach((one, at) => campaign(one, `campaigns[${at}]`, settings, now, found));
  rivals(campaigns, found);
  entries(settings.segments).forEach(([name, rule]) => audience(rule, `segments.${name}`, settings.segments, found));
  languages(settings, found);
  recommending(settings, found);
  const tried = list(settings.experiments);
  tried.forEach(({ id, variants, weights, holdout } = {}, at) => {
    const path = `experiments[${at}]`;
    if (list(variants).length < 2) found(`${path}.variants`, 'there is nothing to compare', 'at least two, one of which may be no more than a `name`');
    if (weights && (weights.length !== list(variants).length || Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) > 0.01)) found(`${path}.weights`, 'they do not fit the variants, so that each gets as many', 'one for each, together 1');
    if (holdout >= 1) found(`${path}.holdout`, 'everybody is held out', 'a part of 1, such as 0.1');
    if (tried.some((other, before) => before < at && other.id === id)) found(`${path}.id`, `\`${id}\` is taken`, 'a name of its own');
  });
  list(settings.blocks === 'auto' ? [] : settings.blocks).forEach(({ experiment } = {}, at) => {
    if (experiment && !tried.some(({ id }) => id === experiment)) found(`blocks[${at}].experiment`, `there is no experiment \`${experiment}\``, 'define it under `experiments`');
  });
  if (settings.holdout >= 1) found('holdout', 'nobody sees a campaign', 'a part of 1, such as 0.1');
  list(settings.backends).forEach((backend, at) => {
    const { name, table } = backend || {};
    if (name !== 'custom') return;
    lintTable(backend, `backends[${at}]`, found);
    if (!list((table || {}).purposes).length) found(`backends[${at}].table.purposes`, 'it does not say which consent it needs', 'add `"purposes": ["analytics"]`, and `"personalization"` when it names the visitor');
  });
  const asks = campaigns.map(whole).some(({ form, content }) => content ? blocksIn(content).some(({ type, endpoint }) => type === 'form' && !endpoint) : form);
  if (asks && !settings.endpoint && !list(settings.backends).length) found('endpoint', 'a form asks for an address, and there is nowhere to send it to', 'name an `endpoint` or a backend');
  return all;
};

/** What a page's own colours make hard to read. `read` gives a custom property's value. */
export const lintColours = (read) => [['text', 'surface'], ['muted', 'surface'], ['on-accent', 'accent']].flatMap(([front, ground]) => {
  const ratio = contrast(read(`--vitrin-${front}`), read(`--vitrin-${ground}`));
  return ratio && ratio < WCAG_AA ? [{ path: `--vitrin-${front}`, problem: `on --vitrin-${ground} it has a contrast of ${ratio.toFixed(1)}, and people need ${WCAG_AA}`, remedy: `give --vitrin-${front} or --vitrin-${ground} a colour further from the other` }] : [];
});

/** `vitrin('lint')`: these settings, or the page's with what stands on it. */
export const run = async (vitrin, undo, given) => {
  const { settings, consent } = given ? { settings: given } : await vitrin('explain');
  const style = getComputedStyle(document.documentElement);
  const page = given ? [] : [...lintConsent(consent), ...[...document.querySelectorAll('vitrin-block[kind]')].flatMap((block) => [...lintBlock(block, getComputedStyle), ...[...block.querySelectorAll('template')].flatMap(({ content }) => lintBindings(block, content))])];
  return [...lint(settings || {}, Date.now()), ...lintColours((name) => style.getPropertyValue(name)), ...page];
};
