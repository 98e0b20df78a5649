// A popup's life: it stands over the page (or in it) in its own shadow root, says what happens to it, and leaves the page as it was.
// What it may say is decided elsewhere; what stands in it is made by popup-content.js.
import { sheet } from './popup-sheet.js';
import { compose } from './popup-content.js';
import { hold } from './popup-hold.js';
import { settle, vacate } from './popup-inline.js';
import { knob, make } from './popup-make.js';
import { luminance, WHITE_READS_BETTER_BELOW } from './popup-colour.js';
import { speaker } from './popup-words.js';

// Less is a bar of the browser's.
const KEYBOARD = 99;

// Page text at least this light stands on a dark page.
const LIGHT_TEXT = 0.4;

// Formats that leave the page, and the focus, alone; the others (`dialog`, `drawer`, `full-screen`) take it over while they stand.
const BESIDE = /^(bar|slide-in|inline|teaser)$/;

// Where somebody writes: what opened over it would take the rest of their words.
const WRITTEN = 'input:not([type=button],[type=submit],[type=checkbox],[type=radio]),textarea,select,[contenteditable],iframe';

// What has the focus, also inside a shop's own elements: a search field is often one.
const focused = (root = document) => {
  const { activeElement: one } = root;
  return one?.shadowRoot ? focused(one.shadowRoot) : one;
};

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
  let { format = 'dialog' } = spec;
  // A modal that nobody asked for waits at the edge while somebody writes.
  if (!BESIDE.test(format) && !spec.asked && focused()?.matches(WRITTEN)) format = 'teaser';
  let modal;
  let box;
  let body;
  let ending;
  let steps = 1;
  let from;

  // The listener is the shop's side of the fence: if it throws, the popup must still close and never stay over the page.
  const tell = (name, detail) => {
    try {
      return on(name, detail);
    } catch {
      return undefined;
    }
  };
  const close = (reason) => {
    if (signal.aborted) return;
    life.abort();
    const within = box.matches(':focus-within');
    if (box.localName === 'dialog') box.close();
    // A tab that became a dialog is no longer there to get the focus back.
    if (within) from?.focus({ preventScroll: true });
    if (format === 'inline' && host.isConnected) vacate(host);
    else host.remove();
    tell('close', { reason });
  };
  const listen = (target, names, heard) => names.split(' ').forEach((name) => target.addEventListener(name, heard, { signal, passive: false }));

  const show = (content, scope = '') => {
    if (scope) tell('step', { step: ++steps });
    body.replaceChildren(...compose(content, { tell, close, show, signal, lang, say: speak(scope), wait: (end) => (ending = end) }));
    const heading = body.querySelector('.heading');
    const within = box.matches(':focus-within') || scope;
    box.setAttribute('aria-label', heading?.textContent || spec.label || body.querySelector('.text')?.textContent || '');
    if (heading) {
      heading.tabIndex = -1;
      heading.autofocus = modal;
    }
    if (host.isConnected && within) (heading ?? box).focus();
  };

  // What stands in the shadow root: a box with its content and the way out.
  const build = () => {
    modal = !BESIDE.test(format);
    const shut = knob('close', '', () => close('button'));
    box = make(modal ? 'dialog' : 'section', `dialog ${format}`);
    body = make('div', 'body');
    box.className = `popup ${format} ${spec.position ?? ''} ${spec.asked ? 'asked' : ''}`;
    box.lang = lang;
    box.dir = spec.dir;
    box.tabIndex = -1;
    if (!modal) box.setAttribute('role', format === 'slide-in' ? 'dialog' : 'region');
    shut.setAttribute('aria-label', say(spec.close, 'close'));
    // Last, so that the Tab key meets everything on its way from the heading, whatever a browser does at the end of a dialog.
    box.append(make('div', 'stage', body, shut));
    // The shop's one-key shortcuts ("/" for search) must not take what is typed here.
    listen(box, 'keydown keypress keyup', (event) => {
      event.stopPropagation();
      if (!modal && event.key === 'Escape') close('escape');
    });
    if (modal) return hold(box, close, listen);
    listen(box, 'focusin', ({ relatedTarget }) => (from ||= relatedTarget));
    // What the keyboard reaches is not left under a bar.
    if (format !== 'inline') {
      listen(document, 'focusin', ({ target }) => {
        const { x, y, width, height } = target.getBoundingClientRect();
        if (target !== host && document.elementFromPoint(x + width / 2, y + height / 2) === host) target.scrollIntoView({ block: 'center' });
      });
    }
  };

  const stand = () => {
    dress(box);
    if (modal) box.showModal();
    else if (format !== 'inline') {
      box.popover = 'manual';
      box.showPopover?.();
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
    const [title] = compose(spec.content.filter(({ type }) => type === 'heading'), { say });
    const tab = knob('tab', say(spec.teaser) || title?.textContent || '…', unfold);
    body.append(tab);
    box.setAttribute('aria-label', tab.textContent);
  } else show(spec.content);

  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(box);
  // Two frames: the first draws it, the second knows that it was drawn. A hidden tab has neither.
  const opened = () => requestAnimationFrame(() => requestAnimationFrame(() => signal.aborted || tell('open', {})));
  const watch = () => {
    // A page that throws our element out, or its whole body, has closed the popup.
    const gone = new MutationObserver(() => host.isConnected || close('page'));
    for (let parent = host; (parent = parent.parentNode);) gone.observe(parent, { childList: true });
    signal.addEventListener('abort', () => gone.disconnect());
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
  // A phone's keyboard covers what stands at the bottom without a word to the styles: the popup ends above it. Zooming is none.
  listen(visualViewport, 'resize scroll', () => {
    const { height, offsetTop, scale } = visualViewport;
    const covered = innerHeight - offsetTop - height;
    const [end, most] = scale === 1 && covered > KEYBOARD ? [`${covered}px`, `${height}px`] : ['', ''];
    box.style.marginBlockEnd = end;
    box.style.maxBlockSize = most;
  });

  return {
    close: (reason) => close(reason ?? 'api'),
    sent: (ok) => signal.aborted || ending?.(ok),
    update: (content) => signal.aborted || format === 'teaser' || (content.length ? show(content) : close('page')),
  };
}

// The page's own fonts and its light or dark, through the CSSOM, which every CSP allows.
const dress = (box) => {
  const page = getComputedStyle(document.body);
  const title = document.querySelector('h1, h2');
  const own = getComputedStyle(box);
  box.style.setProperty('--font', page.fontFamily);
  box.style.setProperty('--title', getComputedStyle(title ?? document.body).fontFamily);
  box.classList.toggle('dark', luminance(page.color) > LIGHT_TEXT);
  // A theme may have set a surface or an accent of its own: what stands on them follows them.
  box.classList.toggle('dark', luminance(own.backgroundColor) < WHITE_READS_BETTER_BELOW);
  box.classList.toggle('ink', luminance(own.accentColor) >= WHITE_READS_BETTER_BELOW);
};
