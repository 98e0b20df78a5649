// What words promise, and how well colours can be read.

/** WCAG 2.2, 1.4.3: text of normal size. */
export const WCAG_AA = 4.5;

/** Words that claim something which has to be so. */
export const claims = {
  hurry: /last chance|only today|today only|ends soon|hurry|nur heute|letzte chance|dernière chance|última oportunidad|son şans|solo oggi/i,
  orders: /also bought|bought together|best.?sell|customers? (buy|love)|most popular|auch gekauft|bestseller|ont aussi acheté|también compraron|çok satan/i,
};

const channel = (value) => value <= 10.3149 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;

// What a style sheet calls by name or turns round a wheel.
const NAMED = { white: '#fff', black: '#000' };
const wheel = (hue, saturation, lightness) => [0, 8, 4].map((at) => {
  const turn = (at + hue / 30) % 12;
  return 255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(turn - 3, 9 - turn, 1)));
});

const light = (text) => {
  const colour = NAMED[text.trim().toLowerCase()] || text;
  const hsl = /^\s*hsl\(\s*(\d+)(?:deg)?[ ,]+([\d.]+)%[ ,]+([\d.]+)%\s*\)\s*$/i.exec(colour);
  const hex = /^\s*#([\da-f]{3}|[\da-f]{6})\s*$/i.exec(colour);
  const digits = hex && (hex[1].length === 3 ? hex[1].replace(/./g, '$&$&') : hex[1]);
  const rgb = hsl ? wheel(Number(hsl[1]), hsl[2] / 100, hsl[3] / 100) : digits ? digits.match(/../g).map((two) => Number.parseInt(two, 16)) : (/^\s*rgb\(\s*(\d+)[ ,]+(\d+)[ ,]+(\d+)\s*\)\s*$/.exec(colour) || []).slice(1).map(Number);
  if (rgb.length !== 3) return undefined;
  const [red, green, blue] = rgb.map(channel);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** The contrast of two colours, 1 to 21; nothing when one is not a plain colour. */
export const contrast = (one, other) => {
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return bright === undefined || dark === undefined ? undefined : (bright + 0.05) / (dark + 0.05);
};
