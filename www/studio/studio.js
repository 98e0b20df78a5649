// The studio: a form on the left, the settings it makes on the right, a shop that runs them in the middle.
// State is the settings themselves, as they will be pasted; everything on the page is drawn from them.
import { BACKENDS, CAMPAIGNS, CONSENT, KINDS, LANGUAGES, LOOK, MAX_LIMIT, NAMED, NEEDS, SIDES, TEXTS } from './choices.js';
import { coloursOf, lookOf } from './colours.js';
import { amount, mistakes } from './mistakes.js';
import { keep, kept as before } from './work.js';

const SETTLE = 350;
// Where the package can lie, seen from here: beside this folder, as in the demo and in a shop; and where the repository is served as it is.
const FOLDERS = ['../vitrin/', '../../pkg/'];

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
const nameOf = (kind) => ([...KINDS, ...NAMED].find(([known]) => known === kind) || [kind, kind])[1];
const option = (value, label, selected) => make('option', { value, selected }, label);
/** A sentence whose names in backticks are set as code. */
const prose = (text) => text.split('`').map((piece, at) => at % 2 ? make('code', {}, piece) : piece);

// What is chosen. Without a side a block's element is pasted into the theme.
let blocks = [{ kind: 'recently-viewed', limit: 6, side: '', place: '', heading: '' }, { kind: 'also-like', limit: 4, side: '', place: '', heading: '' }];
let campaigns = Object.fromEntries(CAMPAIGNS.map(({ id, first }) => [id, { on: !!first, texts: {}, when: {} }]));
let look = {};
let light = 'light';
let language = 'en';
let width = innerWidth < 700 ? 390 : 1280;
// Settings that were opened here and that this form has no field for stay as they are.
let kept = {};
// The campaign whose popup is looked at: it is shown again when the preview is drawn anew.
let watched;

const backend = () => {
  const { value } = form.elements.backend;
  const chosen = BACKENDS.find(({ name }) => name === value);
  return chosen && Object.fromEntries([['name', value], ...chosen.needs.map((need) => [need, (form.elements[`backend.${need}`] || {}).value || ''])]);
};

const within = (limit) => Math.min(MAX_LIMIT, Math.max(1, limit || 1));
const isPlaced = ({ side, place }) => side && place.trim();

// A preset with its words changed keeps what else it has: its content is given whole.
const campaign = ({ id }) => {
  const { texts, when, rest = {} } = campaigns[id];
  const changed = Object.fromEntries(Object.entries({ ...texts, ...texts.goal ? { goal: amount(texts.goal) } : {} }).filter(([, text]) => text));
  const triggers = Object.fromEntries(Object.entries(when).filter(([, value]) => value !== ''));
  if (!Object.keys(changed).length && !Object.keys(triggers).length && !Object.keys(rest).length) return id;
  const out = { preset: id, ...rest };
  if (Object.keys(triggers).length) out.when = triggers;
  if (Object.keys(changed).length) out.content = TEXTS[id](changed);
  return out;
};

const settings = () => {
  const { backends = [], campaigns: others = [], ...out } = structuredClone(kept);
  for (const name of ['endpoint', 'feed', 'currency']) if (form.elements[name].value.trim()) out[name] = form.elements[name].value.trim();
  const { value: consent } = form.elements.consent;
  if (consent !== 'auto') out.consent = consent;
  const other = backend();
  if (other || backends.length) out.backends = [...other ? [other] : [], ...backends];
  const placed = blocks.filter(isPlaced).map(({ kind, limit, side, place, heading, rest }) => ({ ...rest, kind, limit: within(limit), [side]: place.trim(), ...heading ? { heading } : {} }));
  if (placed.length) out.blocks = placed;
  const on = CAMPAIGNS.filter(({ id }) => campaigns[id].on);
  out.campaigns = on.length + others.length ? [...on.map(campaign), ...others] : 'off';
  return out;
};

const css = () => {
  const lines = LOOK.filter(({ name }) => look[name]).map(({ name, unit = '' }) => `  --vitrin-${name}: ${look[name]}${unit};`);
  return lines.length ? `:root {\n${lines.join('\n')}\n}` : '';
};

