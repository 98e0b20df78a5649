// One timeout for each purpose; a new wish replaces the old one.
import { undo } from './life.js';
import { tell } from './talk.js';

// A longer wait than this many milliseconds would end at once.
const LONGEST_WAIT = 2147483647;
const running = {};

export const wake = (timer, after) => {
  clearTimeout(running[timer]);
  running[timer] = setTimeout(() => tell('woke', timer), Math.min(after, LONGEST_WAIT));
};

undo(() => Object.values(running).forEach(clearTimeout));
