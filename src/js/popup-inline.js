// A popup that stands in the page: put beside what the shop names, and neither its coming nor its going moves what is on screen.

// Everything above the screen counts as on it: what changes there moves what is below.
const ABOVE = '9999999px 0px 0px 0px';
// What is half on screen is seen.
const HALF = 0.5;

// Does something once an element is (or is no longer) on screen.
function when(element, on, act, signal, options) {
  const observer = new IntersectionObserver((entries) => {
    if (entries.at(-1).isIntersecting !== on) return;
    observer.disconnect();
    act();
  }, options);
  observer.observe(element);
  signal?.addEventListener('abort', () => observer.disconnect());
}

/** Puts the host where the shop says, if that is on the page: without a box until it is below the screen. */
export function settle(host, { after, before, into }, stand, seen, signal) {
  const beside = document.querySelector(after ?? before ?? into);
  host.setAttribute('place', 'wait');
  beside.insertAdjacentElement(after ? 'afterend' : before ? 'beforebegin' : 'beforeend', host);
  when(host, false, () => {
    host.setAttribute('place', 'inline');
    stand();
    when(host, true, seen, signal, { threshold: HALF });
  }, signal, { rootMargin: ABOVE });
}

/** Takes the host away once nobody sees it go; until then its room stays, empty. */
export function vacate(host) {
  host.setAttribute('place', 'left');
  when(host, false, () => host.remove(), undefined, { rootMargin: ABOVE });
}
