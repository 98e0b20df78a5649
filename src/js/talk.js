// The way to core and back: events go in, one at a time, and the effects that come out are carried out in order.
// A page's handler that runs within an effect may call back: its event waits for its turn.
import { end, ended } from './life.js';

// No event of a shop is as long as this, and reading one that is would hold the page up.
const LONGEST_CALL = 300000;
// On a page whose address asks for it (`?vitrin-debug`) all that crosses is kept, for `cargo xtask replay`: times and events, and after `=` their effects.
export const log = /[?&]vitrin-debug\b/.test(location.search) && [];
// A burst of calls is worked off in pieces of so many milliseconds: none of them holds up a tap.
const PIECE = 8;

// Events with their times, in order.
const waiting = [];
let update;
let hands;
let busy = true;
let due;

/** From now on events are heard: by the module's `update`, and effects go to the function of their name in `hands`. */
export const introduce = (module, all) => {
  update = module;
  hands = all;
  busy = false;
};

// Should core ever fail it fails alone: once, in the console, and never in the page's own calls.
const work = (piece = Infinity) => {
  if (busy) return;
  busy = true;
  const until = Date.now() + piece;
  try {
    while (waiting.length && Date.now() < until) {
      const [now, next] = waiting.shift();
      const effects = update(now, next);
      if (log) log.push(`${now} ${next}`, `= ${effects}`);
      for (const [name, ...facts] of JSON.parse(effects)) hands[name](...facts);
    }
    busy = false;
  } catch (error) {
    // It stays busy, and hears nothing more. What is about to listen is let go as well.
    console.warn('[vitrin] stopped, please report it:', error);
    setTimeout(end);
  }
  due = !busy && waiting.length && soon();
};
// In the background timers are late: there it is the end of this task.
const soon = () => document.hidden ? queueMicrotask(work) : setTimeout(() => work(PIECE));
const note = (event) => {
  const line = JSON.stringify(event);
  if (line.length > LONGEST_CALL && event[0] === 'call') throw new RangeError('it is too long');
  waiting.push([Date.now(), line]);
};

/** The page has its turn. */
export const pause = () => new Promise((resolve) => setTimeout(resolve));

/** Tells core an event, after all that it was told before. */
export const tell = (...event) => {
  if (ended()) return;
  note(event);
  work();
};

/** Tells it soon: the caller does not wait for what follows. */
export const tellSoon = (...event) => {
  if (ended()) return;
  note(event);
  due ||= soon();
};
