// The studio: a form on the left, the settings it makes on the right, a shop that runs them in the middle.
// State is the settings themselves, as they will be pasted; everything on the page is drawn from them.
import { BACKENDS, CAMPAIGNS, KINDS, LOOK, TEXTS } from './choices.js';

const SETTLE = 350;
const MAX_LIMIT = 24;

const $ = (id) => document.getElementById(id);
const form = $('settings');
const frame = $('frame');

const make = (tag, props = {}, ...inside) => {
  const { dataset, ...rest } = props;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, dataset);
  element.append(...inside);
  return element;
};
const field = (label, input) => make('label', {}, `${label} `, input);
const option = (value, label, selected) => make('option', { value, selected }, label);

// What is chosen. `place` is empty for an element in the theme.
let blocks = [{ kind: 'recently-viewed', limit: 6, place: '', heading: '' }, { kind: 'also-like', limit: 4, place: '', heading: '' }];
let campaigns = Object.fromEntries(CAMPAIGNS.map(({ id, on }) => [id, { on, texts: {}, when: {} }]));
let look = {};
let light = 'light';
let width = innerWidth < 700 ? 390 : 1180;

const backend = () => {
  const { value } = form.elements.backend;
  const chosen = BACKENDS.find(({ name }) => name === value);
  return chosen && Object.fromEntries([['name', value], ...chosen.needs.map((need) => [need, (form.elements[`backend.${need}`] || {}).value || ''])]);
};

// A preset with its words changed keeps what else it has: its content is given whole.
const campaign = ({ id }) => {
  const { texts, when } = campaigns[id];
  const changed = Object.fromEntries(Object.entries(texts).filter(([, text]) => text));
  const triggers = Object.fromEntries(Object.entries(when).filter(([, value]) => value !== ''));
  if (!Object.keys(changed).length && !Object.keys(triggers).length) return id;
  const out = { preset: id };
  if (Object.keys(triggers).length) out.when = triggers;
  if (Object.keys(changed).length) out.content = TEXTS[id](changed);
  return out;
};

const settings = () => {
  const out = {};
  for (const name of ['endpoint', 'feed', 'currency']) if (form.elements[name].value.trim()) out[name] = form.elements[name].value.trim();
  const { value: consent } = form.elements.consent;
  if (consent !== 'auto') out.consent = consent;
  const other = backend();
  if (other) out.backends = [other];
  const placed = blocks.filter(({ place }) => place.trim()).map(({ kind, limit, place, heading }) => ({ kind, limit, after: place.trim(), ...heading ? { heading } : {} }));
  if (placed.length) out.blocks = placed;
  const on = CAMPAIGNS.filter(({ id }) => campaigns[id].on);
  out.campaigns = on.length ? on.map(campaign) : 'off';
  return out;
};

const css = () => {
  const lines = LOOK.filter(({ name }) => look[name]).map(({ name, unit = '' }) => `  --vitrin-${name}: ${look[name]}${unit};`);
  return lines.length ? `:root {\n${lines.join('\n')}\n}` : '';
};

const elements = () => blocks.filter(({ place }) => !place.trim()).map(({ kind, limit, heading }) => {
  const element = make('vitrin-block', {}, ...heading ? [make('h2', {}, heading)] : []);
  element.setAttribute('kind', kind);
  element.setAttribute('limit', limit);
  return element.outerHTML;
});

const tag = () => [
  '<link rel="stylesheet" href="/vitrin/vitrin.css">',
  '<script async src="/vitrin/vitrin.js" data-config="/vitrin.json"></script>',
  ...elements().length ? ['', '<!-- where the block goes in the theme -->', ...elements()] : [],
].join('\n');

// ── What is drawn from it ─────────────────────────────────────────────────────────────────────────────────────────────

let checks = [];
let linter;
import('../vitrin/vitrin-lint.js').then((module) => {
  linter = module;
  drawChecks();
}, () => {});
const drawChecks = () => {
  const all = [...own(), ...checks];
  $('checks').replaceChildren(...all.length ? all.map((text) => make('li', {}, text)) : [make('li', { className: 'good' }, 'Nothing to mend: the package takes these settings as they are.')]);
};

