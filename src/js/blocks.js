// <vitrin-block>s in the document: found, filled, emptied, and never at the price of moving what the shopper sees.
// A block changes its height only while it and all above it is below the screen; on screen it takes what fits into the room it has.
import { make, plain, templated } from './card.js';
import { attempt, ended, undo } from './life.js';
import { priced } from './money.js';
import { pause, tell } from './talk.js';
import { words } from './words.js';

// Half a pixel of rounding is no movement.
const SLACK = 1;
// A block counts as seen when half of it was on screen for a second (the Media Rating Council's measure).
const SEEN_PART = 0.5;
const SEEN_FOR = 1000;
// Everything above the screen counts as on it: what changes there moves what is below.
const ABOVE_TOO = '9999999px 0px 0px';

// By their elements: `id`, `free` (whether its height may change; unknown until the browser has told where it stands), `wanted` (what is to be
// shown, when that has not been possible yet), `cards` (a list of nodes for each) and `ours` (all nodes that have to go with them).
export const blocks = new Map();
let last = 0;
// With a core it fetches what stands beside cards; without one the room of a block goes once it is below the screen.
let alive;

// A block that is gone meanwhile has nothing to be told of, and what a page has broken is no fault that it should hear of.
const observer = (told, options) => new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => attempt(() => told(blocks.get(target), isIntersecting))), options);

const standing = observer((block, onScreen) => {
  block.free = !onScreen;
  settle(block);
}, { rootMargin: ABOVE_TOO });

const seeing = observer((block, onScreen) => {
  clearTimeout(block.seeing);
  if (onScreen) block.seeing = setTimeout(() => block.wanted || tell('seen', block.id), SEEN_FOR);
}, { threshold: SEEN_PART });

// Takes our nodes away; what it answers puts them back.
const clear = (block) => {
  const { ours, cards } = block;
  const places = ours.map((node) => [node, node.parentNode, node.nextSibling]);
  for (const node of ours) node.remove();
  block.ours = [];
  block.cards = [];
  return () => {
    clear(block);
    // The last first: each stands before one that is there by then.
    for (const [node, parent, next] of places.reverse()) if (parent) parent.insertBefore(node, next);
    block.ours = ours;
    block.cards = cards;
  };
};

// Whether the shop's own words stand above the cards.
const isHeaded = ({ firstElementChild: first }) => first && first.localName !== 'template';

const place = (element) => element.getBoundingClientRect();

const build = ({ element, ours, cards, id }, [values, heading, kind, more, dress, drawn = []]) => {
  const template = element.querySelector('template');
  const own = (node) => {
    ours.push(node);
    return node;
  };
  if (!isHeaded(element)) element.prepend(own(make('h2', 'heading', element.getAttribute('heading') ?? words[`block.${kind}`] ?? heading)));
  // A template inside a list of the theme's own fills that list; else the list is ours.
  let list = template && template.parentNode;
  if (!list || list === element) {
    // A menu is a list to everybody, and themes that give every `ul` a padding leave it alone.
    list = own(make('menu', 'cards'));
    list.setAttribute('role', 'list');
    element.append(list);
  }
  for (const [at, value] of values.entries()) {
    const card = drawn[at] ? [drawn[at]] : template ? [...templated(template, value).childNodes] : [plain(value)];
    cards.push(card.map(own));
    list.append(...card);
  }
  if (dress) dress({ element, list, cards, values, more, own, make, priced, tell, id });
};

// Shows what is wanted, if that moves nothing on screen; otherwise it is tried again when the block is out of sight.
const settle = (block) => {
  const { element, free, wanted, id } = block;
  const { dataset } = element;
  if (free === undefined || !wanted) return;
  const [cards] = wanted;
  const before = place(element);
  const state = dataset.vitrin;
  // In view the room stays, whatever was in it unseen, and is given back as soon as nobody sees it.
  if (!cards && !free) return dataset.vitrin = 'hold';
  const restore = clear(block);
  if (cards) {
    build(block, wanted);
    dataset.vitrin = 'filled';
    const after = place(element);
    // With its end below the screen, before and after, nothing that is seen stands behind it.
    if (free || Math.abs(after.height - before.height) <= SLACK || Math.min(before.bottom, after.bottom) >= innerHeight) {
      block.wanted = null;
      tell('filled', id);
      // Whoever looks at it already sees the cards from now on.
      seeing.unobserve(element);
      seeing.observe(element);
    } else {
      restore();
      if (state) dataset.vitrin = state;
      else delete dataset.vitrin;
    }
  } else {
    dataset.vitrin = alive ? 'empty' : 'off';
    block.wanted = null;
  }
};

const found = (element) => {
  if (ended() || blocks.has(element) || alive && !element.hasAttribute('kind')) return;
  const block = { element, id: ++last, ours: [], cards: [], wanted: alive ? null : [] };
  blocks.set(element, block);
  standing.observe(element);
  seeing.observe(element);
  const { kind, limit, ...options } = Object.fromEntries(element.getAttributeNames().map((name) => [name, element.getAttribute(name)]));
  if (isHeaded(element) || 'heading' in options) options.headed = true;
  tell('found', last, kind, limit, options);
};

const lost = (element) => {
  const block = blocks.get(element);
  if (!block) return;
  blocks.delete(element);
  clearTimeout(block.seeing);
  standing.unobserve(element);
  seeing.unobserve(element);
  clear(block);
  tell('lost', block.id);
};

/** The block with this number. */
export const blockOf = (id) => [...blocks.values()].find((block) => block.id === id);

/** Shows cards in a block, or that there is nothing to show. */
export const fill = async (id, cards, heading, kind, more) => {
  const block = blockOf(id);
  if (!block) return;
  const wanted = block.coming = [cards, heading, kind, more];
  if (cards) {
    // With its first price the browser reads its tables of the language: that is a task of its own, and so is drawing.
    await pause();
    wanted[0] = cards.map(priced);
    await pause();
  }
  // What stands beside the cards comes with them, for later it would move them; if it does not come, they do.
  if (more) wanted.push(...await alive().then(async ({ dress, draw }) => [dress, await draw(block.element, wanted[0], more, make)]).catch(() => []));
  // It may be gone by now, or others may be on their way.
  if (blockOf(id)?.coming !== wanted) return;
  block.wanted = wanted;
  settle(block);
};

/** Blocks for themes that cannot be edited. An anchor that is not there means: not on this page. */
export const insert = (anchor, side, attributes) => attempt(() => {
  const block = document.createElement('vitrin-block');
  // It came after first paint: it has no room yet, and takes some only out of sight.
  for (const [name, value] of Object.entries({ ...attributes, 'data-vitrin': 'empty', 'data-vitrin-placed': '' })) block.setAttribute(name, value);
  document.querySelector(anchor).insertAdjacentElement(side, block);
});

/** Defines the element. It is defined once for a document's life: after `destroy` it does nothing. */
export const defineBlock = (core) => {
  alive = core;
  if (!customElements.get('vitrin-block')) {
    customElements.define('vitrin-block', class extends HTMLElement {
      connectedCallback() {
        attempt(() => found(this));
      }

      disconnectedCallback() {
        lost(this);
      }
    });
  }
};

/** The rest of core does not come: what nothing was decided of has nothing to show. */
export const abandon = () => {
  alive = 0;
  for (const block of blocks.values()) if (!block.coming) {
    block.wanted = [];
    settle(block);
  }
};

undo(() => {
  for (const element of blocks.keys()) {
    lost(element);
    delete element.dataset.vitrin;
    if ('vitrinPlaced' in element.dataset) element.remove();
  }
});
