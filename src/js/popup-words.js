// What a popup says by itself; every language is a file of its own.
import { local } from './popup-local.js';

// What stands in braces is put in once; what is put in is not looked through again.
const placed = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

/** Words for a popup: what the shop wrote (a text, or texts by language), or our own under this name, its preset's first. */
export const speaker = ({ words, preset, lang }) => {
  const table = { __proto__: null, ...words };
  const plural = local(Intl.PluralRules, lang);
  return (scope) => (given, name, values = {}) => {
    const [language] = `${lang}`.split('-');
    const by = { __proto__: null, ...given };
    const own = typeof given === 'object' && given ? by[lang] ?? by[language] ?? Object.values(by)[0] : given;
    if (own !== undefined && own !== null) return `${own}`;
    const word = table[`${preset}.${scope}${name}`] ?? table[scope + name] ?? table[name] ?? '';
    return placed(word.other ? word[plural.select(values.n)] ?? word.other : word, values);
  };
};