// What the linter finds, and what no linter can know.
const own = () => {
  const out = linter ? linter.lint(settings(), Date.now()).map(({ path, problem, remedy }) => `${path}: ${problem}; ${remedy}.`) : [];
  if (linter) out.push(...linter.lintColours((name) => look[name.replace('--vitrin-', '')] || '').map(({ path, problem, remedy }) => `${path}: ${problem}; ${remedy}.`));
  if (settings().consent === 'granted') out.push('“Needs no consent” is your word to the law: most shops in Europe need to ask.');
  return out;
};

let due;
const changed = () => {
  $('tag').textContent = tag();
  $('json').textContent = JSON.stringify(settings(), null, 2);
  $('css').textContent = css();
  $('style').hidden = !css();
  checks = [];
  drawChecks();
  $('shows').replaceChildren(...CAMPAIGNS.filter(({ id }) => campaigns[id].on).map(({ id, name }) => make('button', { type: 'button', dataset: { show: id } }, `Show “${name}”`)));
  clearTimeout(due);
  due = setTimeout(draw, SETTLE);
};

const draw = () => {
  const state = { settings: settings(), blocks: blocks.map(({ kind, limit, heading }) => ({ kind, limit, heading })), style: css(), light };
  delete state.settings.blocks;
  const next = new URL('preview.html', location.href);
  next.hash = encodeURIComponent(JSON.stringify(state));
  // Another address after the mark alone does not load anew.
  next.search = `?${Date.now()}`;
  frame.contentWindow.location.replace(next);
};

const fit = () => {
  const stage = frame.parentElement;
  const scale = Math.min(1, stage.clientWidth / width);
  frame.style.cssText = `width:${width}px;height:${stage.clientHeight / scale}px;transform:scale(${scale});margin-inline-start:${Math.max(0, (stage.clientWidth - width * scale) / 2)}px`;
};

const drawBackend = () => {
  const chosen = BACKENDS.find(({ name }) => name === form.elements.backend.value);
  $('backend').replaceChildren(...(chosen ? chosen.needs : []).map((need) => field(need, make('input', { name: `backend.${need}`, autocomplete: 'off' }))));
};

const drawBlocks = () => $('blocks').replaceChildren(...blocks.map((block, at) => {
  const set = (name, read = (input) => input.value) => ({ oninput: ({ target }) => { block[name] = read(target); changed(); } });
  const kinds = make('select', set('kind'), ...KINDS.map(([kind, label]) => option(kind, label, kind === block.kind)));
  const limit = make('input', { type: 'number', min: 1, max: MAX_LIMIT, value: block.limit, ...set('limit', (input) => Math.min(MAX_LIMIT, Math.max(1, Number(input.value) || 1))) });
  return make('fieldset', {}, make('div', { className: 'pair' }, field('Shows', kinds), field('Cards', limit)),
    field('Heading, if not ours', make('input', { value: block.heading, autocomplete: 'off', ...set('heading') })),
    field('Behind this element (CSS), if the theme cannot be edited', make('input', { value: block.place, placeholder: '#product-info', autocomplete: 'off', ...set('place') })),
    make('button', { type: 'button', onclick: () => { blocks.splice(at, 1); drawBlocks(); changed(); } }, 'Take it out'));
}));

const drawCampaigns = () => $('campaigns').replaceChildren(...CAMPAIGNS.map(({ id, name, what, words }) => {
  const state = campaigns[id];
  const box = make('input', { type: 'checkbox', checked: state.on, name: `campaign.${id}`, oninput: ({ target }) => { state.on = target.checked; drawCampaigns(); changed(); } });
  const inside = state.on ? words.map(([key, label]) => field(label, make('input', { value: state.texts[key] || '', placeholder: /^(heading|text)$/.test(key) ? 'ours, in the shopper’s language' : '', autocomplete: 'off', oninput: ({ target }) => { state.texts[key] = target.value; changed(); } }))) : [];
  return make('fieldset', {}, make('label', { className: 'row' }, box, name), make('p', { className: 'hint' }, what), ...inside);
}));

