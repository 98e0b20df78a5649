// One record written to localStorage, or taken out of it.
import { attempt } from './life.js';
import { refused } from './storage.js';

export const write = (key, text) => attempt(() => text === null ? localStorage.removeItem(key) : localStorage.setItem(key, text), text === null ? undefined : refused);
