// What stands in some popups only, in a file of its own: forms, codes, countdowns, goals.
import css from './popup-offers.css';
import { form } from './popup-form.js';
import { countdown, coupon, goal } from './popup-offer.js';

/** Content blocks by their type. */
export const more = { __proto__: null, form, coupon, countdown, goal };

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
