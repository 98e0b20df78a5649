// The content blocks of a popup, one function each. Data goes in as text, names of elements and attributes never come from it.
import { form } from './popup-form.js';
import { priced } from './popup-local.js';
import { make, safe } from './popup-make.js';
import { countdown, coupon, goal } from './popup-offer.js';

// A link or a button that says it was used, and then closes: a shop that routes without loading would keep the popup open.
const press = (node, { tell, close, show }, detail, next) => {
  if (detail.href) node.href = detail.href;
  node.addEventListener('click', () => {
    tell('click', detail);
    if (next) show(next, 'next.');
    else close('action');
  });
  return node;
};

// The box keeps its size when the picture is missing or broken.
const picture = (part, address, alt) => {
  const box = make('div', part);
  if (address) {
    const image = make('img');
    image.alt = alt ?? '';
    image.addEventListener('error', () => image.remove());
    image.src = address;
    box.append(image);
  }
  return box;
};

const line = ({ title, url, image, quantity, price }, pictured, popup) => {
  const href = safe(url);
  const name = make('bdi', '', title);
  const words = make('div', 'words', href ? press(make('a', 'title', name), popup, { label: title, href, action: 'follow' }) : make('span', 'title', name));
  words.append(make('span', 'price', make('bdi', '', priced(price, popup.lang))));
  if (quantity) words.append(make('span', 'quantity', /^\d+$/.test(quantity) ? `× ${quantity}` : quantity));
  return make('li', 'line', pictured ? picture('picture', safe(image)) : '', words);
};

const worded = (tag, part) => ({ text }, { say }) => {
  const words = say(text, part);
  return words ? make(tag, part, words) : [];
};

const blocks = {
  __proto__: null, form, coupon, countdown, goal,

  heading: worded('h2', 'heading'),

  text: worded('p', 'text'),

  image({ src, alt }, { say }) {
    const address = safe(src);
    return address ? picture('image', address, say(alt, 'alt')) : [];
  },

  lines({ lines, more, total }, popup) {
    const { say } = popup;
    const pictured = lines.some(({ image }) => safe(image));
    const list = make('ul', 'lines', ...lines.map((one) => line(one, pictured, popup)));
    // Safari takes the list role away with the bullets.
    list.setAttribute('role', 'list');
    if (more) list.append(make('li', 'more', say(more > 0 ? null : more, 'more', { n: more })));
    return total ? make('div', 'cart', list, make('p', 'total', make('span', '', say(total.label, 'total')), ' ', make('b', '', make('bdi', '', priced(total.price, popup.lang))))) : list;
  },

  // Filled, headed, counted and emptied as every other block of the page is.
  products({ kind, limit, text }, { say }) {
    const block = make('vitrin-block', 'products');
    const heading = say(text);
    for (const [name, value] of Object.entries({ kind, limit: limit ?? 3, popup: '', ...heading && { heading } })) block.setAttribute(name, value);
    return block;
  },

  buttons({ buttons }, popup) {
    const nodes = buttons.flatMap(({ label, href: address, action, kind, next }) => {
      const href = safe(address);
      const words = popup.say(label, action);
      // A link that may not be followed is no button at all.
      if (address && !href || !words) return [];
      const node = make(href ? 'a' : 'button', kind === 'quiet' ? 'button quiet' : 'button primary', words);
      return press(node, popup, { label: words, href: href || undefined, action }, next);
    });
    return make('div', 'buttons', ...nodes);
  },
};

// Nobody reads more than this many letters in a popup, and laying out a book takes seconds.
const LONGEST = 2000;
const shortened = (key, value) => typeof value === 'string' ? value.slice(0, LONGEST) : value;

/** The elements of a content list; a block of an unknown type is left out. */
export const compose = (content, popup) => {
  return JSON.parse(JSON.stringify(content ?? []), shortened).flatMap((block) => blocks[block?.type]?.(block, popup) ?? []);
};
