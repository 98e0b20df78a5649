// WebKitGTK behind as much of puppeteer's page as the stories use: puppeteer knows no WebKit, so this speaks WebDriver to WebKit's own driver.
// Functions go over as their source and run in the page; elements stay there, in a list.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENCE = 10000;
const PACE = 20;
const KEYS = { Tab: '\uE004', Enter: '\uE007', Escape: '\uE00C', PageDown: '\uE00F', End: '\uE010', ArrowDown: '\uE015' };
const pause = (time) => new Promise((done) => setTimeout(done, time));

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
};

/** Starts a WebKit whose every request goes by way of `proxy`; `still` is a desktop whose owner has turned motion off. */
export async function launch({ still, proxy, onRequest }) {
  // What GTK takes from its owner: motion, and a window that may be as narrow as a phone.
  const home = mkdtempSync(join(tmpdir(), 'vitrin-webkit-'));
  mkdirSync(join(home, 'gtk-3.0'));
  writeFileSync(join(home, 'gtk-3.0/settings.ini'), `[Settings]\ngtk-enable-animations=${still ? 0 : 1}\n`);
  writeFileSync(join(home, 'gtk-3.0/gtk.css'), '* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }\n');
  const port = await freePort();
  const driver = spawn(process.env.VITRIN_WEBKITDRIVER ?? 'WebKitWebDriver', [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, XDG_CONFIG_HOME: home, WEBKIT_DISABLE_COMPOSITING_MODE: '1' } });
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  };
  const begun = Date.now();
  for (;;) {
    try {
      await ask('GET', '/status');
      break;
    } catch (error) {
      if (Date.now() - begun > PATIENCE) throw error;
      await pause(PACE);
    }
  }
  const { sessionId } = await ask('POST', '/session', { capabilities: { alwaysMatch: { proxy: { proxyType: 'manual', httpProxy: proxy, sslProxy: proxy } } } });
  const post = (path, body) => ask('POST', `/session/${sessionId}/${path}`, body);
  return {
    newPage: async () => new Page(post, onRequest),
    async close() {
      await ask('DELETE', `/session/${sessionId}`);
      driver.kill();
      rmSync(home, { recursive: true });
    },
  };
}

class Page {
  #post;
  #onRequest;
  #heard = { request: [], pageerror: [] };

  constructor(post, onRequest) {
    this.#post = post;
    this.#onRequest = onRequest;
    const actions = (kind, all, more) => post('actions', { actions: [{ type: kind, id: kind, ...more, actions: all }] });
    const press = (key) => [{ type: 'keyDown', value: KEYS[key] ?? key }, { type: 'keyUp', value: KEYS[key] ?? key }];
    const point = (...all) => actions('pointer', all, { parameters: { pointerType: 'mouse' } });
    const move = (x, y) => ({ type: 'pointerMove', duration: 0, origin: 'viewport', x: Math.round(x), y: Math.round(y) });
    const [down, up] = ['pointerDown', 'pointerUp'].map((type) => ({ type, button: 0 }));
    let [x, y] = [0, 0];
    this.keyboard = {
      press: (key) => actions('key', press(key)),
      type: (text) => actions('key', [...text].flatMap(press)),
    };
    this.mouse = {
      move: (...to) => point(move(...([x, y] = to))),
      down: () => point(down),
      up: () => point(up),
      click: (...to) => point(move(...([x, y] = to)), down, up),
      wheel: ({ deltaY }) => actions('wheel', [{ type: 'scroll', duration: 0, origin: 'viewport', x, y, deltaX: 0, deltaY }]),
    };
  }

  on(what, hears) {
    this.#heard[what]?.push(hears);
    if (what === 'request') this.#onRequest(hears);
  }

  setDefaultTimeout() {}

  setRequestInterception() {}

  // The bars of the window are not the page's.
  async setViewport({ width, height }) {
    const size = () => this.evaluate(() => [innerWidth, innerHeight]);
    let [outer, begun] = [height, Date.now()];
    for (;;) {
      await this.#post('window/rect', { width, height: outer });
      await pause(PACE);
      const [w, h] = await size();
      if (w === width && h === height) return;
      if (Date.now() - begun > PATIENCE) throw new Error(`the window is ${w} by ${h}, not ${width} by ${height}`);
      outer += height - h;
    }
  }

  // The driver comes back before the last script has run.
  async goto(url) {
    await this.#post('url', { url });
    await this.waitForFunction((wanted) => location.href === wanted && document.readyState === 'complete', {}, url);
  }

  async evaluate(code, ...args) {
    // As text: the driver gives an object's fields in an order of its own.
    const call = typeof code === 'string' ? code.trim().replace(/;$/, '') : `(${code}).apply(null, arguments)`;
    const told = await this.#post('execute/sync', { script: `return Promise.resolve(${call}\n).then((value) => JSON.stringify(value))`, args });
    return told && JSON.parse(told);
  }

  async evaluateHandle(code, ...args) {
    const at = await this.evaluate(`(window.stageNodes ??= []).push((${code})(...${JSON.stringify(args)})) - 1`);
    if (await this.evaluate(`window.stageNodes[${at}] == null`)) throw new Error(`there is none: ${code} ${args}`);
    return new Handle(this, at);
  }

  $(selector) {
    return this.evaluateHandle((one) => document.querySelector(one), selector);
  }

  $eval(selector, code) {
    return this.evaluate(`(${code})(document.querySelector(${JSON.stringify(selector)}))`);
  }

  async focus(selector) {
    await (await this.$(selector)).focus();
  }

  async waitForFunction(code, options, ...args) {
    const begun = Date.now();
    while (!(await this.evaluate(code, ...args))) {
      if (Date.now() - begun > PATIENCE) throw new Error(`waited in vain until ${code}`);
      await pause(PACE);
    }
  }

  // The window stays: it is the session's only one.
  async close() {
    this.#onRequest(undefined);
    await this.goto('about:blank');
  }

  // What went wrong in it so far; page-errors.js keeps it.
  async tell() {
    const errors = await this.evaluate('window.pageErrors ? window.pageErrors.splice(0) : ["page-errors.js is not there"]');
    for (const message of errors) this.#heard.pageerror.forEach((hears) => hears({ message }));
  }
}

class Handle {
  #page;
  #at;

  constructor(page, at) {
    this.#page = page;
    this.#at = at;
  }

  evaluate(code, ...args) {
    return this.#page.evaluate(`(${code})(window.stageNodes[${this.#at}], ...${JSON.stringify(args)})`);
  }

  focus() {
    return this.evaluate((node) => node.focus());
  }

  boundingBox() {
    return this.evaluate((node) => node.getBoundingClientRect().toJSON());
  }

  async click() {
    await this.evaluate((node) => {
      const { top, bottom } = node.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) node.scrollIntoView({ block: 'center' });
    });
    const { x, y, width, height } = await this.#stands();
    await this.#page.mouse.click(x + width / 2, y + height / 2);
  }

  // What still slides in would not be there any more when the pointer is.
  async #stands() {
    for (let was; ;) {
      const box = await this.boundingBox();
      if (was && was.x === box.x && was.y === box.y) return box;
      was = box;
      await pause(PACE);
    }
  }

  async type(text) {
    await this.focus();
    await this.#page.keyboard.type(text);
  }
}
