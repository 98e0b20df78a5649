// Default texts in the page's language: a file of their own, fetched where there is one. English is built in where it is said.
import { text } from './fetch.js';

const LANGUAGES = /^(ar|de|es|fi|fr|he|it|ja|ko|nl|pl|pt|sr|sv|tr|zh)\b/i;

/** What there is in the page's language, by its name. */
export const words = {};

export const learn = async (folder) => {
  const [language] = LANGUAGES.exec(document.documentElement.lang) || [];
  try {
    if (language) Object.assign(words, JSON.parse(await text(`${folder}lang/${language.toLowerCase()}.json`)));
  } catch {
    // English is a language too.
  }
};
