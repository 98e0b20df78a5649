// What is being worked on, kept in this tab while it is open: a reload loses nothing, and nothing leaves the page.

const NAME = 'vitrin-studio';

/** Keeps it; without anything, forgets. */
export const keep = (work) => {
  try {
    if (work) sessionStorage.setItem(NAME, JSON.stringify(work));
    else sessionStorage.removeItem(NAME);
  } catch { /* where a browser keeps nothing, a reload begins anew */ }
};

/** What was kept, or nothing. */
export const kept = () => {
  try {
    return JSON.parse(sessionStorage.getItem(NAME));
  } catch {
    return null;
  }
};
