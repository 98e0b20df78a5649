// A popup's life: it stands over the page (or in it) in its own shadow root, says what happens to it, and leaves the page as it was.
// What it may say is decided elsewhere; what stands in it is made by popup-content.js.
import css from './popup.css';
import formats from './popup-formats.css';
import { compose } from './popup-content.js';
import { hold } from './popup-hold.js';
import { settle, vacate } from './popup-inline.js';
import { knob, make } from './popup-make.js';
import { luminance, WHITE_READS_BETTER_BELOW } from './popup-colour.js';
import { speaker } from './popup-words.js';

// Constructed, because a page may forbid every <style> and every style attribute (CSP `style-src 'none'`).
const sheet = new CSSStyleSheet();
sheet.replaceSync(css + formats);

// Page text at least this light stands on a dark page.
const LIGHT_TEXT = 0.4;

// Formats that take the page over while they stand; all others leave it, and the focus, alone.
const MODAL = ['dialog', 'drawer', 'full-screen'];
const BESIDE = ['bar', 'slide-in', 'inline', 'teaser'];

// Where somebody writes: what opened over it would take the rest of their words.
const WRITTEN = 'input:not([type=button]):not([type=submit]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], iframe';

const known = (format) => [...MODAL, ...BESIDE].includes(format) ? format : 'dialog';

/**
 * Opens a popup; `on(name, detail)` hears 'open', 'click', 'step', 'submit', 'coupon', 'copy' and, exactly once and last, 'close'.
 * What became of a submitted form is told to it with `sent(ok)`.
 */
