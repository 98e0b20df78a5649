// What is typed and cannot be meant, said by the label of its field. The package checks the settings themselves; here stands what only somebody
// who types can get wrong. Each mistake has the path in the settings that it speaks for, so that nothing is said twice.
import { BACKENDS, CAMPAIGNS, KINDS, LOOK, MAX_LIMIT } from './choices.js';

const CURRENCIES = new Set(Intl.supportedValuesOf?.('currency') ?? []);

const address = (typed) => {
  if (/\s/.test(typed)) return 'an address has no spaces';
  if (/^https:\/\/[^/]/.test(typed) || /^http:\/\/(localhost|127\.)/.test(typed) || /^\/(?!\/)/.test(typed)) return '';
  return /^http:/.test(typed) ? 'a secure page may not send to `http:`; take `https://`' : 'begin with `/` for an address of your shop, or with `https://`';
};

/** An amount as it goes into the settings, with a comma or a point; nothing for what is none. */
export const amount = (typed) => {
  const plain = typed.trim().replace(/^(\d+),(\d{1,2})$/, '$1.$2');
  return /^\d+(\.\d{1,2})?$/.test(plain) && Number(plain) > 0 ? plain : '';
};

/** `[{path, said}]` of what was typed. */
export const mistakes = ({ addresses, currency, backend, blocks, campaigns, look }) => {
  const out = [];
  const say = (path, label, typed, why) => why && out.push({ path, said: `${label}: ${typed ? `“${typed}”: ` : ''}${why}.` });
  for (const [path, label, typed] of addresses) if (typed) say(path, label, typed, address(typed));
  if (currency && !(CURRENCIES.size ? CURRENCIES.has(currency) : /^[A-Z]{3}$/.test(currency))) say('currency', 'Currency', currency, 'the three letters of a currency, such as EUR');
  const chosen = backend && BACKENDS.find(({ name }) => name === backend.name);
  for (const need of chosen ? chosen.needs : []) {
    const typed = backend[need].trim();
    say('backends[0]', `${chosen.label}, ${need}`, typed, typed ? need === 'endpoint' && address(typed) : 'it needs one; nothing is told to it without');
  }
  blocks.forEach(({ kind, limit, place }, at) => {
    const [, label] = KINDS.find(([known]) => known === kind) || [kind, kind];
    if (!(limit >= 1 && limit <= MAX_LIMIT)) say('', `${label}, cards`, `${limit}`, `1 to ${MAX_LIMIT}`);
    if (!place && blocks.slice(0, at).some((other) => other.kind === kind && !other.place)) say('', label, '', 'it is there twice, and shows nothing the second time');
  });
  for (const { id, name } of CAMPAIGNS) {
    const { on, texts: { goal, code = '' } } = campaigns[id];
    if (!on) continue;
    if (id === 'free-shipping' && !amount(goal || '')) say('.goal', `${name}, from this amount`, goal, goal ? 'a figure such as 50.00, without its currency' : 'without one the bar stays away');
    if (/\s/.test(code.trim())) say('', `${name}, coupon code`, code, 'a code with a space is seldom one');
  }
  for (const { name, label, type } of LOOK) {
    const typed = look[name];
    if (typed && !(type === 'color' ? CSS.supports('color', typed) : Number(typed) >= 0)) say(`--vitrin-${name}`, label, typed, type === 'color' ? 'no colour that a browser knows; write it as in a style sheet, such as `#8b4527`' : 'a length is 0 or more');
  }
  return out;
};
