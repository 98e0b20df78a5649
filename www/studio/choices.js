// What there is to choose from. A test compares the names with the package's own.

export const KINDS = [
  ['recently-viewed', 'Recently viewed'], ['also-like', 'You may also like'], ['similar', 'Similar products'], ['bought-together', 'Bought together'],
  ['goes-with', 'Goes well with it'], ['step-up', 'A step up'], ['buy-again', 'Buy again'], ['best-sellers', 'Best sellers'], ['trending', 'Trending'],
  ['new', 'New in'], ['back-in-stock', 'Back in stock'], ['from-search', 'From the last search'],
];

/** Kinds that show what the settings name; they are offered where settings that were opened have them. */
export const NAMED = [['look', 'A look (named in “looks”)'], ['picks', 'Your picks (named in “picks”)']];

/** Cards of a block, at most. */
export const MAX_LIMIT = 24;

/** Where a block stands: pasted into the theme, or seen from an element of it. */
export const SIDES = [['', 'I paste its element into the theme'], ['after', 'After an element'], ['before', 'Before an element'], ['into', 'Inside an element, at its end']];

/** What each answer to the question of consent means, said beside it. */
export const CONSENT = {
  auto: 'Nothing is remembered, shown from memory or sent until the platform says yes: Google Consent Mode, TCF, Shopify, Cookiebot, OneTrust, Usercentrics, GPP. In a page without one your own banner’s call decides; without that nothing ever shows.',
  wait: 'Nothing is remembered, shown from memory or sent until your banner calls `vitrin(\'consent\', { personalization: true, analytics: true })`.',
  granted: 'Everything starts at once. That is your word to the law: most shops in Europe need to ask.',
};

const HEADING = ['heading', 'Heading'];
const TEXT = ['text', 'Text'];

/** `on`: what the package does when nothing is said; `first`: what a new shop can do before it has anywhere to send to. */
export const CAMPAIGNS = [
  { id: 'cart-rescue', name: 'Cart reminder', on: true, first: true, what: 'As somebody leaves with something in the cart: its lines and total, once.', words: [HEADING, TEXT, ['code', 'Coupon code, if there is one']] },
  { id: 'email-capture', name: 'E-mail capture', on: true, what: 'As somebody leaves with an empty cart. Needs somewhere to send the address to: your shop’s events, or a backend.', words: [HEADING, TEXT] },
  { id: 'welcome', name: 'Welcome', on: false, what: 'For a first visit that lasts: two steps, never on arrival, never again once closed.', words: [HEADING, TEXT] },
  { id: 'still-thinking', name: 'Still thinking?', on: false, what: 'As somebody leaves who looked at several products: the ones they saw.', words: [HEADING, TEXT] },
  { id: 'free-shipping', name: 'Free delivery bar', on: false, what: 'How far the cart is from free delivery.', words: [['goal', 'From this amount, e.g. 50.00']] },
  { id: 'welcome-back', name: 'Welcome back', on: false, what: 'For a second visit: what was looked at last time.', words: [HEADING, TEXT] },
];

// A block with the words that were given; without them the package's own, in the shopper's language.
const said = (type, text) => text ? { type, text } : { type };
const head = ({ heading, text }) => [said('heading', heading), said('text', text)];
const close = { type: 'buttons', buttons: [{ action: 'close' }] };
const ask = {
  type: 'form', fields: [{ name: 'email', type: 'email', required: true }], consent: { required: true },
  success: [{ type: 'heading' }, { type: 'text' }, close],
};
const seen = (words) => [...head(words), { type: 'products', kind: 'recently-viewed' }, close];

/** The whole content of a preset with words of the shop's own. */
export const TEXTS = {
  'cart-rescue': (words) => [...head(words), { type: 'cart' }, words.code ? { type: 'coupon', code: words.code } : { type: 'coupon' }, { type: 'buttons', buttons: [{ action: 'cart' }, { action: 'close', kind: 'quiet' }] }],
  'email-capture': (words) => [...head(words), ask],
  welcome: (words) => [...head(words), { type: 'buttons', buttons: [{ action: 'next', next: [{ type: 'heading' }, { type: 'text' }, ask] }, { action: 'close', kind: 'quiet' }] }],
  'still-thinking': seen,
  'free-shipping': ({ goal }) => [{ type: 'goal', amount: goal }],
  'welcome-back': seen,
};

const KEYED = ['endpoint', 'key'];
const SITED = ['endpoint', 'site'];
const POSTED = ['endpoint'];
/** `needs`: what the package wants beside the name. */
export const BACKENDS = [
  ['amplitude', 'Amplitude', KEYED], ['clickhouse', 'ClickHouse', POSTED], ['cloudevents', 'CloudEvents', POSTED], ['countly', 'Countly', KEYED],
  ['datalayer', 'Data layer (Tag Manager)', []], ['ga4', 'Google Analytics 4, through the page’s own tag', []], ['jitsu', 'Jitsu', KEYED], ['json', 'JSON, another address', POSTED],
  ['klaviyo', 'Klaviyo', KEYED], ['matomo', 'Matomo', SITED], ['mautic', 'Mautic', POSTED], ['meta', 'Meta pixel, through the page’s own', []], ['mixpanel', 'Mixpanel', KEYED],
  ['openpanel', 'OpenPanel', KEYED], ['otlp', 'OpenTelemetry logs (OTLP)', POSTED], ['plausible', 'Plausible', SITED], ['posthog', 'PostHog', KEYED], ['rudderstack', 'RudderStack', KEYED],
  ['segment', 'Segment', KEYED], ['snowplow', 'Snowplow', KEYED], ['umami', 'Umami', SITED], ['unomi', 'Apache Unomi', KEYED],
].map(([name, label, needs]) => ({ name, label, needs }));

/** What each need looks like. */
export const NEEDS = { endpoint: ['Its address', 'https://…'], key: ['Its key', 'the public one, as its own snippet has it'], site: ['Its site', 'its id or domain, as its own snippet has it'] };

/** Languages that popups are tried in: English is the page’s own. */
export const LANGUAGES = ['en', 'ar', 'de', 'es', 'fi', 'fr', 'he', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'sr', 'sv', 'tr', 'zh'];

export const LOOK = [
  { name: 'accent', label: 'Buttons', type: 'color' },
  { name: 'on-accent', label: 'Text on buttons', type: 'color' },
  { name: 'surface', label: 'Ground of popups', type: 'color' },
  { name: 'text', label: 'Text', type: 'color' },
  { name: 'radius', label: 'Corners', type: 'number', unit: 'px' },
  { name: 'gap', label: 'Between cards', type: 'number', unit: 'px' },
];
