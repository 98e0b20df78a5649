// The debug panel: what was understood and from where, what is remembered, why each block and popup is as it is, what was sent.
// It asks by the same calls that everybody has; `?vitrin-debug` or `vitrin('debug')` opens it.
import css from './debug.css';

const element = (tag, attributes, ...inside) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...inside);
  return node;
};

const isPlain = (value) => value === null || typeof value !== 'object';

// Any value: what is flat as text, a list of objects as a table, an object by its fields.
const shown = (value) => {
  if (isPlain(value)) return typeof value === 'boolean' ? element('span', { 'data-yes': value }, value ? 'yes' : 'no') : `${value ?? '–'}`;
  const rows = Array.isArray(value) ? value : Object.entries(value).map(([name, inner]) => ({ '': name, ' ': inner }));
  if (!rows.length) return '–';
  if (rows.every(isPlain)) return rows.join(', ');
  const names = [...new Set(rows.flatMap((row) => isPlain(row) ? [] : Object.keys(row)))];
  const head = names.some((name) => name.trim()) ? [element('tr', {}, ...names.map((name) => element('th', { scope: 'col' }, name)))] : [];
  return element('table', {}, ...head, ...rows.map((row) => element('tr', {}, ...names.map((name, at) => element(!at && !head.length ? 'th' : 'td', {}, isPlain(row) ? shown(row) : row[name] === undefined ? '' : shown(row[name]))))));
};

const titled = (parts) => Object.entries(parts).flatMap(([title, value]) => value === undefined ? [] : [element('h3', {}, title), shown(value)]);

/** Opens it; again, closes it. */
export const run = async (vitrin, undo) => {
  const old = document.querySelector('vitrin-debug');
  if (old) {
    old.remove();
    return false;
  }
  const host = document.createElement('vitrin-debug');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const tabs = {
    Page: async () => {
      const { page, product, sources, rejected, warnings, ...rest } = await vitrin('inspect');
      return titled({ Page: { ...page, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => isPlain(value))) }, Product: product, 'Where from': sources, 'Not believed': rejected, Warnings: warnings, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => !isPlain(value))) });
    },
    Blocks: async () => titled({ Blocks: ((await vitrin('explain')).blocks || []).map(({ items, ...block }) => ({ ...block, items: (items || []).map(({ title, reasons }) => ({ title, because: (reasons || []).map(({ code, subject }) => subject ? `${code} ${subject}` : code).join(', ') })) })) }),
    Campaigns: async () => {
      const { campaigns = [], visit } = await vitrin('explain');
      return [...campaigns.flatMap(({ campaign, ...told }) => titled({ [campaign]: told })), ...titled({ 'What audiences can ask for': visit })];
    },
    Delivery: async () => {
      const { consent, delivery } = await vitrin('explain');
      return titled({ Consent: consent, Delivery: delivery });
    },
    Memory: async () => titled(await vitrin('export')),
  };

  const view = element('div', { role: 'tabpanel', tabindex: 0, 'aria-label': 'Vitrin' });
  const buttons = Object.keys(tabs).map((name) => element('button', { type: 'button', role: 'tab', 'aria-selected': false, tabindex: -1 }, name));
  let chosen = buttons[0];
  const show = async (button) => {
    chosen = button;
    for (const other of buttons) {
      other.setAttribute('aria-selected', other === button);
      other.tabIndex = other === button ? 0 : -1;
    }
    view.replaceChildren(...await tabs[button.textContent]());
  };
  const again = () => show(chosen);
  const close = () => {
    document.removeEventListener('vitrin-track', later);
    host.remove();
  };
  let due;
  // What is recorded changes what there is to see; once it has settled it is asked for again.
  const later = () => {
    clearTimeout(due);
    due = setTimeout(() => host.isConnected ? again() : close(), 500);
  };
  const plain = (words, act) => {
    const button = element('button', { type: 'button' }, words);
    button.addEventListener('click', act);
    return button;
  };
  const list = element('div', { role: 'tablist', 'aria-label': 'Vitrin' }, ...buttons);
  list.addEventListener('click', ({ target }) => buttons.includes(target) && show(target));
  list.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const next = buttons[(buttons.indexOf(chosen) + step + buttons.length) % buttons.length];
    next.focus();
    show(next);
  });
  const panel = element('section', { part: 'panel', 'aria-label': 'Vitrin debug' }, element('div', { part: 'bar' }, element('b', {}, 'Vitrin'), list, plain('Refresh', again), plain('Close', close)), view);
  panel.addEventListener('keydown', ({ key }) => key === 'Escape' && close());
  root.append(panel);
  undo(close);
  document.body.append(host);
  document.addEventListener('vitrin-track', later);
  await again();
  return true;
};
