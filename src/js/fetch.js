// What is fetched. A page does without what does not come.
import { tell } from './talk.js';

/** A request that takes longer, in milliseconds, has failed. */
export const TIMEOUT = 15000;

/** The text of an answer that is one, or nothing. */
export const text = async (url) => fetch(url, { signal: AbortSignal.timeout(TIMEOUT) }).then((answer) => answer.ok ? answer.text() : null).catch(() => null);

/** Fetches something for core, and tells it under the name that core wants to hear. */
export const feed = (url, ...name) => text(url).then((found) => tell(...name, found));
