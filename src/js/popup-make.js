// The one way elements come to be, and the one way addresses get into them.

/** An element with a part name and children; strings become text, nothing becomes nothing. */
export function make(tag, part, ...children) {
  const node = document.createElement(tag);
  if (part) node.setAttribute('part', part);
  node.append(...children.map((child) => child ?? ''));
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
