// The page's language, where there are texts in it. English is built in where it is said.
const LANGUAGES = /^(ar|de|es|fi|fr|he|it|ja|ko|nl|pl|pt|sr|sv|tr|zh)\b/;

/** Its code; nothing where there are none. */
export const language = () => LANGUAGES.exec(document.documentElement.lang.toLowerCase())?.[0];
