// Default texts in the page's language: a file of their own, fetched where there is one. English is built in where it is said, but for popups.
import { text } from './fetch.js';
import { language } from './language.js';

/** What there is in the page's language, by its name. */
export const words = {};

export const learn = async (folder) => {
  const code = language();
  try {
    if (code) Object.assign(words, JSON.parse(await text(`${folder}lang/${code}.json`)));
  } catch {
    // English is a language too.
  }
};
