// <vitrin-slot>: what the shop's server put there stays, unless a part of it for a segment is sure before anybody sees it.
// <vitrin-slot name="hero"><img …><template segment="returning"><img …></template></vitrin-slot>

const kept = new Map();
let over;

// Only who is known can be in a segment for sure, and only what nobody sees may change.
async function choose(slot) {
  const { consent, visit } = await window.vitrin('explain') ?? {};
  const holds = ({ localName, attributes }) => localName === 'template' && visit?.segment?.includes(attributes.segment?.value);
  const variant = [...slot.children].find(holds);
  if (over || kept.has(slot) || !slot.isConnected || !variant || !consent.personalization || slot.getBoundingClientRect().top < innerHeight) return;
  kept.set(slot, [...slot.childNodes]);
  slot.replaceChildren(variant.content.cloneNode(true));
  slot.dataset.vitrin = variant.getAttribute('segment');
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
    for (const [slot, nodes] of kept) {
      slot.replaceChildren(...nodes);
      delete slot.dataset.vitrin;
    }
  };
}
