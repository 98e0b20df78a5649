// Prices as the page's language writes them.
import { attempt } from './life.js';

const format = (lang, { amount, currency }) => new Intl.NumberFormat(lang, { style: 'currency', currency }).format(amount);

/** A thing whose price is a text, if it has one. */
export const priced = (thing) => {
  const { price } = thing || {};
  // A page may name a language that there is not, or none.
  return price && price.amount ? { ...thing, price: attempt(() => format(document.documentElement.lang, price), () => format(undefined, price)) } : thing;
};
