// Popups are loaded when one may open; until then they cost nothing.
import { text } from './fetch.js';
import { listen, undo } from './life.js';
import { tell } from './talk.js';
import { words } from './words.js';

/** A popup's hands, for files in this folder. */
export const stage = (folder) => {
  let asked;
  // By their ids: those on stage, and those whose module is still on its way, which cannot do anything yet.
  const all = {};
  // With our own words: in the page's language they are there already, and where there are none it is English that is fetched.
  const module = () => (asked ||= Promise.all([import(`${folder}vitrin-popup.js`), words.close ? words : text(`${folder}vitrin-en.json`).then((found) => JSON.parse(found || ''))]));
  // What has not opened by now never will; core is told, so that another may.
  const forgo = (id) => {
    delete all[id];
    tell('popup', 'failed', {}, id);
  };
  const close = (reason) => {
    for (const [id, popup] of Object.entries(all)) if (popup.close) popup.close(reason);
    else forgo(id);
  };
  undo(close);
  // Back from the back-forward cache its reason is long gone.
  listen(window, 'pageshow', ({ persisted }) => persisted && close('page'));
  return {
    prepare: () => module().catch(() => (asked = undefined)),
    open: (spec) => {
      const { id, content } = spec;
      const page = document.documentElement;
      if (all[id]) return all[id].update && all[id].update(content);
      const coming = all[id] = {};
      module().then(([{ open }, said]) => {
        if (all[id] === coming) {
          all[id] = open({ lang: page.lang, dir: getComputedStyle(page).direction, words: said, ...spec }, (what, detail) => {
            if (what === 'close') delete all[id];
            return tell('popup', what, detail || {}, id);
          });
        }
      }).catch(() => all[id] === coming && forgo(id));
    },
    sent: (id, ok) => all[id] && all[id].sent && all[id].sent(ok),
    close,
  };
};
