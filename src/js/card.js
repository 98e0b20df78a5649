// Cards: a product as elements, by the theme's own `<template>` or by our markup. Text goes in as text, addresses only as http(s) or relative.
// Bindings are a closed list, so that there is nothing to escape and nothing to run.
import { attempt } from './life.js';
import { words } from './words.js';

/** Whether it can be ordered is only said when it cannot. */
const SOLD_OUT = 'Sold out';
// Attributes that say something and do nothing.
const BINDINGS = /^(href|src|alt|attr\.((data|aria)-.+|title|content|value|datetime|lang))$/;

const isAddress = (url) => /^(https?:|[^:/?#]*([/?#]|$))/i.test(url) && !/^$|\p{Cc}/u.test(url);

/** An element with a class of ours. */
export const make = (tag, name, ...inside) => {
  const element = document.createElement(tag);
  element.className = `vitrin-${name}`;
  element.append(...inside);
  return element;
};

// A field as text; none for what is no text, or blank.
const field = (card, name) => /string|number/.test(typeof card[name]) ? String(card[name]).trim() : '';

// Sets one thing of an element. What is missing takes its attribute away, so that no card shows a template's example.
const bind = (element, what, text) => {
  if (what === 'text') element.textContent = text;
  if (!BINDINGS.test(what)) return;
  const name = what.replace('attr.', '');
  const kept = /^(href|src)$/.test(what) ? isAddress(text) : text || what === 'alt';
  // A name or value the browser refuses leaves the element as it was.
  attempt(() => kept ? element.setAttribute(name, text) : element.removeAttribute(name));
};

/** The theme's own card, filled. */
export const templated = (template, card) => {
  const clone = template.content.cloneNode(true);
  for (const element of clone.querySelectorAll('[data-bind]')) {
    for (const binding of element.dataset.bind.split(';')) {
      const [what, name] = binding.split(':');
      if (name) bind(element, what.trim(), field(card, name.trim()));
    }
  }
  return clone;
};

/** Our own card: `li.vitrin-card > a > img.vitrin-image, span.vitrin-badge, span.vitrin-title, span.vitrin-price`. */
export const plain = (card) => {
  const link = document.createElement('a');
  const src = field(card, 'image');
  bind(link, 'href', field(card, 'url'));
  // Its ground shows where the picture is missing or broken.
  if (isAddress(src)) link.append(Object.assign(make('img', 'image'), { loading: 'lazy', decoding: 'async', alt: '', onerror() { this.remove(); }, src }));
  if (card.sold) link.append(make('span', 'badge', words['sold-out'] ?? SOLD_OUT));
  link.append(make('span', 'title', field(card, 'title')), make('span', 'price', field(card, 'price')));
  return make('li', 'card', link);
};
