// <vitrin-privacy>: the shopper sees what is remembered, takes it home as a file, pauses it, erases it.
// It shows what is stored and nothing else, and acts by the calls that everybody has.
import english from './../lang-privacy/en.json';
import { language } from './language.js';
import css from './privacy.css';

const OURS = /^vitrin(\.out\.|$)/;
// What is recorded has been written by then, in milliseconds.
const SETTLED = 1000;

const say = { ...english };
const code = language();
const learned = code && fetch(new URL(`lang/privacy/${code}.json`, import.meta.url)).then((answer) => answer.json()).then((found) => Object.assign(say, found), () => {});

const make = (tag, part, ...inside) => {
  const node = document.createElement(tag);
  if (part) node.setAttribute('part', part);
  node.append(...inside);
  return node;
};

// What is left of the room, given to each row: as many pixels more are still a row.
const MORE = 18;

const shown = (node, is) => (node.hidden = !is);

// All that is ours on the device, by its key; nothing when the browser lets nobody look.
const stored = () => {
  try {
    return Object.fromEntries(Object.keys(localStorage).filter((key) => OURS.test(key)).map((key) => {
      const text = localStorage.getItem(key);
      try {
        return [key, JSON.parse(text)];
      } catch {
        return [key, text];
      }
    }));
  } catch {
    return null;
  }
};

// What is stored may be of another version, or broken: it is shown as far as it makes sense.
const listed = (value) => Array.isArray(value) ? value.filter(Boolean) : [];

const when = (at) => {
  if (!(at > 0 && at < 1e14)) return '';
  const time = make('time', 'when', new Date(at).toLocaleDateString(document.documentElement.lang || undefined, { dateStyle: 'medium' }));
  time.dateTime = new Date(at).toISOString();
  return time;
};

const address = (url) => {
  try {
    const { protocol, href } = new URL(url, location.href);
    return /^http/.test(protocol) && href;
  } catch {
    return '';
  }
};

const product = ({ title, url, at, quantity }) => {
  const name = make('bdi', '', quantity > 1 ? `${quantity} × ${title}` : `${title}`);
  const href = url && address(url);
  return [href ? Object.assign(make('a', 'link', name), { href }) : name, when(at)];
};

const named = (label, value) => [label, make('bdi', 'when', `${value}`)];

// What a profile and what waits say, a list of lines under each name.
const lines = ({ views, cart, notes, search, visits, orders, ledger, lead }, liked, waiting) => ({
  seen: listed(views).map(product),
  // The last one is kept apart, as it was typed; the others in small letters.
  searched: listed([search, ...listed(notes?.searched).reverse()]).map(String).filter((term, at, all) => all.findIndex((other) => other.toLowerCase() === term.toLowerCase()) === at).map((term) => [make('bdi', '', term)]),
  liked: liked.map((name) => [make('bdi', '', name)]),
  cart: listed(cart).map(product),
  visits: [
    ...visits ? [named(say['visit.count'], visits)] : [],
    ...listed(orders).length ? [named(say['visit.orders'], orders.length)] : [],
    ...notes?.referrer ? [named(say['visit.from'], notes.referrer)] : [],
    ...Object.keys(ledger || {}).length ? [named(say['visit.shown'], Object.keys(ledger).length)] : [],
    ...lead ? [[say['visit.lead']]] : [],
  ],
  waiting: waiting ? [[say['waiting.note']]] : [],
});

// Panels that are on the page, and whether we are still there.
const panels = new Set();
let over;

class Panel {
  constructor(element) {
    this.element = element;
    const root = this.root = element.shadowRoot || element.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const button = (part, text, act) => {
      const made = make('button', part, text);
      made.type = 'button';
      made.onclick = act;
      return made;
    };

    this.state = make('p', 'state');
    // Told to who cannot see that something has changed; its line is there before.
    this.status = make('p', 'status');
    this.status.setAttribute('role', 'status');
    this.status.tabIndex = -1;
    this.rows = Object.fromEntries(['seen', 'searched', 'liked', 'cart', 'visits', 'waiting'].map((name) => {
      const count = make('span', 'count');
      const list = make('ul', 'list');
      list.setAttribute('role', 'list');
      return [name, { count, list, row: make('details', 'row', make('summary', 'summary', make('h3', 'name', say[name]), count), list) }];
    }));
    this.choices = Object.fromEntries(['may-store', 'may-send'].map((name) => {
      const value = make('dd', 'count');
      return [name, { value, row: make('div', 'row choice', make('dt', 'name', say[name]), value) }];
    }));
    this.save = button('button save', say.save, () => this.export());
    this.hold = button('button pause', say.pause, () => this.pause());
    this.erase = button('button erase', say.erase, () => this.ask(true));
    this.actions = make('div', 'actions', this.save, this.hold, this.erase);
    this.confirm = make('div', 'confirm', make('p', 'question', say.ask), make('div', 'actions', button('button confirm-erase', say['ask.yes'], () => this.forget()), button('button cancel', say['ask.no'], () => this.ask(false))));
    this.confirm.setAttribute('role', 'group');
    this.confirm.setAttribute('aria-label', say.ask);
    this.confirm.tabIndex = -1;
    this.confirm.addEventListener('keydown', ({ key }) => key === 'Escape' && this.ask(false));
    shown(this.confirm, false);

    // A shop with a heading of its own above wants none of ours.
    const heading = element.getAttribute('heading') ?? say.title;
    this.body = make('section', 'panel', ...heading ? [make('h2', 'title', heading)] : [], this.state,
      make('div', 'rows', ...Object.values(this.rows).map(({ row }) => row), make('dl', 'choices', ...Object.values(this.choices).map(({ row }) => row))),
      this.actions, this.confirm, this.status);
    this.body.setAttribute('aria-label', heading || say.title);
  }

