// What the shopper does with the shop's own forms and links: told as facts, without anything that was typed.
import { cardFacts, formFacts } from './snapshot.js';

/** Listens until the answer is called. */
export function acts(tell) {
  const life = new AbortController();
  const listen = (name, heard) => addEventListener(name, (event) => {
    try {
      heard(event);
    } catch { /* ours to bear, not the page's */ }
  }, { capture: true, passive: true, signal: life.signal });
  listen('submit', (event) => tell('form', formFacts(event.target, event.submitter)));
  listen('click', (event) => {
    const from = event.composedPath()[0];
    const link = from.closest && from.closest('a[href]');
    const ours = from.closest && from.closest('vitrin-block');
    // A link to elsewhere leaves the shop; every other click is one inside it.
    tell('click', { inside: !link || link.origin === location.origin, card: link && !ours ? cardFacts(link) : null });
  });
  return () => life.abort();
}
