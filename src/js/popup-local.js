// Numbers, prices and dates as the page's language writes them.

/** Intl's, or what there is for a language that it does not know. */
export const local = (Format, lang, options) => {
  try {
    return new Format(lang || undefined, options);
  } catch {
    return new Format(undefined, options);
  }
};

/** A price as the page's language writes it; what is a text already stays one, and what is neither is none. */
export const priced = (price, lang) => {
  if (!price?.amount) return typeof price === 'string' ? price : '';
  const { amount, currency } = price;
  try {
    return local(Intl.NumberFormat, lang, { style: 'currency', currency }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
};
