// What ends with us: every listener and whatever else leaves the page as it was, on `vitrin('destroy')`.
const life = new AbortController();

export const end = () => life.abort();

export const ended = () => life.signal.aborted;

/** Does this at the end, at once when that is over. */
export const undo = (back) => ended() ? back() : life.signal.addEventListener('abort', back);

/** Ours to bear, not the page's. */
export const attempt = (act, otherwise) => {
  try {
    return act();
  } catch (error) {
    if (otherwise) return otherwise(error);
  }
};

/** Listens on the way down, where nothing can stop an event (or on the way up, after the page), and never holds the page up. */
export const listen = (target, names, heard, capture = true) => {
  for (const name of names.split(' ')) target.addEventListener(name, (event) => attempt(() => heard(event)), { capture, passive: true, signal: life.signal });
};
