// What can wait until the first block is drawn: reading the page, listening to the shopper and to the shop, writing, posting, popups.
// It continues the tag's script, whose functions `pack` hands over.
import { courier, withdraws } from './deliver.js';
import { attempt, end, ended, undo } from './life.js';
import { attend, clicks, watch } from './listen.js';
import { look } from './look.js';
import { stage } from './popup-load.js';
import { snapshot } from './snapshot.js';
import { log, pause, tell, tellSoon } from './talk.js';
import { ask, tap } from './tap.js';
import { wake } from './timers.js';
import { write } from './write.js';

// How many minutes the clock of a time zone is ahead of UTC.
const ahead = (name) => {
  const now = new Date();
  const [there, utc] = [name === 'here' ? undefined : name, 'UTC'].map((timeZone) => new Date(now.toLocaleString('en-US', { timeZone })));
  return Math.round((there - utc) / 60000);
};

// What only people who work on the shop need is a file of its own.
const TOOLS = /^(debug|lint)$/;

/** Calls, and what else is called. */
export const tooled = (call, vitrin, folder, warn) => {
  if (log) setTimeout(() => vitrin('debug'));
  return ([name, ...args]) => {
    if (!TOOLS.test(name) || ended()) return call([name, ...args], name === 'track' ? tellSoon : tell);
    return import(`${folder}vitrin-${name}.js`).then(({ run }) => run(vitrin, undo, ...args)).catch(({ message }) => warn(message));
  };
};

/** Reads the page, begins to listen, and gives the hands that only the rest of core asks for. */
export const begin = async (folder, warn) => {
  // Each a task of its own, on the first visit with what is compiled for it.
  await pause();
  const seen = snapshot();
  await pause();
  if (ended()) return;
  attend();
  tap(seen.url);
  tell('read', seen);
  // Elements that few pages have.
  for (const name of ['slot', 'privacy']) if (document.querySelector(`vitrin-${name}`)) import(`${folder}vitrin-${name}.js`).then(({ place }) => undo(place()), ({ message }) => warn(message));
  tell('device', { language: document.documentElement.lang || navigator.language, touch: matchMedia('(pointer:coarse)').matches, width: innerWidth });
  await pause();
  return {
    clicks: (selectors) => clicks(selectors.filter((selector) => attempt(() => document.querySelector(selector) || true, ({ message }) => warn(message)))),
    ask, wake, watch, write, look, ...stage(folder),
    read: () => tell('read', snapshot()),
    // In the background turns are late. Pages that wrap `setTimeout` lose its further arguments.
    pause: () => document.hidden ? tell('on') : setTimeout(() => tell('on')),
    stop: end,
    post: courier(folder),
    erase: withdraws,
    zone: (name) => tell('zone', name, attempt(() => ahead(name))),
  };
};
