// What the shopper does: the document's life always, and pointer, keys, scroll and touch once a campaign wants to know about leaving.
// Of the shop's own forms and links facts are told, nothing that was typed.
import { blocks } from './blocks.js';
import { attempt, listen } from './life.js';
import { cardFacts, formFacts } from './snapshot.js';
import { PROFILE } from './storage.js';
import { tell } from './talk.js';

// Where somebody may be writing.
const WRITING = 'input:not([type=button]):not([type=submit]):not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]';

const signal = (event) => {
  const { type, target } = event;
  const root = document.documentElement;
  let facts = [];
  let name = type;
  // On the way down every element's leave is heard; only the root's own counts. Who types in the debug panel is no shopper.
  if (type === 'mouseleave' ? target !== root : /debug/.test(target.localName)) return;
  // Rounded down, what is above the page stays above it.
  if (/use[ml]/.test(type)) facts = [Math.floor(event.clientX), Math.floor(event.clientY), event.buttons];
  else if (type === 'mousedown') facts = [target.localName === 'select'];
  else if (type === 'keydown') facts = [event.key, event.ctrlKey || event.metaKey, event.altKey];
  else if (type === 'scroll') facts = [Math.trunc(scrollY), Math.round((scrollY + innerHeight) * 100 / root.scrollHeight)];
  else if (type === 'resize') facts = [innerWidth, innerHeight];
  else if (type === 'copy') facts = [`${getSelection()}`];
  else if (/^(focus|blur)$/.test(type)) {
    // Fields tell of their focus on the way down; the window of its own.
    if (target.matches) {
      if (!target.matches(WRITING)) return;
      name += 'field';
    } else if (type === 'blur' && document.hasFocus()) return;
  }
  tell('signal', name, ...facts);
};

// Tells which card was clicked, if one was. Cards that others are to replace are not those that core counts by now.
const chosen = (path) => {
  // What stands on a card and is not of it.
  if (path.some(({ classList }) => classList && classList.contains('vitrin-beside'))) return;
  for (const { id, cards, wanted } of blocks.values()) {
    const index = cards.findIndex((nodes) => nodes.some((node) => path.includes(node)));
    if (index >= 0) return wanted || tell('chosen', id, index);
  }
};

// What campaigns wait for a click on.
let pressed = [];
/** From now on clicks on what these selectors mean are told. */
export const clicks = (selectors) => (pressed = selectors);

/** Everything the exit detector listens to. */
export const watch = () => {
  listen(window, 'mousemove mousedown click contextmenu keydown scroll touchstart touchend focus blur resize orientationchange copy beforeprint afterprint', signal);
  listen(document.documentElement, 'mouseleave', signal);
};

/** The document's life, other tabs' writes, and what the shopper does with the shop's forms and links. */
export const attend = () => {
  // Seldom while the page moves, and as it stands at the end.
  let told = 0;
  const depth = () => tell('depth', Math.round((scrollY + innerHeight) * 100 / document.documentElement.scrollHeight));
  listen(document, 'scroll', ({ timeStamp }) => {
    if (timeStamp > told + 300) depth(told = timeStamp);
  });
  listen(window, 'pagehide', () => {
    depth();
    tell('left');
  });
  if (document.hidden) tell('hidden');
  // Where the browser's own buttons lead, also to the same page anew: told only where that is this shop.
  listen(window, 'pageswap', ({ activation }) => activation && tell('going'));
  // Where that is not told, its own way to load a page anew is announced by nothing else.
  listen(window, 'keydown', ({ key, ctrlKey, metaKey }) => (key === 'F5' || ((ctrlKey || metaKey) && /^r$/i.test(key))) && tell('going'));
  listen(window, 'pageshow', ({ persisted }) => persisted && tell('returned'));
  listen(document, 'visibilitychange', () => tell(document.hidden ? 'hidden' : 'shown'));
  // `clear()` names no key, and may be told of only after the profile was written anew.
  listen(window, 'storage', ({ key, newValue }) => (key === PROFILE || key === null) && tell('rewritten', (key ? newValue : localStorage.getItem(PROFILE)) || ''));
  // Once the page has had its say: what it keeps from being sent it sends by itself, or not at all.
  listen(window, 'submit', (event) => {
    const facts = formFacts(event.target, event.submitter);
    setTimeout(() => tell('form', { ...facts, prevented: event.defaultPrevented }));
  });
  const link = (event) => {
    const [from] = event.composedPath();
    return from.closest && from.closest('a[href]');
  };
  // A link to elsewhere leaves the shop; every other click may be one inside it, where the browser does not say better (`tap`).
  listen(window, 'click', (event) => {
    const to = link(event);
    if (!window.navigation) tell('click', !to || to.origin === location.origin);
    chosen(event.composedPath());
    for (const selector of pressed) attempt(() => event.target.closest(selector) && tell('pressed', selector));
  });
  // On the way up the shop's own listeners have spoken, and what they said of a card counts more than what we read of it.
  listen(window, 'click', (event) => {
    const [from] = event.composedPath();
    const to = from.closest && from.closest('a[href],button,[role=button]');
    if (to && !to.closest('vitrin-block')) tell('click', false, { ...cardFacts(to), to: to.href || '' });
  }, false);
};
