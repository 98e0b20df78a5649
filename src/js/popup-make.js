// The one way elements come to be.

/** An element with a part name and children; strings become text, nothing becomes nothing. */
export function make(tag, part, ...children) {
  const node = document.createElement(tag);
  if (part) node.setAttribute('part', part);
  node.append(...children.map((child) => child ?? ''));
  return node;
}
