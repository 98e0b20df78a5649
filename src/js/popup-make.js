// The one way elements come to be, and the one way addresses get into them.

/** An element with children, its part name for themes and the same class for our own style; strings become text, nothing becomes nothing. */
export const make = (tag, part, ...children) => {
  const node = document.createElement(tag);
  if (part) node.setAttribute('part', node.className = part);
  node.append(...children.map((child) => child ?? ''));
  return node;
};

/** A button that does something. */
export const knob = (part, words, act) => {
  const node = make('button', part, words);
  node.type = 'button';
  node.addEventListener('click', act);
  return node;
};

/** An empty place for words that are read out when they come. */
export const voice = (tag, part, role) => {
  const node = make(tag, part);
  node.setAttribute('role', role);
  return node;
};

/** Only http(s): what else there is (javascript:, data:, blob:, tel:, intent:) is dropped, not repaired. */
export const safe = (address) => {
  try {
    const url = new URL(address, document.baseURI);
    return address && /^https?:$/.test(url.protocol) ? url.href : '';
  } catch {
    return '';
  }
};