const elements = () => blocks.filter(({ side }) => !side).map(({ kind, limit, heading }) => {
  const element = make('vitrin-block', {}, ...heading ? [make('h2', {}, heading)] : []);
  element.setAttribute('kind', kind);
  element.setAttribute('limit', within(limit));
  return element.outerHTML;
});

// Where the package lies in the shop; the settings lie beside that folder, or at the top of the shop when it is another host's.
const lies = () => (form.elements.lies.value.trim() || '/vitrin/').replace(/\/*$/, '/');
const file = () => /^\/(?!\/)/.test(lies()) ? `${lies().replace(/[^/]*\/$/, '')}vitrin.json` : '/vitrin.json';
const quoted = (text) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
const tag = () => [
  `<link rel="stylesheet" href="${quoted(lies())}vitrin.css">`,
  `<script async src="${quoted(lies())}vitrin.js" data-config="${quoted(file())}"></script>`,
].join('\n');

// ── What is drawn from it ─────────────────────────────────────────────────────────────────────────────────────────────

let checks = [];
let linter;
let folder = FOLDERS[0];
let missing = [];
const find = async () => {
  for (const place of FOLDERS) {
    linter = await import(`${place}vitrin-lint.js`).catch(() => undefined);
    folder = place;
    if (linter) return;
  }
  missing = ['The package is not here: copy the folder `pkg` beside this one and call it `vitrin`; until then there are no checks and no preview.'];
};
const drawChecks = () => {
  const typed = typos();
  // What is said of a field by its label is not said of its path as well; a path ends where the words on it begin.
  const told = (path) => typed.some(({ path: known }) => known && path.split(/[:\s]/)[0].includes(known));
  const all = [...missing, ...typed.map(({ said }) => said), ...own(told), ...checks.filter((text) => !told(text)).map(labelled)];
  $('checks').replaceChildren(...all.length ? all.map((text) => make('li', {}, ...prose(text))) : [make('li', { className: 'good' }, 'No mistake found; the package takes these settings as they are.')]);
  $('count').textContent = all.length || '';
};

const typos = () => mistakes({
  addresses: [['lies', 'Its files lie in', lies()], ['endpoint', 'Events go to', form.elements.endpoint.value.trim()], ['feed', 'Catalog feed', form.elements.feed.value.trim()]],
  currency: form.elements.currency.value.trim(), backend: backend(), campaigns, look,
  blocks: blocks.map((block) => ({ ...block, place: isPlaced(block) ? `${block.side} ${block.place}` : '' })),
});

// A path of the settings by what the form calls it.
const labelled = (text) => text.replace(/^(campaigns|blocks)\[(\d+)\]\.?|^--vitrin-([\w-]+)/, (path, list, at, name) => {
  if (name) return (LOOK.find((one) => one.name === name) || { label: path }).label;
  const one = list === 'blocks' ? blocks.filter(isPlaced)[at] : CAMPAIGNS.filter(({ id }) => campaigns[id].on)[at];
  return one ? `${one.name || nameOf(one.kind)}${path.endsWith('.') ? ', ' : ''}` : path;
});

// What the linter finds, and what no linter can know.
const own = (told) => {
  const found = linter ? [...linter.lint(settings(), Date.now()), ...linter.lintColours((name) => look[name.replace('--vitrin-', '')] || '')] : [];
  const out = found.filter(({ path }) => !told(path)).map(({ path, problem, remedy }) => `${labelled(path)}: ${problem}; ${remedy}.`);
  for (const { kind, side, place } of blocks.filter(({ side }) => side)) {
    if (!place.trim()) {
      out.push(`${nameOf(kind)}: name the element that it stands by, or paste its own into the theme.`);
      continue;
    }
    try {
      document.querySelector(place);
    } catch {
      out.push(`${nameOf(kind)}: “${place}” is no CSS selector; name the element as in a style sheet, such as \`#product-info\` or \`.product-page\`.`);
    }
  }
  return out;
};

let due;
const changed = () => {
  $('consent').replaceChildren(...prose(CONSENT[form.elements.consent.value]));
  $('tag').textContent = tag();
  $('file').textContent = file();
  $('places').textContent = elements().join('\n');
  $('place').hidden = !elements().length;
  $('json').textContent = JSON.stringify(settings(), null, 2);
  $('css').textContent = css();
  $('style').hidden = !css();
  checks = [];
  drawChecks();
  keep(work());
  $('shows').replaceChildren(...CAMPAIGNS.filter(({ id }) => campaigns[id].on).map(({ id, name }) => make('button', { type: 'button', dataset: { show: id } }, `Show “${name}”`)));
  if (watched && !campaigns[watched].on) watched = undefined;
  clearTimeout(due);
  due = setTimeout(draw, SETTLE);
};

const draw = () => {
  const state = { settings: settings(), blocks: blocks.map(({ kind, limit, heading }) => ({ kind, limit: within(limit), heading })), style: css(), light, language, folder };
  delete state.settings.blocks;
  const next = new URL('preview.html', location.href);
  next.hash = encodeURIComponent(JSON.stringify(state));
  // Another address after the mark alone does not load anew.
  next.search = `?${Date.now()}`;
  frame.contentWindow.location.replace(next);
};

const fit = () => {
  const stage = frame.parentElement;
  // Not looked at on a phone just now.
  if (!stage.clientWidth) return;
  const scale = Math.min(1, stage.clientWidth / width);
  frame.style.cssText = `width:${width}px;height:${stage.clientHeight / scale}px;transform:scale(${scale});margin-inline-start:${Math.max(0, (stage.clientWidth - width * scale) / 2)}px`;
};

const drawBackend = () => {
  const chosen = BACKENDS.find(({ name }) => name === form.elements.backend.value);
  $('backend').replaceChildren(...(chosen ? chosen.needs : []).map((need) => field(NEEDS[need][0], make('input', { name: `backend.${need}`, placeholder: NEEDS[need][1], autocomplete: 'off' }))));
};

const drawBlocks = () => $('blocks').replaceChildren(...blocks.map((block, at) => {
  const side = { onchange: ({ target }) => { block.side = target.value; drawBlocks(); changed(); } };
  const set = (name, read = (input) => input.value) => ({ oninput: ({ target }) => { block[name] = read(target); changed(); } });
  const choose = (name) => ({ onchange: ({ target }) => { block[name] = target.value; changed(); } });
  const kinds = make('select', choose('kind'), ...[...KINDS, ...NAMED.filter(([kind]) => kind === block.kind)].map(([kind, label]) => option(kind, label, kind === block.kind)));
  const limit = make('input', { type: 'number', min: 1, max: MAX_LIMIT, value: block.limit, ...set('limit', (input) => Number(input.value)) });
  return make('fieldset', {}, make('div', { className: 'pair' }, field('Shows', kinds), field('Cards', limit)),
    field('Heading, if not ours', make('input', { value: block.heading, autocomplete: 'off', ...set('heading') })),
    make('div', { className: 'place' }, field('Its place', make('select', side, ...SIDES.map(([name, label]) => option(name, label, name === block.side)))),
      ...block.side ? [field('The element, as in a style sheet: ask who made the theme', make('input', { value: block.place, placeholder: '#product-info', autocomplete: 'off', spellcheck: false, ...set('place') }))] : []),
    make('button', { type: 'button', onclick: () => { blocks.splice(at, 1); drawBlocks(); changed(); } }, 'Take it out'));
}));

const drawCampaigns = () => $('campaigns').replaceChildren(...CAMPAIGNS.map(({ id, name, what, words }) => {
  const state = campaigns[id];
  const box = make('input', { type: 'checkbox', checked: state.on, name: `campaign.${id}`, oninput: ({ target }) => { state.on = target.checked; drawCampaigns(); changed(); } });
  const inside = state.on ? words.map(([key, label]) => field(label, make('input', { value: state.texts[key] || '', placeholder: /^(heading|text)$/.test(key) ? 'ours, in the shopper’s language' : key === 'goal' ? '50.00' : '', autocomplete: 'off', oninput: ({ target }) => { state.texts[key] = target.value; changed(); } }))) : [];
  return make('fieldset', {}, make('label', { className: 'row' }, box, name), make('p', { className: 'hint' }, what), ...inside);
}));

// As if it had been typed.
const put = (name, value) => {
  const input = form.elements[`look.${name}`];
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
};
const opened = (text) => {
  const found = coloursOf(text);
  offer(found);
  say(found.length ? 'Its colours are below: press one to use it.' : text ? 'There is no colour in it that is written as `#rrggbb`.' : '');
};
const offer = (found) => {
  $('colours').replaceChildren(...found.map((colour) => option(colour, colour)));
  $('offered').hidden = !found.length;
  $('found').replaceChildren(...found.map((colour) => {
    const chip = make('button', { type: 'button', title: colour, ariaLabel: colour, onclick: () => put($('use').value, colour) });
    chip.style.setProperty('--chip', colour);
    return chip;
  }));
};
const say = (text) => $('taken').replaceChildren(...prose(text));
const take = async (address) => {
  say('Looking…');
  const { look: seen, colours, why } = await lookOf(address);
  if (why) return say(why);
  offer(colours);
  for (const { name } of LOOK) if (seen[name]) put(name, seen[name]);
  return say(seen.accent ? `Taken from that page: ${LOOK.filter(({ name }) => seen[name]).map(({ label }) => label.toLowerCase()).join(', ')}.` : 'That page has no button to take a colour from: choose below.');
};

const drawLook = () => $('look').replaceChildren(
  make('p', { className: 'hint' }, 'Blocks and popups follow your theme by themselves. To be exact, take its colours: from a page, where this studio lies among your shop’s files, or from its style sheet. What you leave empty follows the page.'),
  make('div', { className: 'swatch' },
    field('A page of your shop', make('input', { id: 'address', placeholder: '/', autocomplete: 'off', spellcheck: false })),
    make('button', { type: 'button', id: 'take', onclick: () => take($('address').value.trim() || '/') }, 'Take its colours')),
  make('p', { id: 'taken', className: 'hint', role: 'status' }),
  field('or its style sheet, opened', make('input', { type: 'file', accept: '.css,text/css', onchange: async ({ target }) => opened(await target.files[0]?.text() ?? '') })),
  field('or pasted', make('textarea', { name: 'theme', rows: 2, spellcheck: false, oninput: ({ target }) => opened(target.value) })),
  make('div', { id: 'offered', hidden: true },
    field('Its colours; press one to use it for', make('select', { id: 'use' }, ...LOOK.filter(({ type }) => type === 'color').map(({ name, label }) => option(name, label.toLowerCase())))),
    make('div', { id: 'found', role: 'group', ariaLabel: 'Colours of the theme' })),
  ...LOOK.map(({ name, label, type, unit = '' }) => {
    const set = (value) => {
      look[name] = value.trim();
      const plain = /^#[\da-f]{6}$/i.test(look[name]);
      if (plain) pick.value = look[name];
      pick.dataset.set = plain;
      if (text.value !== value) text.value = value;
      changed();
    };
    const text = make('input', { type: type === 'color' ? 'text' : type, name: `look.${name}`, value: look[name] || '', placeholder: 'as the page', autocomplete: 'off', spellcheck: false, oninput: ({ target }) => set(target.value) });
    const pick = make('input', { type: 'color', value: /^#[\da-f]{6}$/i.test(look[name]) ? look[name] : '#888888', ariaLabel: `${label}: choose`, dataset: { set: !!look[name] }, oninput: ({ target }) => set(target.value) });
    if (type === 'color') text.setAttribute('list', pick.setAttribute('list', 'colours') ?? 'colours');
    const drop = type === 'color' && 'EyeDropper' in window
      ? [make('button', { type: 'button', title: 'From the screen', onclick: async () => { try { set((await new EyeDropper().open()).sRGBHex); } catch { /* thought better of it */ } } }, 'Pick')]
      : [];
    return make('div', { className: 'swatch' }, field(`${label}${unit ? ` (${unit})` : ''}`, text), ...type === 'color' ? [pick] : [], ...drop);
  }),
  make('datalist', { id: 'colours' }),
);

