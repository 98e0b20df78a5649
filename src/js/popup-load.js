// Popups are loaded when one may open; until then they cost nothing.
import { priced } from './money.js';
import { tell } from './talk.js';

/** A popup's hands, for files in this folder. */
export const stage = (folder) => {
  let popup;
  let asked;
  const module = () => (asked ||= import(`${folder}vitrin-popup.js`));
  return {
    prepare: () => {
      module().catch(() => (asked = undefined));
    },
    open: (spec) => {
      const page = document.documentElement;
      spec.lang = page.lang;
      spec.dir = getComputedStyle(page).direction;
      spec.content = spec.content.map((block) => block.type === 'lines' ? { ...block, lines: block.lines.map(priced), total: priced(block.total) } : block);
      module().then(({ open }) => (popup = open(spec, (what, detail) => tell('popup', what, detail || {})))).catch(() => tell('popup', 'failed'));
    },
    close: (reason) => popup && popup.close(reason),
  };
};
