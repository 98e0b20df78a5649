// Popups are loaded when one may open; until then they cost nothing.
import { listen, undo } from './life.js';
import { priced } from './money.js';
import { tell } from './talk.js';

/** A popup's hands, for files in this folder. */
export const stage = (folder) => {
  let popup;
  let asked;
  // The one whose module is still on its way.
  let coming;
  const module = () => (asked ||= import(`${folder}vitrin-popup.js`));
  // What has not opened by now never will; core is told, so that another may.
  const forgo = () => {
    if (coming) tell('popup', 'failed');
    coming = null;
  };
  undo(forgo);
  // Back from the back-forward cache its reason is long gone.
  listen(window, 'pageshow', ({ persisted }) => persisted && forgo());
  return {
    prepare: () => {
      module().catch(() => (asked = undefined));
    },
    open: (spec) => {
      const page = document.documentElement;
      spec.lang = page.lang;
      spec.dir = getComputedStyle(page).direction;
      spec.content = spec.content.map((block) => block.type === 'lines' ? { ...block, lines: block.lines.map(priced), total: priced(block.total) } : block);
      coming = spec;
      module().then(({ open }) => {
        if (coming !== spec) return;
        popup = open(spec, (what, detail) => tell('popup', what, detail || {}));
        coming = null;
      }).catch(() => coming === spec && forgo());
    },
    close: (reason) => coming ? forgo() : popup && popup.close(reason),
  };
};
