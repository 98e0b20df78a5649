// What the shopper does with the shop's own forms and links: told as facts, without anything that was typed.
import { cardFacts, formFacts } from './snapshot.js';

/** Listens until the answer is called. */
export function acts(tell) {
  const life = new AbortController();
  const listen = (name, heard, capture = true) => addEventListener(name, (event) => {
    try {
      heard(event);
    } catch { /* ours to bear, not the page's */ }
  }, { capture, passive: true, signal: life.signal });
  listen('submit', (event) => tell('form', formFacts(event.target, event.submitter)));
  const link = (event) => {
    const from = event.composedPath()[0];
    return from.closest && from.closest('a[href]');
  };
  // A link to elsewhere leaves the shop; every other click is one inside it.
  listen('click', (event) => {
    const to = link(event);
    tell('click', { inside: !to || to.origin === location.origin, card: null });
  });
  // On the way up the shop's own listeners have spoken, and what they said of a card counts more than what we read of it.
  listen('click', (event) => {
    const to = link(event);
    if (to && !to.closest('vitrin-block')) tell('click', { inside: false, card: cardFacts(to) });
  }, false);
  return () => life.abort();
}