const drawLook = () => $('look').replaceChildren(
  make('p', { className: 'hint' }, 'Blocks and popups take these from your theme. What you leave alone follows the page.'),
  ...LOOK.map(({ name, label, type, unit = '' }) => {
    const input = make('input', { type, value: look[name] || (type === 'color' ? '#8b4527' : ''), ariaLabel: label, oninput: ({ target }) => { look[name] = target.value; changed(); } });
    const pick = type === 'color' && 'EyeDropper' in window
      ? [make('button', { type: 'button', onclick: async () => { try { look[name] = input.value = (await new EyeDropper().open()).sRGBHex; changed(); } catch { /* thought better of it */ } } }, 'From the screen')]
      : [];
    return make('div', { className: 'swatch' }, make('span', {}, `${label}${unit ? ` (${unit})` : ''}`), ...pick, input);
  }),
);

// ── What is done to it ────────────────────────────────────────────────────────────────────────────────────────────────

const open = (given) => {
  for (const name of ['endpoint', 'feed', 'currency']) form.elements[name].value = given[name] || '';
  for (const radio of form.elements.consent) radio.checked = radio.value === (given.consent || 'auto');
  const [other] = given.backends || [];
  form.elements.backend.value = other ? other.name : '';
  drawBackend();
  for (const [name, value] of Object.entries(other || {})) if (form.elements[`backend.${name}`]) form.elements[`backend.${name}`].value = value;
  if (given.blocks && given.blocks !== 'auto') blocks = given.blocks.map(({ kind, limit = 6, after = '', heading = '' }) => ({ kind, limit, place: after, heading }));
  const list = given.campaigns === 'off' || given.campaigns === false ? [] : given.campaigns || CAMPAIGNS.filter(({ on }) => on).map(({ id }) => id);
  for (const { id } of CAMPAIGNS) {
    const mine = list.find((one) => one === id || one.preset === id);
    campaigns[id] = { on: !!mine, texts: {}, when: (mine && mine.when) || {} };
  }
  drawBlocks();
  drawCampaigns();
  changed();
};

form.elements.backend.append(option('', 'nobody else'), ...BACKENDS.map(({ name }) => option(name, name)));
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', ({ target }) => {
  if (target.name === 'backend') drawBackend();
  changed();
});
$('add-block').addEventListener('click', () => {
  blocks.push({ kind: 'similar', limit: 4, place: '', heading: '' });
  drawBlocks();
  changed();
});
document.addEventListener('click', async ({ target }) => {
  const { copy, width: wide, light: lit, show } = target.dataset || {};
  if (copy) {
    await navigator.clipboard.writeText($(copy).textContent);
    target.textContent = 'Copied';
    setTimeout(() => { target.textContent = 'Copy'; }, 1500);
  }
  if (show) frame.contentWindow.postMessage({ show }, location.origin);
  if (!wide && !lit) return;
  for (const other of target.parentElement.children) other.setAttribute('aria-pressed', other === target);
  if (wide) width = Number(wide);
  if (lit) light = lit;
  fit();
  draw();
});
addEventListener('message', ({ data, origin }) => {
  if (origin !== location.origin || data.studio !== 'warning' || checks.includes(data.detail.message)) return;
  checks.push(data.detail.message);
  drawChecks();
});
$('open').addEventListener('click', () => $('paste').showModal());
$('paste').addEventListener('submit', (event) => {
  if (event.submitter.value !== 'open') return;
  const dialog = $('paste');
  try {
    open(JSON.parse(dialog.querySelector('textarea').value));
  } catch (error) {
    event.preventDefault();
    dialog.querySelector('.error').textContent = `This is no JSON: ${error.message}`;
  }
});
for (const button of document.querySelectorAll('[data-width]')) button.setAttribute('aria-pressed', Number(button.dataset.width) === width);
new ResizeObserver(fit).observe(frame.parentElement);

drawBlocks();
drawCampaigns();
drawLook();
changed();
