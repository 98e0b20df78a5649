// What stands beside cards where a shop asks for it: why each is there, the shopper's hold on the history, a bundle's total.
// Loaded by blocks that have any of it, before their cards are shown; it adds no height to them.
import css from './blocks-more.css';
import { language } from './language.js';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

// Words of the page's language; English is built in.
const words = {};
const code = language();
const learned = code ? fetch(new URL(`lang/more/${code}.json`, import.meta.url)).then((answer) => answer.json()).catch(() => ({})).then((found) => Object.assign(words, found)) : null;

// By code, of which the subject is a category, brand, product or search. Languages have them as `why.CODE`.
const WHY = {
  'same-category': 'Also in {subject}',
  'same-brand': 'Also by {subject}',
  'similar-price': 'Costs about the same',
  'shared-words': 'Much like the one you are looking at',
  'viewed-recently': 'You looked at it',
  'interested-in': 'You looked at {subject}',
  'similar-to': 'Much like {subject}',
  'bought-with': 'Often bought together with {subject}',
  'viewed-with': 'Who looked at {subject} looked at this too',
  'best-seller': 'One of the best sellers',
  trending: 'More people look at it than before',
  new: 'New in the shop',
  'back-in-stock': 'It was sold out when you looked at it',
  'bought-before': 'You bought it',
  'matches-search': 'Matches your search for “{subject}”',
  'in-look': 'The shop put it together with this',
  'shop-choice': 'The shop picked it',
  near: 'Goes with what goes with {subject}',
};

// A card that its server takes longer to draw, in milliseconds, is ours.
const PATIENCE = 4000;