export function open(spec, on) {
  const host = make('vitrin-popup');
  const life = new AbortController();
  const { signal } = life;
  const speak = speaker(spec);
  const say = speak('');
  const { lang } = spec;
  let format = known(spec.format);
  // A modal that nobody asked for waits at the edge while somebody writes.
  if (MODAL.includes(format) && !spec.asked && document.activeElement?.matches(WRITTEN)) format = 'teaser';
  let box;
  let body;
  let ending;
  let steps = 1;
  let from;
  const watching = [];

  // The listener is the shop's side of the fence: if it throws, the popup must still close and never stay over the page.
  const tell = (name, detail) => {
    try {
      return on(name, detail);
    } catch {
      return undefined;
    }
  };
  const leave = () => {
    const within = box.matches(':focus-within');
    for (const one of watching) one.disconnect();
    if (box.localName === 'dialog') box.close();
    // A tab that became a dialog is no longer there to get the focus back.
    if (within) from?.focus({ preventScroll: true });
  };
  const close = (reason) => {
    if (signal.aborted) return;
    life.abort();
    leave();
    if (format === 'inline' && host.isConnected) vacate(host);
    else host.remove();
    tell('close', { reason });
  };
  const listen = (target, names, heard, passive = false) => names.split(' ').forEach((name) => target.addEventListener(name, heard, { signal, passive }));

  const show = (content, scope = '') => {
    if (scope) tell('step', { step: ++steps });
    body.replaceChildren(...compose(content, { tell, close, show, signal, lang, more: spec.more?.more, say: speak(scope), wait: (end) => (ending = end) }));
    const heading = body.querySelector('[part=heading]');
    const within = box.matches(':focus-within') || scope;
    box.setAttribute('aria-label', heading?.textContent || spec.label || body.querySelector('[part=text]')?.textContent || '');
    if (heading) {
      heading.tabIndex = -1;
      heading.autofocus = MODAL.includes(format);
    }
    if (host.isConnected && within) (heading ?? box).focus();
  };

  // What stands in the shadow root: a box with its content and the way out.
  const build = () => {
    const modal = MODAL.includes(format);
    const shut = knob('close', '', () => close('button'));
    box = make(modal ? 'dialog' : 'section', `dialog ${format}`);
    body = make('div', 'body');
    box.className = `${format} ${spec.position === 'top' ? 'top' : 'bottom'} ${spec.asked ? 'asked' : ''}`;
    box.lang = lang ?? '';
    box.dir = spec.dir === 'rtl' ? 'rtl' : 'ltr';
    box.tabIndex = -1;
    if (!modal) box.setAttribute('role', format === 'slide-in' ? 'dialog' : 'region');
    shut.setAttribute('aria-label', say(spec.close, 'close'));
    // Last, so that the Tab key meets everything on its way from the heading, whatever a browser does at the end of a dialog.
    box.append(make('div', 'stage', body, shut));
    // The shop's one-key shortcuts ("/" for search) must not take what is typed here.
    listen(box, 'keydown keypress keyup', (event) => event.stopPropagation());
    if (modal) return hold(box, close, listen);
    listen(box, 'focusin', ({ relatedTarget }) => (from ||= relatedTarget));
    listen(box, 'keydown', ({ key }) => key === 'Escape' && close('escape'));
    // What the keyboard reaches is not left under a bar.
    if (format !== 'inline') {
      listen(document, 'focusin', ({ target }) => {
        const [a, b] = [target.getBoundingClientRect(), box.getBoundingClientRect()];
        if (target !== host && a.top >= b.top && a.bottom <= b.bottom && a.left >= b.left && a.right <= b.right) target.scrollIntoView({ block: 'center' });
      });
    }
  };

  const stand = () => {
    dress(box);
    if (MODAL.includes(format)) box.showModal();
    else if (format !== 'inline' && box.showPopover) {
      box.popover = 'manual';
      box.showPopover();
    }
  };

  // The tab at the edge: pressed, it is the dialog that it stands for.
  const unfold = () => {
    const old = box;
    format = 'dialog';
    spec.asked = true;
    build();
    show(spec.content);
    old.replaceWith(box);
    tell('step', { step: ++steps });
    stand();
  };

  build();
  if (format === 'teaser') {
    const words = make('div');
    words.append(...compose(spec.content.filter(({ type }) => type === 'heading'), { say }));
    const tab = knob('tab', say(spec.teaser) || words.textContent || '…', unfold);
    body.append(tab);
    box.setAttribute('aria-label', tab.textContent);
  } else show(spec.content);

  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = spec.more ? [sheet, spec.more.sheet] : [sheet];
  shadow.append(box);
  // Two frames: the first draws it, the second knows that it was drawn. A hidden tab has neither.
  const opened = () => requestAnimationFrame(() => requestAnimationFrame(() => signal.aborted || tell('open', {})));
  const watch = () => {
    // A page that throws our element out, or its whole body, has closed the popup.
    const gone = new MutationObserver(() => host.isConnected || close('page'));
    for (const parent of [document.documentElement, document.body, host.parentNode]) gone.observe(parent, { childList: true });
    watching.push(gone);
  };
  if (format === 'inline') {
    settle(host, spec, stand, opened, signal);
    watch();
  } else {
    document.body.append(host);
    stand();
    watch();
    opened();
  }
  // Back from the back-forward cache the popup would still be open, and its reason long gone.
  listen(window, 'pageshow', (event) => event.persisted && close('page'));

  return {
    close: (reason) => close(reason ?? 'api'),
    sent: (ok) => signal.aborted || ending?.(ok),
    update: (content) => signal.aborted || format === 'teaser' || (content.length ? show(content) : close('page')),
  };
}

// The page's own fonts and its light or dark, through the CSSOM, which every CSP allows.
function dress(box) {
  const page = getComputedStyle(document.body);
  const title = document.querySelector('h1, h2');
  const own = getComputedStyle(box);
  box.style.setProperty('--font', page.fontFamily);
  box.style.setProperty('--title', getComputedStyle(title ?? document.body).fontFamily);
  box.classList.toggle('dark', luminance(page.color) > LIGHT_TEXT);
  // A theme may have set a surface or an accent of its own: what stands on them follows them.
  box.classList.toggle('dark', luminance(own.backgroundColor) < WHITE_READS_BETTER_BELOW);
  box.classList.toggle('ink', luminance(own.accentColor) >= WHITE_READS_BETTER_BELOW);
}