// ── What is done to it ────────────────────────────────────────────────────────────────────────────────────────────────

// The words of a preset that were changed here, out of its content.
const textsOf = (content = []) => {
  const out = {};
  for (const { type, text, code, amount } of content) {
    if (type === 'coupon' && code) out.code = code;
    if (type === 'goal' && amount) out.goal = amount;
    if (/^(heading|text)$/.test(type) && typeof text === 'string') out[type] ??= text;
  }
  return out;
};

const open = (given) => {
  const { endpoint, feed, currency, consent, backends = [], blocks: placed, campaigns: shown, ...rest } = given;
  kept = rest;
  for (const [name, value] of Object.entries({ endpoint, feed, currency })) form.elements[name].value = value || '';
  if (Array.isArray(consent)) kept.consent = consent;
  for (const radio of form.elements.consent) radio.checked = radio.value === (Array.isArray(consent) ? 'auto' : consent || 'auto');
  const other = backends.find(({ name }) => BACKENDS.some((known) => known.name === name));
  kept.backends = backends.filter((one) => one !== other);
  form.elements.backend.value = other ? other.name : '';
  drawBackend();
  for (const [name, value] of Object.entries(other || {})) if (form.elements[`backend.${name}`]) form.elements[`backend.${name}`].value = value;
  if (placed === 'auto') kept.blocks = placed;
  else if (placed) {
    blocks = placed.map(({ kind, limit = 6, heading = '', after, before, into, ...more }) => {
      const [side, place] = Object.entries({ after, before, into }).find(([, at]) => at) || ['', ''];
      return { kind, limit, side, place, heading, rest: more };
    });
  }
  const list = shown === 'off' || shown === false ? [] : shown || CAMPAIGNS.filter(({ on }) => on).map(({ id }) => id);
  const mine = ({ id }) => list.find((one) => one === id || one.preset === id);
  for (const preset of CAMPAIGNS) {
    const { preset: _, content, when = {}, ...more } = Object(mine(preset));
    const texts = textsOf(content);
    const ours = JSON.stringify(content) === JSON.stringify(TEXTS[preset.id](texts));
    campaigns[preset.id] = { on: !!mine(preset), texts: ours ? texts : {}, when: typeof when === 'object' && !Array.isArray(when) ? when : {}, rest: typeof mine(preset) === 'string' ? {} : { ...more, ...!content || ours ? {} : { content }, ...typeof when === 'object' && !Array.isArray(when) ? {} : { when } } };
  }
  kept.campaigns = list.filter((one) => !CAMPAIGNS.some((preset) => mine(preset) === one));
  drawBlocks();
  drawCampaigns();
  changed();
};

