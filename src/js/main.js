// The tag: takes calls from the first moment, starts when the page can be read, and stays silent where WebAssembly is refused.
// What is called before the module is here waits in order; if it never comes, nothing was stored and nothing was sent.
import { snapshot } from './snapshot.js';
import { tap } from './tap.js';
import { acts } from './acts.js';
import { defineBlock } from './block.js';
import { edge } from './edge.js';

// The header of an empty module: a page whose CSP refuses WebAssembly throws on it, without a request.
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

const script = document.currentScript;
const early = window.vitrin;
const queue = (early && early.q) || [];
const folder = new URL('.', (script && script.src) || (early && early.base) || location.href).href;

let core;
let stop;
let calls = 0;
const answers = new Map();

// Should the module ever fail, it fails alone: once, in the console, and never in the page's own calls.
let failed;
const guarded = (module) => new Proxy(module, {
  get: (target, name) => (...args) => {
    try {
      return failed ? undefined : target[name](...args);
    } catch (error) {
      failed = true;
      console.warn('[vitrin] stopped after a fault of its own; please report it:', error);
    }
  },
});

const call = (args) => new Promise((resolve) => {
  const id = ++calls;
  answers.set(id, resolve);
  let text;
  try {
    text = JSON.stringify(args.slice(1));
  } catch (error) {
    console.warn(`[vitrin] ${args[0]}: its data cannot be written as JSON (${error.message})`);
    text = '[]';
  }
  core.call(id, String(args[0]), text);
});

const vitrin = function (...args) {
  return core ? call(args) : new Promise((resolve) => queue.push(Object.assign(args, { resolve })));
};

// The settings of the tag, of a document in the page, of a document elsewhere: later wins.
const settings = async () => {
  const tag = {};
  for (const [name, value] of Object.entries((script && script.dataset) || {})) tag[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] = value;
  const inline = document.getElementById('vitrin-config');
  const layers = [tag];
  if (inline) layers.push(inline.textContent);
  if (tag.config) layers.push(await fetch(tag.config).then((answer) => (answer.ok ? answer.text() : ''), () => ''));
  return layers;
};

const until = (ready, target, name) => ready ? undefined : new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));

const run = async () => {
  // A page that is drawn ahead of its visit is not seen yet.
  await until(!document.prerendering, document, 'prerenderingchange');
  try {
    new WebAssembly.Module(EMPTY_MODULE);
    const loading = wasm_bindgen({ module_or_path: `${folder}vitrin.wasm` });
    const layers = await settings();
    await until(document.readyState !== 'loading', document, 'DOMContentLoaded');
    await loading;
    const host = edge(folder, guarded(wasm_bindgen), snapshot, (id, value) => {
      const resolve = answers.get(id);
      answers.delete(id);
      if (resolve) resolve(value);
    }, () => stop());
    wasm_bindgen.start(host, JSON.stringify(layers), crypto.getRandomValues(new Uint32Array(4)));
    core = guarded(wasm_bindgen);
  } catch (error) {
    console.warn(`[vitrin] does not run on this page: ${error.message}`);
    defineBlock();
    return;
  }
  const tell = (kind, facts) => core.tell(kind, JSON.stringify(facts));
  const undo = [tap(tell), acts(tell), defineBlock(core)];
  stop = () => undo.forEach((back) => back());
  const waiting = queue.splice(0);
  const make = (args) => {
    const answered = call(Array.from(args));
    if (args.resolve) answered.then(args.resolve);
  };
  // Settings and consent hold for the reading of the page; every other call is about the page as it was read.
  const before = (args) => /^con(fig|sent)$/.test(args[0]);
  waiting.filter(before).forEach(make);
  core.read();
  waiting.filter((args) => !before(args)).forEach(make);
};

// A second tag on the same page would count everything twice.
if (!early || !early.live) {
  vitrin.live = true;
  window.vitrin = vitrin;
  run();
}
