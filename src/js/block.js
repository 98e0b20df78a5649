// <vitrin-block>: a place that tells core when it appears and when it goes. What stands in it is decided in core and made in src/web.

/** Defines the element; without a core its room is given back, unless a shopper is looking at it. */
export function defineBlock(core) {
  let on = true;
  // Defined once for a document's life: after `destroy` the element does nothing.
  const found = (element) => on && (core ? core.block_found(element) : release(element));
  class Block extends HTMLElement {
    connectedCallback() {
      found(this);
    }

    disconnectedCallback() {
      if (on && core) core.block_lost(this);
    }
  }
  if (!customElements.get('vitrin-block')) customElements.define('vitrin-block', Block);
  return () => (on = false);
}

// Room that nothing will fill goes once it is below the screen; collapsing what is seen would move the page.
function release(element) {
  const watch = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) {
      element.dataset.vitrin = 'off';
      watch.disconnect();
    }
  }, ABOVE_TOO);
  watch.observe(element);
}

// Everything above the screen counts as on it: what changes there moves what is below.
export const ABOVE_TOO = { rootMargin: '9999999px 0px 0px 0px' };
