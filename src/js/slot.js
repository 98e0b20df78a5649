// <vitrin-slot>: what the shop's server put there stays, unless a part of it for a segment is sure before anybody sees it.
// <vitrin-slot name="hero"><img …><template segment="returning"><img …></template></vitrin-slot>

const kept = new Map();
const known = new Set();
let over;

// What was seen, and what was pressed in it, in GA4's words.
const say = (what, slot) => over || window.vitrin('track', what, { creative_slot: slot.getAttribute('name') ?? '', creative_name: slot.dataset.vitrin ?? 'default' });

// Half of it on screen, or half of the screen full of it.
const seeing = new IntersectionObserver((entries) => {
  for (const { target, intersectionRatio: part, intersectionRect: { height } } of entries) if (part >= 0.5 || height >= innerHeight / 2) {
    seeing.unobserve(target);
    say('view_promotion', target.closest('vitrin-slot'));
  }
}, { threshold: [0.1, 0.2, 0.3, 0.4, 0.5] });

// Only who is known can be in a segment for sure, and only what nobody sees may change.
async function choose(slot) {
  const { consent, visit } = await window.vitrin('explain') ?? {};
  const holds = ({ localName, attributes }) => localName === 'template' && visit?.segment?.includes(attributes.segment?.value);
  const variant = [...slot.children].find(holds);
  if (over || known.has(slot) || !slot.isConnected) return;
  known.add(slot);
  if (variant && consent.personalization && slot.getBoundingClientRect().top >= innerHeight) {
    kept.set(slot, [...slot.childNodes]);
    slot.replaceChildren(variant.content.cloneNode(true));
    slot.dataset.vitrin = variant.getAttribute('segment');
  }
  // An element that is no block has no box of its own in every browser; what stands in it has.
  seeing.observe([...slot.children].find(({ localName }) => localName !== 'template') ?? slot);
  slot.addEventListener('click', ({ target }) => target.closest('a, button') && say('select_promotion', slot));
}

/** Fills the slots of the page, and those to come; what it answers puts everything back. */
export function place() {
  if (!customElements.get('vitrin-slot')) {
    customElements.define('vitrin-slot', class extends HTMLElement {
      connectedCallback() {
        choose(this);
      }
    });
  }
  return () => {
    over = true;
    seeing.disconnect();
    for (const [slot, nodes] of kept) {
      slot.replaceChildren(...nodes);
      delete slot.dataset.vitrin;
    }
  };
}
