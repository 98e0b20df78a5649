// Colours of a shop: out of a style sheet's text, or off a page of the same host as it stands, without running its scripts.

const MAX_COLOURS = 10;
// What shops make their first button of; the first that is there and has a ground of its own counts.
const BUTTONS = '[name=add], .add-to-cart, .btn-primary, .button--primary, .btn-add-to-basket, .primary, button[type=submit], .btn, .button, button, input[type=submit]';
const PATIENCE = 8000;

/** Those that it uses most first. */
export const coloursOf = (text) => {
  const times = {};
  for (const [found] of text.toLowerCase().matchAll(/#(?:[\da-f]{6}|[\da-f]{3})(?![\da-z_-])/g)) {
    const colour = found.length === 4 ? found.replace(/[\da-f]/g, '$&$&') : found;
    times[colour] = (times[colour] || 0) + 1;
  }
  return Object.keys(times).sort((one, other) => times[other] - times[one]).slice(0, MAX_COLOURS);
};

// `rgb(1, 2, 3)` as #010203; nothing for what one can look through.
const hex = (colour) => {
  const [, ...rgb] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour) || [];
  return rgb.length ? `#${rgb.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}` : '';
};

const ground = (element, style) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = hex(style(at).backgroundColor);
    if (colour) return colour;
  }
  return '';
};

/** `{look, colours}` of a page, or `{why}` not. */
export const lookOf = async (address) => {
  let url;
  try {
    url = new URL(address, location.href);
  } catch {
    return { why: 'That is no address.' };
  }
  if (url.origin !== location.origin) return { why: `A browser lets this page look at pages of \`${location.host}\` alone. Put the studio into your shop’s files, or open or paste the style sheet below.` };
  const frame = Object.assign(document.createElement('iframe'), { title: 'The shop', tabIndex: -1, className: 'aside', src: url.href });
  // Its styles, not its scripts: nothing is counted there.
  frame.sandbox = 'allow-same-origin';
  const loaded = new Promise((done) => {
    frame.onload = () => done(true);
    setTimeout(done, PATIENCE);
  });
  document.body.append(frame);
  try {
    const { contentDocument: page, contentWindow: shop } = await loaded ? frame : {};
    if (!page?.styleSheets.length) return { why: 'That page did not come, or has no style sheet.' };
    const style = (element) => shop.getComputedStyle(element);
    const button = [...BUTTONS.split(', ')].flatMap((selector) => [...page.querySelectorAll(selector)]).find((one) => one.checkVisibility() && hex(style(one).backgroundColor));
    const look = { surface: ground(page.body, style) || '#ffffff', text: hex(style(page.body).color) };
    if (button) Object.assign(look, { accent: hex(style(button).backgroundColor), 'on-accent': hex(style(button).color), radius: `${Math.min(24, Math.round(parseFloat(style(button).borderTopLeftRadius)) || 0)}` });
    const text = [...page.styleSheets].flatMap((sheet) => {
      try {
        return [...sheet.cssRules].map(({ cssText }) => cssText);
      } catch {
        return [];
      }
    }).join('\n').replace(/rgb\(\d+, \d+, \d+\)/g, hex);
    return { look, colours: [...new Set([...Object.values(look).filter((value) => value.startsWith('#')), ...coloursOf(text)])].slice(0, MAX_COLOURS) };
  } finally {
    frame.remove();
  }
};
