// The shop's data layer, from its first entry on: some shops name their products nowhere else.
// It is read by its length, so that nothing of ours stands in `push` for GTM to replace or lose.
import { consentMode, probe } from './consent.js';
import { attempt, listen, undo } from './life.js';
import { tell } from './talk.js';

const DEPTH = 8;
const FIELDS = 100;
const TEXT = 1000;
// More entries than any shop's page has wait for the next look: to read a hundred thousand would hold the page up.
const AT_ONCE = 500;

/** A copy of plain data: no functions, no nodes, no windows, bounded in depth, width and length; only of fields that are wanted. */
export const copied = (value, wanted = () => true, depth = 0) => {
  if (typeof value === 'string') return value.slice(0, TEXT);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (!value || typeof value !== 'object' || depth > DEPTH || value.nodeType || value.window === value) return;
  const fields = Object.keys(value).filter(wanted).slice(0, FIELDS).map((name) => [name, copied(value[name], wanted, depth + 1)]);
  // A data layer's `arguments` are a list too.
  return Array.isArray(value) || `${value}` === '[object Arguments]' ? fields.map((field) => field[1]) : Object.fromEntries(fields);
};

/** Tells every entry, those before us first. */
export const followLayer = () => {
  const tag = document.querySelector('script[src*="/gtm.js"]');
  const name = tag && new URL(tag.src).searchParams.get('l') || 'dataLayer';
  let layer;
  let next = 0;
  const read = () => {
    const now = window[name];
    if (!Array.isArray(now)) return;
    if (now !== layer || next > now.length) next = now === layer ? now.length : 0;
    layer = now;
    let left = AT_ONCE;
    while (next < now.length && left--) attempt(() => {
      const entry = now[next++];
      if (entry[0] === 'consent') consentMode(entry);
      // What a backend's table put there itself has happened once.
      else if (!(entry[2] || entry).vitrin_id) tell('layer', copied(entry));
    });
  };
  const follow = () => {
    read();
    probe();
  };
  follow();
  // A shop's own listeners push on the same click or reply; half a second later is soon enough to hear of it.
  const timer = setInterval(follow, 500);
  undo(() => clearInterval(timer));
  listen(window, 'click submit', () => setTimeout(follow));
  listen(window, 'pagehide', follow);
  listen(window, 'click', follow, false);
};
