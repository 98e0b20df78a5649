// How light a computed colour is.

// Below this relative luminance white text has more contrast than black (WCAG 2: √(1.05 × 0.05) − 0.05).
export const WHITE_READS_BETTER_BELOW = 0.179;

/** The relative luminance, 0 to 1, of a colour as getComputedStyle writes it; near enough for "light or dark". */
export const luminance = (colour) => {
  const [a = 1, b = a, c = a] = (colour.match(/[ (][\d.]+/g) ?? []).map((number) => +number.slice(1));
  if (/^rgb/.test(colour)) return 0.2126 * (a / 255) ** 2.2 + 0.7152 * (b / 255) ** 2.2 + 0.0722 * (c / 255) ** 2.2;
  // oklab and oklch: 0 to 1; lab and lch: 0 to 100; color(): channels 0 to 1.
  return (/^l/.test(colour) ? a / 100 : a) ** 3;
};
