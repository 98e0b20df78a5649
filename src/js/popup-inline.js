// A popup that stands in the page: put beside what the shop names, and neither its coming nor its going moves what is on screen.

// Everything above the screen counts as on it: what changes there moves what is below.
const ABOVE = '9999999px 0px 0px 0px';
// What is half on screen, or fills half of the screen, is seen.
const HALF = 0.5;
const OFTEN = [0, 0.2, 0.4, HALF];
const isSeen = ({ intersectionRatio, intersectionRect }) => intersectionRatio >= HALF || intersectionRect.height >= HALF * innerHeight;
const isGone = ({ isIntersecting }) => !isIntersecting;

// Does something once an element stands so.
const when = (element, stands, act, signal, options) => {
  const observer = new IntersectionObserver((entries) => {
    if (!stands(entries.at(-1))) return;
    observer.disconnect();
    act();
  }, options);
  observer.observe(element);
  signal?.addEventListener('abort', () => observer.disconnect());
};

/** Puts the host where the shop says, if that is on the page: without a box until it is below the screen. */
export const settle = (host, { after, before, into }, stand, seen, signal) => {
  const beside = document.querySelector(after ?? before ?? into);
  host.setAttribute('place', 'wait');
  beside.insertAdjacentElement(after ? 'afterend' : before ? 'beforebegin' : 'beforeend', host);
  when(host, isGone, () => {
    host.setAttribute('place', 'inline');
    stand();
    when(host, isSeen, seen, signal, { threshold: OFTEN });
  }, signal, { rootMargin: ABOVE });
};

/** Takes the host away once nobody sees it go; until then its room stays, empty. */
export const vacate = (host) => {
  host.setAttribute('place', 'left');
  when(host, isGone, () => host.remove(), undefined, { rootMargin: ABOVE });
};
