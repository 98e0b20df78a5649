// The style of every popup, before all else in its file: so packed, that is smaller.
import css from './popup.css';
import formats from './popup-formats.css';
import offers from './popup-offers.css';

/** Constructed, because a page may forbid every <style> and every style attribute (CSP `style-src 'none'`). */
export const sheet = new CSSStyleSheet();
sheet.replaceSync(css + formats + offers);
