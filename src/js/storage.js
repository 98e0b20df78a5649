// localStorage, which throws when it is blocked, full, or the document has no origin of its own.
// Each access asks for it anew, for a page may lose it at any time.
import { attempt } from './life.js';
import { tell } from './talk.js';

/** The key of the profile; keys of outboxes begin with it and a dot. Core names them in what it asks to have written. */
export const PROFILE = 'vitrin';

const keys = () => Object.keys(localStorage).filter((key) => key === PROFILE || key.startsWith('vitrin.out.'));
export const refused = () => tell('refused');

export const load = (profile, outboxes) => attempt(() => {
  const stored = keys().map((key) => [key, localStorage.getItem(key)]);
  tell('loaded', profile && localStorage.getItem(PROFILE), outboxes && stored.filter(([key]) => key !== PROFILE));
}, refused);

// A storage that refuses even this holds nothing of ours.
export const erase = (profile, outboxes) => attempt(() => keys().forEach((key) => (key === PROFILE ? profile : outboxes) && localStorage.removeItem(key)));
