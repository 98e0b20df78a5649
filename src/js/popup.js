// A popup's life: it opens over the page in its own shadow root, says what happens to it, and leaves the page as it was.
// What it may say is decided elsewhere; what stands in it is made by popup-content.js.
import css from './popup.css';
import { compose } from './popup-content.js';
import { make } from './popup-make.js';
import { luminance, WHITE_READS_BETTER_BELOW } from './popup-colour.js';

// Constructed, because a page may forbid every <style> and every style attribute (CSP `style-src 'none'`).
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

// Page text at least this light stands on a dark page.
const LIGHT_TEXT = 0.4;

// Keys that scroll, and where they mean something else.
const SCROLLING = /^( |Page|Arrow|Home|End)/;
const OPERATED = 'input, select, textarea, button';

/** Opens a popup; `on(name, detail)` hears 'open', 'click', 'submit' and, exactly once and last, 'close'. */
export function open(spec, on) {
  const host = make('vitrin-popup');
  const dialog = make('dialog', 'dialog');
  const shut = make('button', 'close');
  const body = make('div', 'body');
  const life = new AbortController();
  const { signal } = life;

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
    gone.disconnect();
    dialog.close();
    host.remove();
    tell('close', { reason });
  };
  const show = (content) => {
    body.replaceChildren(...compose(content, { tell, close, show }));
    const heading = body.querySelector('[part=heading]');
    dialog.setAttribute('aria-label', heading?.textContent || spec.label || '');
    heading?.setAttribute('autofocus', '');
    if (dialog.open) (heading ?? dialog).focus();
  };
  // A page that throws our element out, or its whole body, has closed the popup.
  const gone = new MutationObserver(() => host.isConnected || close('page'));
  const listen = (target, names, heard) => names.split(' ').forEach((name) => target.addEventListener(name, heard, { signal, passive: false }));

  dialog.lang = spec.lang ?? '';
  dialog.dir = spec.dir === 'rtl' ? 'rtl' : 'ltr';
  shut.type = 'button';
  shut.setAttribute('aria-label', spec.close ?? '×');
  show(spec.content);
  // Last, so that the Tab key meets everything on its way from the heading, whatever a browser does at the end of a dialog.
  dialog.append(make('div', 'stage', body, shut));

  listen(shut, 'click', () => close('button'));
  listen(dialog, 'cancel', (event) => {
    event.preventDefault();
    close('escape');
  });
  // Chromium closes without asking (`cancel` is skipped) when the shopper has not touched the page yet.
  listen(dialog, 'close', () => close('escape'));
  // A press that began inside (selecting text, dragging) and ends on the backdrop is no wish to close.
  let pressed = false;
  const outside = ({ clientX: x, clientY: y }) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    return x < left || x > right || y < top || y > bottom;
  };
  listen(dialog, 'pointerdown', (event) => (pressed = outside(event)));
  listen(dialog, 'click', (event) => pressed && event.target === dialog && outside(event) && close('backdrop'));
  const scrolls = () => dialog.scrollHeight > dialog.clientHeight;
  // Firefox lets `overscroll-behavior` hold the page only where there is something to scroll; WebKit scrolls it under the
  // backdrop without asking the dialog, so the window is asked. Zooming stays.
  listen(window, 'wheel touchmove', (event) => {
    const { touches: [finger, second] = [] } = event;
    if (event.cancelable && !(scrolls() && !outside(finger ?? event)) && !event.ctrlKey && !second) event.preventDefault();
  });
  listen(dialog, 'keydown', (event) => {
    if (!scrolls() && SCROLLING.test(event.key) && !event.target.matches(OPERATED)) event.preventDefault();
  });
  // The shop's one-key shortcuts ("/" for search) must not take what is typed here.
  listen(dialog, 'keydown keypress keyup', (event) => event.stopPropagation());
  // Back from the back-forward cache the popup would still be open, and its reason long gone.
  listen(window, 'pageshow', (event) => event.persisted && close('page'));

  const shadow = host.attachShadow({ mode: 'open' });
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(dialog);
  document.body.append(host);
  dress(dialog);
  dialog.showModal();
  gone.observe(document.documentElement, { childList: true });
  gone.observe(document.body, { childList: true });
  // Two frames: the first draws it, the second knows that it was drawn. A hidden tab has neither.
  requestAnimationFrame(() => requestAnimationFrame(() => signal.aborted || tell('open', {})));

  return { close: (reason) => close(reason ?? 'api') };
}

// The page's own fonts and its light or dark, through the CSSOM, which every CSP allows.
function dress(dialog) {
  const page = getComputedStyle(document.body);
  const title = document.querySelector('h1, h2');
  const own = getComputedStyle(dialog);
  dialog.style.setProperty('--font', page.fontFamily);
  dialog.style.setProperty('--title', getComputedStyle(title ?? document.body).fontFamily);
  dialog.classList.toggle('dark', luminance(page.color) > LIGHT_TEXT);
  // A theme may have set a surface or an accent of its own: what stands on them follows them.
  dialog.classList.toggle('dark', luminance(own.backgroundColor) < WHITE_READS_BETTER_BELOW);
  dialog.classList.toggle('ink', luminance(own.accentColor) >= WHITE_READS_BETTER_BELOW);
}
