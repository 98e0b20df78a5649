// The one way elements come to be, and the one way addresses get into them.

/** An element with a part name and children; strings become text, nothing becomes nothing. */
export function make(tag, part, ...children) {
  const node = document.createElement(tag);
  if (part) node.setAttribute('part', part);
  node.append(...children.map((child) => child ?? ''));
  return node;
}

/** A button that does something. */
export function knob(part, words, act) {
  const node = make('button', part, words);
  node.type = 'button';
  node.addEventListener('click', act);
  return node;
}

/** An empty place for words that are read out when they come. */
export function voice(tag, part, role) {
  const node = make(tag, part);
  node.setAttribute('role', role);
  return node;
}

/** Only http(s): what else there is (javascript:, data:, blob:, tel:, intent:) is dropped, not repaired. */
export function safe(address) {
  try {
    const url = new URL(address, document.baseURI);
    return address && /^https?:$/.test(url.protocol) ? url.href : '';
  } catch {
    return '';
  }
}
