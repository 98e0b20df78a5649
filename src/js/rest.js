// What can wait until the first block is drawn: listening to the shopper and to the shop, posting, popups.
// It continues the tag's script, whose functions `pack` hands over.
import { courier } from './deliver.js';
import { attempt, undo } from './life.js';
import { attend, clicks, watch } from './listen.js';
import { look } from './look.js';
import { stage } from './popup-load.js';
import { tell } from './talk.js';
import { ask, tap } from './tap.js';

// How many minutes the clock of a time zone is ahead of UTC.
const ahead = (name) => {
  const now = new Date();
  const [there, utc] = [name === 'here' ? undefined : name, 'UTC'].map((timeZone) => new Date(now.toLocaleString('en-US', { timeZone })));
  return Math.round((there - utc) / 60000);
};

/** Begins to listen, on a page that was read at this address, and gives the hands that only the rest of core asks for. */
export const begin = (folder, warn, read) => {
  attend();
  tap(read);
  // Elements that few pages have.
  for (const name of ['slot', 'privacy']) if (document.querySelector(`vitrin-${name}`)) import(`${folder}vitrin-${name}.js`).then(({ place }) => undo(place()), ({ message }) => warn(message));
  tell('device', { language: document.documentElement.lang || navigator.language, touch: matchMedia('(pointer:coarse)').matches, width: innerWidth });
  return {
    clicks: (selectors) => clicks(selectors.filter((selector) => attempt(() => document.querySelector(selector) || true, ({ message }) => warn(message)))),
    ask, watch, look, ...stage(folder),
    post: courier(folder),
    zone: (name) => tell('zone', name, attempt(() => ahead(name))),
  };
};
