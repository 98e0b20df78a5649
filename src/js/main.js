// The tag: takes calls from the first moment, starts when the page can be read, and stays silent where WebAssembly is refused.
// What is called before the module is here waits in order; if it never comes, nothing was stored and nothing was sent.
import { announce } from './announce.js';
import { abandon, defineBlock, fill, insert } from './blocks.js';
import { feed, text, TIMEOUT } from './fetch.js';
import { followLayer } from './layer.js';
import { attempt, end, ended, undo } from './life.js';
import { erase, load } from './storage.js';
import { introduce, log, pause, tell } from './talk.js';
import { learn } from './words.js';

// The header of an empty module: a page whose CSP refuses WebAssembly throws on it, and is asked for no more (WebKitGTK does not throw: there the module is asked for once).
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

const script = document.currentScript || {};
const early = window.vitrin || {};
const queue = early.q || [];
const folder = new URL('.', script.src || early.base || location.href).href;
const warn = (message) => console.warn(`[vitrin] ${message}`);

let calls = 0;
const answers = [];

const call = ([name, ...args], how = tell) => new Promise((resolve) => {
  answers[++calls] = resolve;
  attempt(() => how('call', calls, name, args), (error) => {
    warn(`${name}: no JSON (${error.message})`);
    tell('call', calls, name, []);
  });
});

// A "no" holds at once, also where nobody will come to think about it.
const withdraw = (name, wish) => attempt(() => name === 'forget' ? erase(1, 1) : name === 'consent' && erase(wish.personalization === false, wish.analytics === false));

// A call is taken as ever, and comes to nothing: whoever looks into the answer finds it empty, and a list of the shop's own as it was.
const quiet = async ([name, given]) => {
  if (name === 'destroy') end();
  withdraw(name, given);
  return given?.map ? given : [];
};

// What becomes of a call: until the module is here it waits.
const wait = (args) => new Promise((resolve) => queue.push(Object.assign(args, { resolve })));
let take = wait;
// Settings and consent hold at once; whatever else is called is about the page, and waits until that is read.
const prompt = (args) => {
  if (/^con[fs]/.test(args[0])) return call(args);
  if (args[0] === 'destroy') return quiet(args);
  withdraw(...args);
  return wait(args);
};
const serve = (how) => {
  take = how;
  for (const args of queue.splice(0)) {
    const { resolve } = args;
    take([...args]).then(resolve);
  }
};
const silence = () => {
  answers.forEach((resolve) => resolve([]));
  serve(quiet);
};
// Nobody waits for ever for what has ended.
undo(silence);
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
  warn, announce, feed, insert, fill, erase, load: admit,
  reply: (id, value) => {
    answers[id](value);
    delete answers[id];
  },
};

const until = async (ready, name) => ready || new Promise((resolve) => document.addEventListener(name, resolve));

// Nobody's call waits for ever for a file that hangs.
const within = (promise) => new Promise((done, fail) => {
  promise.then(done, fail);
  AbortSignal.timeout(TIMEOUT).onabort = () => fail(Error('timeout'));
});

const run = async () => {
  // A page that is drawn ahead of its visit is not seen yet.
  await until(!document.prerendering, 'prerenderingchange');
  new WebAssembly.Module(EMPTY_MODULE);
  const [[update, more], layers] = await Promise.all([
    within(wasm_bindgen(folder)),
    until(document.readyState !== 'loading', 'DOMContentLoaded').then(settings),
    learn(folder),
  ]);
  introduce(update, acts);
  tell('start', layers, innerWidth, innerHeight, ...crypto.getRandomValues(new Uint32Array(4)), (document.querySelector('link[rel=canonical]') || location).href);
  // Starting and what follows are tasks of their own: none of them holds up a tap for long.
  await pause();
  followLayer();
  serve(prompt);
  defineBlock(() => import(`${folder}vitrin-blocks-more.js`));
  // The first blocks are drawn; whatever else there is to think about has time.
  await pause();
  if (ended()) return;
  // SHARED is what both scripts use, in pack's words.
  await within(Promise.all([import(`${folder}vitrin-rest.js`), more()])).then(async ([{ rest }]) => {
    const { begin, tooled } = rest(SHARED);
    Object.assign(acts, await begin(folder, warn));
    if (ended()) return;
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
    warn(`does not run: ${error.message}`);
    defineBlock();
    silence();
  });
}