  /** Shows it, in the room that is there: what the shopper opens in it may make it taller. */
  async begin() {
    await this.look();
    const room = this.element.clientHeight;
    this.root.replaceChildren(this.body);
    // What this page has to tell is on its way.
    later();
    const { rows, choices } = this;
    const spare = (room - this.body.offsetHeight) / (Object.keys(rows).length + Object.keys(choices).length);
    if (spare > 0) this.body.style.setProperty('--spare', `${Math.min(spare, MORE)}px`);
    if (!room || this.element.clientHeight <= room) return;
    this.body.style.blockSize = `${room}px`;
    this.body.addEventListener('click', () => (this.body.style.blockSize = ''), { once: true });
  }

  /** Reads what there is. */
  async look() {
    const { consent = {}, delivery = {}, visit = {} } = await window.vitrin('explain') ?? {};
    const all = stored();
    const { vitrin: profile, ...outboxes } = all || {};
    const known = typeof profile === 'object' && profile || {};
    const left = Object.values(outboxes).flatMap((outbox) => listed(outbox?.entries)).length;
    const waiting = Math.max(left, delivery.in_outbox || 0) + (delivery.waiting_for_consent || 0);
    this.paused = !!known.paused;
    const told = lines(known, profile ? visit.affinity || [] : [], waiting);
    this.state.textContent = say[!all ? 'blocked' : this.paused ? 'paused' : profile ? 'on' : consent.personalization ? 'empty' : 'off'];
    for (const [name, { count, list }] of Object.entries(this.rows)) {
      const said = told[name];
      count.textContent = name === 'waiting' ? waiting || say.nothing : name === 'visits' ? known.visits || say.nothing : said.length || say.nothing;
      list.replaceChildren(...(said.length ? said : [[say.nothing]]).map((line) => make('li', 'line', ...line)));
    }
    for (const [name, { value }] of Object.entries(this.choices)) value.textContent = say[consent[name === 'may-store' ? 'personalization' : 'analytics'] ? 'yes' : 'no'];
    this.hold.textContent = say[this.paused ? 'resume' : 'pause'];
    const nothing = !all || !Object.keys(all).length;
    this.save.disabled = nothing;
    this.erase.disabled = nothing;
    this.hold.disabled = !all || !consent.personalization;
  }

  tell(text) {
    this.status.textContent = text;
  }

  ask(is) {
    shown(this.confirm, is);
    shown(this.actions, !is);
    this.tell('');
    (is ? this.confirm : this.erase).focus();
  }

  /** What is stored, to the letter, and stored before it is taken. */
  async export() {
    await window.vitrin('export');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(stored(), null, 2)}\n`], { type: 'application/json' }));
    link.download = `vitrin-${location.hostname}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), SETTLED);
    this.tell(say.saved);
  }

  async pause() {
    const wish = this.paused ? 'resume' : 'pause';
    await window.vitrin('history', wish);
    // That writes it down at once.
    await window.vitrin('export');
    this.tell(say[`did-${wish}`]);
    lookAgain();
  }

  async forget() {
    const paused = this.paused;
    await window.vitrin('forget');
    // Who does not want to be remembered does not want that forgotten.
    if (paused) {
      await window.vitrin('history', 'pause');
      await window.vitrin('export');
    }
    shown(this.confirm, false);
    shown(this.actions, true);
    this.tell(say[paused ? 'erased-paused' : 'erased']);
    this.status.focus();
    lookAgain();
  }
}

const lookAgain = () => panels.forEach((panel) => panel.look());

let due;
const later = () => {
  clearTimeout(due);
  due = setTimeout(lookAgain, SETTLED);
};

const known = new WeakMap();
const found = async (element) => {
  await learned;
  if (over || !element.isConnected) return;
  const panel = known.get(element) || new Panel(element);
  known.set(element, panel);
  panels.add(panel);
  panel.begin();
};

/** Makes the panels of the page, and those to come; what it answers takes them away. */
export function place() {
  if (!customElements.get('vitrin-privacy')) {
    customElements.define('vitrin-privacy', class extends HTMLElement {
      connectedCallback() {
        found(this);
      }

      disconnectedCallback() {
        panels.delete(known.get(this));
      }
    });
  }
  document.addEventListener('vitrin-track', later);
  addEventListener('storage', later);
  document.addEventListener('visibilitychange', later);
  return () => {
    over = true;
    clearTimeout(due);
    document.removeEventListener('vitrin-track', later);
    removeEventListener('storage', later);
    document.removeEventListener('visibilitychange', later);
    // What the shop put inside is shown again.
    for (const { root } of panels) root.replaceChildren(document.createElement('slot'));
    panels.clear();
  };
}