// The address of a product's card: `{handle}` is the last part of its own address, `{id}` and the like its fields.
const address = (pattern, value) => {
  const fields = { ...value, handle: `${value.url}`.split(/[?#]/)[0].split('/').filter(Boolean).pop() };
  return new URL(pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(fields[name] ?? '')), location.href);
};

// The browser reads the answer as a document, in which nothing runs; no text becomes markup here.
const drawn = (url, make) => new Promise((resolve) => {
  const request = new XMLHttpRequest();
  request.open('GET', url);
  request.responseType = 'document';
  request.timeout = PATIENCE;
  request.onloadend = () => {
    const { body } = request.status === 200 && request.response || {};
    if (!body || !body.firstElementChild) return resolve();
    for (const script of body.querySelectorAll('script')) script.remove();
    // A card that is an item of a list already stays it.
    const only = body.firstElementChild;
    resolve(document.adoptNode(only.localName === 'li' && !only.nextElementSibling ? only : make('li', 'drawn', ...body.childNodes)));
  };
  request.send();
});

/** Cards drawn by the shop's own server, where the block asks for them; a card that does not come is ours. */
export const draw = async (element, values, more, make) => {
  await learned;
  return more.drawn ? Promise.all(values.map((value) => {
    const url = address(element.getAttribute('card-src'), value);
    return url.origin === location.origin ? drawn(url, make) : undefined;
  })) : [];
};

const button = (make, name, text) => Object.assign(make('button', name, text), { type: 'button' });

// A small button on each picture; what it says covers the picture and moves nothing.
const explain = ({ cards, values, own, make }) => cards.forEach(([card], index) => {
  const said = values[index].reasons || [];
  const lines = said.map(({ code, subject }) => [words[`why.${code}`] ?? WHY[code], subject]).filter(([line]) => line);
  if (!lines.length || !card || !card.append) return;
  const ask = button(make, 'why', make('span', 'small', words['why.ask'] ?? 'Why this?'));
  const answer = make('div', 'reasons', make('ul', 'reasons-list', ...lines.map(([line, subject = '']) => {
    const item = document.createElement('li');
    const [before, after] = line.split('{subject}');
    item.append(before, ...after === undefined ? [] : [make('bdi', 'subject', subject), after]);
    return item;
  })), make('p', 'reasons-end', words['why.here'] ?? 'Chosen on this device'));
  const beside = make('div', 'beside vitrin-on-card', ask, answer);
  const show = (open) => {
    answer.hidden = !open;
    ask.setAttribute('aria-expanded', open);
  };
  show(false);
  ask.onclick = () => show(answer.hidden);
  // A handler that answers `false` would stop every other key, and Tab with it.
  beside.addEventListener('keydown', ({ key }) => key === 'Escape' && show(false));
  beside.addEventListener('focusout', ({ relatedTarget }) => beside.contains(relatedTarget) || show(false));
  card.classList.add('vitrin-explained');
  card.append(own(beside));
});

// The history is the shopper's: gone at a click, and not written on at another.
const control = ({ element, list, own, make, more }) => {
  const say = (name, english) => words[`history.${name}`] ?? english;
  const ask = (wish) => window.vitrin('history', wish);
  let { paused } = more;
  const status = make('p', 'note');
  status.setAttribute('role', 'status');
  // Both words are there, so that the button is as wide with either.
  const [stop, resume] = [say('pause', 'Pause'), say('resume', 'Resume')].map((text) => make('span', 'either', text));
  const pause = button(make, 'control', make('span', 'eithers vitrin-fine', stop, resume));
  const clear = button(make, 'control', make('span', 'eithers vitrin-fine', say('clear', 'Clear')));
  const label = () => {
    stop.inert = paused;
    resume.inert = !paused;
  };
  label();
  pause.onclick = () => {
    paused = !paused;
    label();
    ask(paused ? 'pause' : 'resume');
    pause.title = paused ? say('paused', 'What you look at from now on is not remembered.') : '';
  };
  clear.onclick = () => {
    clear.disabled = true;
    // Its room stays until nobody sees it.
    list.replaceChildren();
    list.classList.add('vitrin-cleared');
    // It may be the theme's own.
    own({ remove: () => list.classList.remove('vitrin-cleared') });
    status.textContent = say('cleared', 'Your history is cleared. Nothing of it is left on this device.');
    ask('clear');
  };
  element.append(own(make('div', 'beside vitrin-controls', pause, clear)), own(make('div', 'beside vitrin-status', status)));
};

// What all of it costs, and a button where the shop takes it.
const bundle = ({ element, own, make, priced, more, tell, id }) => {
  const { total, count, add } = more.bundle;
  const bar = make('div', 'beside vitrin-bundle');
  const put = (text, name, value) => text.split(`{${name}}`).flatMap((part, at) => at ? [value, part] : [part]);
  if (total) bar.append(make('p', 'total', ...put((words['bundle.total'] ?? 'All {n} together: {price}').replace('{n}', count), 'price', make('bdi', 'sum', priced({ price: total }).price))));
  if (add) {
    const text = (words['bundle.add'] ?? 'Add all {n} to cart').replace('{n}', count);
    const [asks, says] = [text, words['bundle.added'] ?? 'Added'].map((either) => make('span', 'either', either));
    const press = button(make, 'add', make('span', 'eithers', asks, says));
    says.inert = true;
    press.onclick = () => {
      let done;
      const heard = ({ detail }) => (done = detail);
      element.addEventListener('vitrin-add', heard, { once: true });
      tell('bundle', id);
      // Only the shop knows whether it is in the cart; it may tell.
      if (!done || !done.done) return;
      press.disabled = true;
      Promise.resolve(done.done).then(() => {
        asks.inert = true;
        says.inert = false;
      }, () => (press.disabled = false));
    };
    bar.append(press);
  }
  if (total || add) element.append(own(bar));
};

// The styles stand in the document as long as a node does that they are for: a block takes them away and puts them back as one of its nodes.
let worn = 0;
const wear = () => worn++ || document.adoptedStyleSheets.push(sheet);
const attire = {
  parentNode: { insertBefore: wear },
  remove: () => --worn || (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)),
};

/** Adds to a block's cards what stands beside them. */
export const dress = (block) => {
  block.own(attire);
  wear();
  const { more } = block;
  if (more.why) explain(block);
  if ('paused' in more) control(block);
  if (more.bundle) bundle(block);
};
