// The content blocks of a popup, one function each. Data goes in as text, names of elements and attributes never come from it.
import { form } from './popup-form.js';
import { make } from './popup-make.js';

// Only http(s): what else there is (javascript:, data:, blob:, tel:, intent:) is dropped, not repaired.
function safe(address) {
  try {
    const url = new URL(address, document.baseURI);
    return address && /^https?:$/.test(url.protocol) ? url.href : '';
  } catch {
    return '';
  }
}

// A link or a button that says it was used, and then closes: a shop that routes without loading would keep the popup open.
function press(node, { tell, close }, detail) {
  if (detail.href) node.href = detail.href;
  node.addEventListener('click', () => {
    tell('click', detail);
    close('action');
  });
  return node;
}

// The box keeps its size when the picture is missing or broken.
function picture(part, address, alt) {
  const box = make('div', part);
  if (address) {
    const image = make('img');
    image.alt = alt ?? '';
    image.addEventListener('error', () => image.remove());
    image.src = address;
    box.append(image);
  }
  return box;
}

function line({ title, url, image, quantity, price }, pictured, popup) {
  const href = safe(url);
  const name = make('bdi', '', title);
  const words = make('div', 'words', href ? press(make('a', 'title', name), popup, { label: title, href, action: 'follow' }) : make('span', 'title', name));
  words.append(make('span', 'price', make('bdi', '', price)));
  if (quantity) words.append(make('span', 'quantity', /^\d+$/.test(quantity) ? `× ${quantity}` : quantity));
  return make('li', 'line', pictured ? picture('picture', safe(image)) : '', words);
}

const blocks = {
  __proto__: null,

  heading({ text }) {
    const node = make('h2', 'heading', text);
    node.tabIndex = -1;
    return node;
  },

  text: ({ text }) => make('p', 'text', text),

  image({ src, alt }) {
    const address = safe(src);
    return address ? picture('image', address, alt) : [];
  },

  lines({ lines, more, total }, popup) {
    const pictured = lines.some(({ image }) => safe(image));
    const list = make('ul', 'lines', ...lines.map((one) => line(one, pictured, popup)));
    // Safari takes the list role away with the bullets.
    list.setAttribute('role', 'list');
    if (more) list.append(make('li', 'more', more));
    return total ? make('div', 'cart', list, make('p', 'total', make('span', '', total.label), ' ', make('b', '', make('bdi', '', total.price)))) : list;
  },

  form,

  buttons({ buttons }, popup) {
    const nodes = buttons.flatMap(({ label, href: address, action, kind }) => {
      const href = safe(address);
      // A link that may not be followed is no button at all.
      if (address && !href) return [];
      const node = make(href ? 'a' : 'button', kind === 'quiet' ? 'button quiet' : 'button primary', label);
      if (!href) node.type = 'button';
      return press(node, popup, href ? { label, href, action } : { label, action });
    });
    return make('div', 'buttons', ...nodes);
  },
};

/** The elements of a content list; a block of an unknown type is left out. */
export function compose(content, popup) {
  return (content ?? []).flatMap((block) => blocks[block?.type]?.(block, popup) ?? []);
}
