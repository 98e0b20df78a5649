// The tag: takes calls from the first moment, starts when the page can be read, and stays silent where WebAssembly is refused.
// What is called before the module is here waits in order; if it never comes, nothing was stored and nothing was sent.
import { announce } from './announce.js';
import { abandon, defineBlock, fill, insert } from './blocks.js';
import { feed, text } from './fetch.js';
import { followLayer } from './layer.js';
import { attempt, end, ended, undo } from './life.js';
import { erase, load } from './storage.js';
import { introduce, log, pause, tell, tellSoon } from './talk.js';
import { learn } from './words.js';

// The header of an empty module: a page whose CSP refuses WebAssembly throws on it, without a request.
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

const script = document.currentScript || {};
const early = window.vitrin || {};
const queue = early.q || [];
const folder = new URL('.', script.src || early.base || location.href).href;
const warn = (message) => console.warn(`[vitrin] ${message}`);

let calls = 0;
let whole;
const answers = [];

const call = ([name, ...args]) => new Promise((resolve) => {
  // Before the rest is there nothing has begun that only the rest could take back.
  if (!whole) {
    withdraw([name, ...args]);
    if (name === 'destroy') end();
  }
  if (ended()) return resolve();
  answers[++calls] = resolve;
  const to = name === 'track' ? tellSoon : tell;
  attempt(() => to('call', calls, name, args), (error) => {
    warn(`${name}: its data is no JSON (${error.message})`);
    tell('call', calls, name, []);
  });
});

// A "no" holds at once, also where nobody will come to think about it.
const withdraw = ([name, wish]) => attempt(() => (name === 'forget' || name === 'consent' && [wish.personalization, wish.analytics].includes(false)) && erase());

// Calls are taken as ever, and come to nothing.
const silence = () => {
  take = async (args) => {
    if (args[0] === 'destroy') end();
    withdraw(args);
  };
  answers.forEach((resolve) => resolve());
  for (const args of queue.splice(0)) {
    withdraw(args);
    if (args.resolve) args.resolve();
  }
};
// Nobody waits for ever for what has ended.
undo(silence);

// What becomes of a call: until the module is here it waits.
const wait = (args) => new Promise((resolve) => queue.push(Object.assign(args, { resolve })));
let take = wait;
// Settings and consent hold at once; whatever else is called is about the page, and waits until that is read.
const prompt = (args) => {
  if (/^(con(fig|sent)|destroy)$/.test(args[0])) return call(args);
  withdraw(args);
  return wait(args);
};
const serve = (how) => {
  take = how;
  for (const args of queue.splice(0)) {
    const { resolve } = args;
    how([...args]).then(resolve);
  }
};
const vitrin = (...args) => take(args);

// A document of settings on another host comes with the shopper's consent: until then nobody but the shop is asked for anything.
let distant;
const admit = (...what) => {
  load(...what);
  const url = distant;
  distant = null;
  if (url) text(url).then((found) => call(['config', attempt(() => JSON.parse(found), () => found)]));
};

// The settings of the tag, of a document in the page, of a document elsewhere: later wins.
const settings = async () => {
  const tag = {};
  for (const name in script.dataset) tag[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = script.dataset[name];
  const inline = document.getElementById('vitrin-config');
  distant = attempt(() => new URL(tag.config, document.baseURI).origin !== location.origin) && tag.config;
  return [tag, inline?.textContent, tag.config && !distant && (await text(tag.config) || '')].filter((layer) => layer || layer === '');
};

// What core can ask for; the rest adds to it.
const acts = {
  warn, announce, load: admit, erase, feed, insert, fill,
  reply: (id, value) => {
    answers[id](value);
    delete answers[id];
  },
};

const until = (ready, name) => ready || new Promise((resolve) => document.addEventListener(name, resolve));

const run = async () => {
  // A page that is drawn ahead of its visit is not seen yet.
  await until(!document.prerendering, 'prerenderingchange');
  new WebAssembly.Module(EMPTY_MODULE);
  const loading = wasm_bindgen(folder);
  const [layers] = await Promise.all([settings(), learn(folder)]);
  await until(document.readyState !== 'loading', 'DOMContentLoaded');
  const [update, more] = await loading;
  introduce(update, acts);
  tell('start', layers, innerWidth, innerHeight, ...crypto.getRandomValues(new Uint32Array(4)), (document.querySelector('link[rel=canonical]') || location).href);
  // Starting and what follows are tasks of their own: none of them holds up a tap for long.
  await pause();
  followLayer();
  serve(prompt);
  defineBlock(() => import(`${folder}vitrin-blocks-more.js`));
  // The first blocks are drawn; whatever else there is to think about has time.
  await pause();
  // SHARED is what both scripts use, in pack's words.
  await Promise.all([import(`${folder}vitrin-rest.js`), more()]).then(async ([{ rest }]) => {
    const { begin, tooled } = rest(SHARED);
    Object.assign(acts, await begin(folder, warn));
    if (ended()) return;
    whole = true;
    tell('whole', navigator.userAgent);
    serve(tooled(call, vitrin, folder, warn));
  }).catch((error) => {
    warn(`shows its blocks and does no more: ${error.message}`);
    abandon();
    silence();
  });
};

// A second tag on the same page would count everything twice.
if (!early.live) {
  vitrin.live = true;
  if (log) vitrin.log = log;
  window.vitrin = vitrin;
  run().catch((error) => {
    warn(`does not run on this page: ${error.message}`);
    defineBlock();
    silence();
  });
}
