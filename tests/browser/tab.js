// A tab of a shop: a frame with a document of its own, served from the root of the repository by the test runner.
// What a shop's backend would do is answered here: its collector takes everything, and its catalog is what the story says.

// No story takes this long; a cold browser on a busy machine may.
const PATIENCE = 15000;
// How often is looked.
const PACE = 10;

const tabs = new Set();

/** Ends a tab, and tells what its page met that no page should. */
export function close(page) {
  const { frameElement, story } = page;
  tabs.delete(page);
  frameElement.remove();
  return [...story.faults, ...story.warnings.map((warning) => `console: ${warning}`)].join('\n');
}

/** What a page was set to, has told its backend, and how often it has warned. */
export function told({ document, story: { envelopes, warned } }) {
  const tags = [...document.querySelectorAll('script[src$="/vitrin.js"]')].map(({ dataset }) => dataset);
  const documents = [...document.querySelectorAll('#vitrin-config')].map(({ textContent }) => textContent);
  return JSON.stringify({ envelopes, warned, tags, documents });
}

/** A browser that was never here: no other tab of the shop, and nothing stored. */
export function freshen() {
  for (const page of [...tabs]) close(page);
  localStorage.clear();
}

/** A tab with this page. */
export async function open(address) {
  const frame = document.createElement('iframe');
  // On screen and in front of the runner's own output, or nothing in it would count as seen.
  Object.assign(frame.style, { position: 'fixed', inset: '0 auto auto 0', width: '640px', height: '480px', border: '0', background: '#fff', zIndex: 9 });
  // Typed in, not linked to.
  frame.referrerPolicy = 'no-referrer';
  frame.src = address;
  const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
  document.body.append(frame);
  await loaded;
  const page = frame.contentWindow;
  tabs.add(page);
  const story = page.story = { faults: [], warnings: [], posts: [], beacons: [], envelopes: [], warned: 0, asked: [], catalog: [{ id: 'vase', title: 'Glass vase', url: '/products/vase' }], accepts: true };
  page.addEventListener('error', ({ message }) => story.faults.push(`error: ${message}`));
  page.addEventListener('unhandledrejection', ({ reason }) => story.faults.push(`rejection: ${reason}`));
  page.console.warn = page.console.error = (...words) => {
    story.warned++;
    story.warnings.push(words.join(' '));
  };
  const { fetch } = page;
  page.fetch = function (input, init) {
    const { pathname } = new URL(input.url ?? input, page.location.href);
    story.asked.push(pathname);
    if (pathname === '/catalog.json') return Promise.resolve(new page.Response(JSON.stringify(story.catalog)));
    if (pathname !== '/events') return fetch.apply(this ?? page, arguments);
    const envelope = JSON.parse(init.body);
    story.envelopes.push(envelope);
    if (!story.accepts) return Promise.reject(new page.TypeError('the collector is away'));
    story.posts.push(envelope);
    return Promise.resolve(new page.Response(null, { status: 204 }));
  };
  page.navigator.sendBeacon = (_, body) => {
    const envelope = JSON.parse(body);
    story.envelopes.push(envelope);
    return Boolean(story.beacons.push(envelope));
  };
  return page;
}

/** Whether the page's element that `added` makes has come. */
const arrived = (element, page) => new Promise((done) => {
  element.addEventListener('load', () => done(true), { once: true });
  element.addEventListener('error', () => done(false), { once: true });
  page.document.head.append(element);
});

/** Puts a stylesheet into the head. */
export function style(page, address) {
  return arrived(Object.assign(page.document.createElement('link'), { rel: 'stylesheet', href: address }), page);
}

/** Pastes the tag, and has the page forbid from now on what a policy forbids. */
export function tag(page, address, settings, policy) {
  const script = page.document.createElement('script');
  Object.assign(script.dataset, JSON.parse(settings));
  const come = arrived(Object.assign(script, { src: address }), page);
  // After the tag: the shop's server would have written it, and the policy forbids what we do here.
  if (policy) page.document.head.append(Object.assign(page.document.createElement('meta'), { httpEquiv: 'content-security-policy', content: policy }));
  return come;
}

/** Runs code as the shop's own script would run. */
export function script(page, code) {
  page.document.head.append(Object.assign(page.document.createElement('script'), { textContent: `{${code}}` }));
}

// From outside, so that a page whose CSP forbids every script can be looked at too.
const evaluated = (page, code) => new Function('page', `with (page) { return (async () => (${code}))() }`)(page);

/** What an expression is, in the page. */
export async function see(page, code) {
  return JSON.stringify(await evaluated(page, code)) ?? 'null';
}

/** Looks until a condition holds. Answers with nothing, or with how it stood at the end. */
export async function until(page, condition) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const found = await evaluated(page, condition).catch((error) => error);
    if (found && !(found instanceof Error)) return '';
    if (performance.now() > end) return `${found}; the console says: ${page.story.warnings.join('; ')}`;
    await new Promise((done) => setTimeout(done, PACE));
  }
}
