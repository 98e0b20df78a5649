// The linter's look at the page: what no settings can tell. It reads, and changes nothing.

// A pixel is how browsers round; what is taller is pushed aside when the cards come.
const ROUNDING = 1;

const named = (block) => `<vitrin-block kind="${block.getAttribute('kind')}">`;

/** What a block as it stands asks for; `style` gives its computed style. */
export const lintBlock = (block, style) => {
  const { display, minBlockSize } = style(block);
  if (display === 'inline') return [{ path: named(block), problem: '`vitrin.css` is not on this page: no room is kept, so it fills only where nobody looks', remedy: 'put `<link rel="stylesheet" href="…/vitrin.css">` into the head' }];
  if (block.dataset.vitrin !== 'filled' || !block.matches('[card-src], :has(template)')) return [];
  const kept = parseFloat(minBlockSize) || 0;
  const needed = block.scrollHeight;
  return needed > kept + ROUNDING ? [{ path: named(block), problem: `its cards are ${needed}px tall at this width, and room is kept for ${kept}px: it fills only where nothing below it is in view`, remedy: `\`--vitrin-reserve: ${needed}px\` in the theme's style sheet, once for each width at which the cards change` }] : [];
};

// What a card has, and what of an element it can fill, as `card.js` does it.
const FIELDS = ['id', 'title', 'url', 'image', 'price', 'sku', 'brand', 'category', 'availability', 'variant', 'sold'];
const TARGETS = /^(text|href|src|alt|attr\.((data|aria)-.+|title|content|value|datetime|lang))$/;

// Whether a card that is drawn has it all the same: a handler of the page gave it.
const isDrawn = (block, { bind }, target) => [...block.querySelectorAll('[data-bind]')].some((element) => element.dataset.bind === bind && (target === 'text' ? element.textContent : element.getAttribute(target.replace('attr.', ''))));

/** What a theme's own cards ask for and no card has; `template` is what the block was written with. */
export const lintBindings = (block, template) => [...template.querySelectorAll('[data-bind]')].flatMap(({ dataset }) => dataset.bind.split(';').filter((binding) => binding.trim()).flatMap((binding) => {
  const [target, field = ''] = binding.split(':').map((part) => part.trim());
  const path = `${named(block)} data-bind="${binding.trim()}"`;
  if (!TARGETS.test(target)) return [{ path, problem: `\`${target}\` cannot be filled`, remedy: 'known are `text`, `href`, `src`, `alt`, and `attr.` before `data-…`, `aria-…`, `title`, `content`, `value`, `datetime` or `lang`' }];
  return FIELDS.includes(field) || isDrawn(block, dataset, target) ? [] : [{ path, problem: `a card has no \`${field}\``, remedy: `known are ${FIELDS.map((name) => `\`${name}\``).join(', ')}; others only where a handler of \`vitrin-decide\` puts them into its items` }];
}));

/** Nobody has said yes yet: why a first try shows nothing. */
export const lintConsent = ({ personalization, analytics } = {}) => personalization || analytics ? [] : [{ path: 'consent', problem: 'nothing may be remembered or sent yet, so blocks stay empty', remedy: 'agree in the page\'s own banner; where there is none call `vitrin(\'consent\', {…})`, or for a first look of your own add `data-consent="granted"` to the tag' }];
