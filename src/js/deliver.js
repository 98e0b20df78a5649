// What is sent, and what came of it. Nothing here throws, nothing is tried twice: core does that.
import { TIMEOUT } from './fetch.js';
import { attempt } from './life.js';
import { erase } from './storage.js';
import { tell } from './talk.js';

// Browsers refuse more than 64 KiB of keepalive bodies a page; only an order can be as long alone, and where letters take more bytes it fails once.
const KEEPALIVE = 60000;
// In place of a status.
const BEACONED = 1;
const FAILED = 0;

// `Retry-After` as seconds or as a date, in milliseconds from now.
const retryAfter = (text) => /^\d+$/.test(text) ? text * 1000 : Date.parse(text) - Date.now();

// Others may have used up what the browser keeps alive: what has failed goes once without that.
let brief = false;

// Backends are told in their own form by a file of this folder, loaded by shops that name one.
let adapters;
const abroad = (folder, ...parcel) => adapters ? adapters.send(folder, ...parcel) : import(`${folder}vitrin-adapters.js`).then((module) => (adapters = module).send(folder, ...parcel));

// How often a "no" took something away: a parcel of before it, which still waits for its table, does not go.
let noes = 0;

/** A "no" to what is kept is one to what is on its way to be sent. */
export const withdraws = (...what) => erase(...what, noes++);

/** A beacon is not known to have arrived; one that the browser refuses, or does not have, goes as a request that outlives the page. */
export const courier = (folder) => (batch, to, where, body, leaving) => {
  const told = ([status, after, ...untold]) => tell('posted', batch, status, retryAfter(after), ...untold);
  const failed = () => {
    brief = !brief;
    told([FAILED]);
  };
  const before = noes;
  attempt(() => {
    if (!to && leaving && navigator.sendBeacon?.(where, body)) told([BEACONED]);
    // An answer from elsewhere would be no word of the endpoint's: most redirects lose what was posted.
    else (to ? abroad(folder, to, where, body, leaving, () => before === noes) : fetch(where, { method: 'POST', body, redirect: 'error', keepalive: (leaving || !brief) && body.length < KEEPALIVE, signal: AbortSignal.timeout(TIMEOUT) }).then((answer) => [answer.status, answer.headers.get('retry-after')])).then(told, failed);
  }, failed);
};
