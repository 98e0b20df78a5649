// Whether something of the page's own stands over it, which a popup waits for.
import { tell } from './talk.js';

// What says that it is a dialog, and what a cookie banner is called.
const DIALOG = 'dialog[open],[role=dialog],[role=alertdialog],[id*=cookie i],[class*=cookie i],[id*=consent i],[class*=consent i]';
// A banner is wider than the small button that brings it back.
const BANNER = 200;

// Whether it stands over the page, where the shopper sees it.
const shows = (element) => {
  const { width, height } = element.getBoundingClientRect();
  const { position, visibility } = getComputedStyle(element);
  return width > BANNER && height > 0 && visibility === 'visible' && (position === 'fixed' || element.matches('[open],[aria-modal=true]'));
};

export const look = (campaign) => tell('looked', campaign, [...document.querySelectorAll(DIALOG)].some(shows));