// The settings, the elements of blocks, the tag and the look in one text: of each it takes what is there.
const opens = (text) => {
  const found = {};
  const style = (_, inside) => {
    for (const [, name, value] of inside.matchAll(/--vitrin-([\w-]+):\s*([^;}]+)/g)) found[name] = value.trim();
    return '';
  };
  const elements = new DOMParser().parseFromString(text, 'text/html').querySelectorAll('vitrin-block');
  const [, folder] = /src="([^"]*)vitrin\.js"/.exec(text) || [];
  const json = text.replace(/:root\s*\{([^}]*)\}/g, style).replace(/<!--[\s\S]*?-->|<(vitrin-block|script)\b[\s\S]*?<\/\1>|<link\b[^>]*>/g, '').trim();
  if (!json && !elements.length && !folder && !Object.keys(found).length) throw new Error('There are no settings in it.');
  let given;
  try {
    given = json ? JSON.parse(json) : settings();
  } catch (error) {
    throw new Error(`What is left of it when the tag, the blocks and the look are taken out is no JSON. Settings begin with { and end with }. The browser says: ${error.message}`);
  }
  if (folder) form.elements.lies.value = folder;
  if (elements.length) blocks = given.blocks ? [] : blocks.filter(isPlaced);
  open(given);
  for (const element of elements) {
    blocks.push({ kind: element.getAttribute('kind') || 'recently-viewed', limit: Number(element.getAttribute('limit')) || 6, side: '', place: '', heading: element.querySelector('h2')?.textContent || '' });
  }
  drawBlocks();
  for (const { name, unit = '' } of Object.keys(found).length ? LOOK : []) put(name, (found[name] || '').replace(new RegExp(`${unit}$`), ''));
  changed();
};

