// CustomEvents. One that can be cancelled is answered with its detail as the page's handlers left it, or with nothing.
import { blockOf } from './blocks.js';
import { attempt } from './life.js';
import { tell } from './talk.js';

export const announce = (name, detail, id, then, number) => {
  const element = id ? blockOf(id)?.element : document;
  // A block may be gone by now.
  if (!element) return;
  const text = JSON.stringify(detail);
  const event = new CustomEvent(name, { bubbles: true, cancelable: !!then, detail });
  element.dispatchEvent(event);
  if (then) attempt(() => tell('answered', then, number, event.defaultPrevented ? null : event.detail), () => tell('answered', then, number, JSON.parse(text)));
};
