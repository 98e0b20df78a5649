// What a popup has to give: a code to copy, the time that is left, the way to a goal. None of them says what is not so.
import { knob, make, voice } from './popup-make.js';
import { local, priced } from './popup-local.js';

// How long the button says that the code was copied.
const SAID_FOR = 2000;
const SECOND = 1000;
// The last two hours are worth seconds.
const HURRY = 7200;

// Where the clipboard is refused (an old browser, a page without TLS) the code is selected, so that the shopper's own keys copy it.
const copied = async (code, node) => {
  try {
    await navigator.clipboard.writeText(code);
    return true;
  } catch {
    node.getRootNode().getSelection?.().selectAllChildren(node);
    getSelection().selectAllChildren(node);
    return document.execCommand('copy');
  }
};

/** A code, with a button that copies it. It is kept, so that it can be shown again in the cart. */
export const coupon = ({ code, text }, { tell, say }) => {
  if (!code) return [];
  const words = make('b', 'code', make('bdi', '', code));
  const label = make('span', 'label', say(text, 'code'));
  const said = voice('span', 'said', 'status');
  const button = knob('button copy', say(null, 'copy'), async () => {
    // The shopper has it either way: copied, or selected before the eyes.
    const done = await copied(code, words);
    tell('copy', { coupon: code });
    if (!done) return;
    button.textContent = said.textContent = say(null, 'copied');
    setTimeout(() => {
      button.textContent = say(null, 'copy');
      said.textContent = '';
    }, SAID_FOR);
  });
  return make('div', 'coupon', make('div', 'words', label, words), button, said);
};

/** The time until a date that is written out. Without a date to come there is none, and it goes when the date has come. */
export const countdown = ({ until, text }, { say, lang, signal }) => {
  const end = /^\d{4}-\d\d-\d\d/.test(until) ? Date.parse(until) : 0;
  if (!(end > Date.now())) return [];
  const date = local(Intl.DateTimeFormat, lang, { dateStyle: 'long', timeStyle: 'short' }).format(end);
  const units = voice('p', 'units', 'timer');
  const node = make('div', 'countdown', make('p', 'ends', say(text, 'ends', { date })), units);
  const tick = () => {
    const left = Math.floor((end - Date.now()) / SECOND);
    if (left < 0) return node.remove();
    const parts = [['day', left / 86400], ['hour', left / 3600 % 24], ['minute', left / 60 % 60], ['second', left % 60]];
    units.replaceChildren(...(left < HURRY ? parts.slice(1) : parts.slice(0, 3)).flatMap(([unit, amount]) => {
      const words = local(Intl.NumberFormat, lang, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(amount));
      // Arabic has a word for two days, without a number.
      const [number = ''] = words.match(/\p{N}+/u) ?? [];
      return [make('span', 'unit', make('b', '', number), ' ', words.replace(number, '').trim()), ' '];
    }));
  };
  tick();
  const ticking = setInterval(tick, SECOND);
  signal.addEventListener('abort', () => clearInterval(ticking));
  return node;
};

/** How much is missing to a goal, such as free shipping; that it is reached, when it is. */
export const goal = ({ left, part, text, reached }, { say, lang }) => {
  const money = priced(left, lang);
  const words = make('p', 'text', left ? say(text, 'goal.left', { money }) : say(reached, 'goal.reached'));
  const bar = make('div', 'meter', make('div', 'fill'));
  bar.firstChild.style.inlineSize = `${left ? Math.max(0, +part || 0) : 100}%`;
  bar.setAttribute('aria-hidden', 'true');
  return make('div', 'goal', words, bar);
};
