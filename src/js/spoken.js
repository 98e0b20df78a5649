// What an element says: its text as the eye reads it, what stands beside it, its names and its picture.
// Nothing is measured, and nothing a shopper types is ever read.

// Subtrees that show the shopper no facts of the shop; our own blocks among them, or we would read ourselves.
export const SKIP = new Set('script style noscript template svg title desc text tspan select option iframe textarea vitrin-block'.split(' '));

export const list = (root, selector) => [...root.querySelectorAll(selector)];
export const clean = (text, limit) => (text || '').replace(/\s+/g, ' ').trim().slice(0, limit || 200);
export const attr = (element, name) => (element && element.getAttribute(name)) || '';
export const word = (element) => `${element.localName} ${element.id} ${attr(element, 'class')} ${attr(element, 'itemprop')}`.slice(0, 90);
// A lazy picture keeps its address in an attribute of its own, and shows something small meanwhile.
export const picture = (image) => {
  if (!image) return '';
  let now = image.currentSrc || attr(image, 'src') || attr(image, 'srcset').split(/[\s,]/)[0];
  // A picture written out is long, and nobody's address.
  if (/^data:/.test(now)) now = 'data:,';
  const held = attr(image, 'data-src') || attr(image, 'data-lazy-src');
  if (held || !/^(data:|$)|blank|placeholder|loading|spacer|trans\./.test(now)) return held || now;
  return image.getAttributeNames().filter((name) => /^data-.*(src|orig|lazy|image|large|hires)/.test(name)).map((name) => attr(image, name)).find((to) => /^(https?:|\/)[^\s,{]+$/.test(to)) || now;
};

// Text with a space between its pieces, read no further than `limit`; raised cents (`39<sup>99</sup>`) get the point that the eye sees.
// What is struck, or named so, is a former price: `paid` leaves it out.
const STRUCK = /^(del|s|strike)$|\b(strike|crossed|line-through|old-?price|was-?price)/i;
export const spoken = (element, limit = 120, paid = false) => {
  let out = '';
  const add = (node) => {
    for (let child = node.firstChild; child && out.length <= limit; child = child.nextSibling) {
      if (child.nodeType === 3) {
        const text = child.length < 999 && clean(child.data, limit + 1);
        if (text) out += (/\d$/.test(out) && /^\d\d$/.test(text) ? '.' : ' ') + text;
      } else if (child.nodeType === 1 && !SKIP.has(child.localName) && !(paid && STRUCK.test(child.localName + ' ' + attr(child, 'class')))) add(child);
    }
  };
  add(element);
  return out.trim();
};

// The text beside an element as a label stands: before it, or after it.
export const beside = (element, way) => {
  for (let level = 0; element && level < 3; level++, element = element.parentElement) {
    for (let next = element; (next = next[way]);) {
      const text = next.nodeType === 3 ? clean(next.data, 60) : next.nodeType === 1 && !SKIP.has(next.localName) ? spoken(next, 60) : '';
      if (text) return text;
    }
  }
  return '';
};