// All that a reload would lose.
const FIELDS = ['endpoint', 'feed', 'currency', 'lies', 'consent', 'backend'];
const work = () => ({ fields: FIELDS.map((name) => form.elements[name].value), needs: backend(), blocks, campaigns, look, kept });
const resume = (was) => {
  ({ blocks, campaigns, look, kept } = was);
  FIELDS.forEach((name, at) => { form.elements[name].value = was.fields[at]; });
  drawBackend();
  for (const [name, value] of Object.entries(was.needs || {})) if (form.elements[`backend.${name}`]) form.elements[`backend.${name}`].value = value;
};

form.elements.backend.append(option('', 'nobody else'), ...BACKENDS.map(({ name, label }) => option(name, label)));
const languages = new Intl.DisplayNames('en', { type: 'language' });
$('language').append(...LANGUAGES.map((tag) => option(tag, languages.of(tag))));
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', changed);
form.elements.backend.addEventListener('change', () => {
  drawBackend();
  changed();
});
$('add-block').addEventListener('click', () => {
  blocks.push({ kind: 'similar', limit: 4, side: '', place: '', heading: '' });
  drawBlocks();
  changed();
});
document.addEventListener('click', async ({ target }) => {
  const { copy, width: wide, light: lit, show, view } = target.dataset || {};
  if (view) document.body.dataset.view = view;
  if (copy) {
    const said = await navigator.clipboard?.writeText($(copy).textContent).then(() => 'Copied', () => undefined);
    // Where a page may not write to the clipboard the text is chosen, and the keyboard copies it.
    if (!said) getSelection().selectAllChildren($(copy));
    target.textContent = said || 'Chosen: press Ctrl+C';
    setTimeout(() => { target.textContent = 'Copy'; }, 1500);
  }
  if (show) {
    watched = show;
    // Only one is open at a time: another page of the same shop has none yet.
    if (frame.contentDocument?.querySelector('vitrin-popup')) draw();
    else frame.contentWindow.postMessage({ show }, location.origin);
  }
  if (!wide && !lit && !view) return;
  for (const other of target.parentElement.children) other.setAttribute('aria-pressed', other === target);
  if (view) return;
  if (wide) width = Number(wide);
  if (lit) light = lit;
  fit();
  draw();
});
addEventListener('message', ({ data, origin, source }) => {
  if (origin !== location.origin || source !== frame.contentWindow) return;
  if (data.studio === 'ready' && watched) source.postMessage({ show: watched }, location.origin);
  if (data.studio === 'close') watched = undefined;
  if (data.studio !== 'warning' || checks.includes(data.detail.message)) return;
  checks.push(data.detail.message);
  drawChecks();
});
$('language').addEventListener('change', ({ target }) => {
  language = target.value;
  draw();
});
$('anew').addEventListener('click', () => {
  keep();
  location.reload();
});
$('open').addEventListener('click', () => {
  const dialog = $('paste');
  dialog.querySelector('form').reset();
  dialog.querySelector('.error').textContent = '';
  dialog.showModal();
});
$('paste').addEventListener('submit', (event) => {
  if (event.submitter.value !== 'open') return;
  const dialog = $('paste');
  try {
    opens(dialog.querySelector('textarea').value);
  } catch (error) {
    event.preventDefault();
    dialog.querySelector('.error').textContent = error.message;
  }
});
for (const button of document.querySelectorAll('[data-width]')) button.setAttribute('aria-pressed', Number(button.dataset.width) === width);
new ResizeObserver(fit).observe(frame.parentElement);

const was = before();
if (was) resume(was);
drawBlocks();
drawCampaigns();
drawLook();
$('idle').remove();
await find();
changed();
