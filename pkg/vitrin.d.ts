/** What a shop can set. Later wins: the tag's `data-*`, a JSON document, `vitrin('config', …)`. */
export interface Settings {
  /** Where events are posted to as `text/plain` JSON. Without it nothing is ever sent. */
  endpoint?: string;
  /** Backends that take events in a form of their own, beside or instead of `endpoint`; each has its own settings beside its name. */
  backends?: Backend[];
  /**
   * Whose word on consent counts: every platform in the page together (`auto`, the default), these platforms, nobody's (`wait`) or the shop's (`granted`).
   * `vitrin('consent', …)` overrides what platforms have said. Nothing is stored and nothing requested before.
   */
  consent?: 'auto' | 'wait' | 'granted' | ConsentPlatform[];
  /** What becomes of what happened on the page before consent came; default `keep`. */
  before_consent?: 'keep' | 'drop';
  /** Address of the catalog: a JSON array of products with flat `price` and `currency`. */
  feed?: string;
  /** Folder of the files that `vitrin-shelf build` makes of the shop's own log. */
  shelf?: string;
  /** Where the shopper is, in the words of the log; default nowhere. */
  region?: string;
  /** ISO 4217 code, for shops whose pages print only a sign such as `$`. */
  currency?: string;
  /** Where the cart is; found on the page when not set. */
  cart_url?: string;
  /** Blocks for themes that cannot be edited; `auto` puts the usual ones at the end of `main`. */
  blocks?: 'auto' | BlockPlacement[];
  /** Whether each card tells on demand why it is there; default `off`. */
  why?: boolean | 'on' | 'off';
  /** Whether the shopper can clear and pause the history in each recently-viewed block; default `off`. */
  controls?: boolean | 'on' | 'off';
  /** Days; what is older is forgotten on the device, and events that could not be sent are kept for as many, 7 at most. Default: the latest 40 products, and 7 days for events. */
  retention_days?: number;
  /** Days after which a price that was read of a page is not shown any more; default 7. */
  price_days?: number;
  /** What the shop wants of recommendations. */
  rules?: Rule[];
  /** By name, what blocks of kind `picks` show. */
  picks?: Record<string, Rule>;
  /** Blocks in variants of strategy and heading: see the attribute `experiment`. */
  experiments?: BlockExperiment[];
  /** By name, ids that belong together, for blocks of kind `look`. */
  looks?: Record<string, (string | number)[]>;
  /** Popups, by falling priority. `off` or `[]`: none. Default: `cart-rescue`, and `email-capture` when there is an endpoint. */
  campaigns?: 'off' | false | (Preset | CampaignSettings)[];
  /** Named audiences; one may ask for those before it. */
  segments?: Record<string, Audience>;
  /** What the shop knows of this shopper; stays on the device. */
  traits?: Record<string, unknown>;
  /** The part of all visitors, 0 to 1, who are shown no campaign; default 0. */
  holdout?: number;
}

/** `custom` brings its own table, as `src/adapters/table.schema.json` describes it. */
export interface Backend {
  /** The name of its table in the folder `adapters/`; `custom` has its table in `table`. */
  name:
    | 'custom'
    | 'amplitude'
    | 'clickhouse'
    | 'cloudevents'
    | 'countly'
    | 'datalayer'
    | 'ga4'
    | 'jitsu'
    | 'json'
    | 'klaviyo'
    | 'matomo'
    | 'mautic'
    | 'meta'
    | 'mixpanel'
    | 'openpanel'
    | 'otlp'
    | 'plausible'
    | 'posthog'
    | 'rudderstack'
    | 'segment'
    | 'snowplow'
    | 'umami'
    | 'unomi';
  /** The host that takes the events: only you name one. */
  endpoint?: string;
  /** Write key, project token, app key, client id, scope. */
  key?: string;
  /** Matomo's idsite, Umami's website, Plausible's domain. */
  site?: string | number;
  /** Only these events. */
  events?: string[];
  /** For `custom`: the table. */
  table?: object;
  [setting: string]: unknown;
}

/** `gpc` can only forbid sending. */
export type ConsentPlatform = 'tcf' | 'gpp' | 'consent-mode' | 'shopify' | 'cookiebot' | 'onetrust' | 'usercentrics' | 'gpc';

/** What a block shows. Each is true to its heading, or shows nothing. */
export type Kind =
  | 'recently-viewed'
  | 'also-like'
  | 'similar'
  | 'bought-together'
  | 'goes-with'
  | 'step-up'
  | 'buy-again'
  | 'best-sellers'
  | 'trending'
  | 'new'
  | 'back-in-stock'
  | 'from-search'
  | 'look'
  | 'picks';

/** Ids, or what must hold together; of a list of words one. */
export type Clause =
  | (string | number)[]
  | {
      /** These products. */
      ids?: (string | number)[];
      /** Its name, or one of these. */
      brand?: string | string[];
      /** A level of the category, or the path from the top. */
      category?: string | string[];
      /** A part of the title. */
      title?: string | string[];
      /** In the currency of the product. */
      min_price?: number | string;
      /** In the currency of the product. */
      max_price?: number | string;
    };

/** One wish of the shop on recommendations; all rules that hold apply. */
export interface Rule {
  /** The kinds it is for; without it all. */
  kind?: Kind | Kind[];
  /** It holds only beside such a product. */
  for?: Clause;
  /** Shown first, in this order; only under headings that claim no fact. */
  pin?: (string | number)[];
  /** Their score is multiplied by `by`, default 2. */
  boost?: Clause & {
    /** Up to 16. */
    by?: number;
  };
  /** Never shown. */
  exclude?: Clause;
  /** Nothing else is shown. */
  filter?: Clause;
  /** The chosen cards by rising or falling price. */
  order?: 'price' | '-price';
}

/** Campaigns that are ready: triggers, audience, content and words. */
export type Preset = 'cart-rescue' | 'email-capture' | 'welcome' | 'still-thinking' | 'free-shipping' | 'welcome-back';
/** A text, or texts by language: `{ en: '…', de: '…' }`. */
export type Words = string | Record<string, string>;

/** Exactly one of `after`, `before` and `into`, each a CSS selector. */
export type BlockPlacement = {
  /** What it shows. */
  kind: Kind;
  /** Cards at most, 1 to 24; default 6. */
  limit?: number;
  /** Default: it follows what is really shown, in the language of the page. */
  heading?: string;
  /** Types of pages it is for. */
  pages?: PageType | PageType[];
  /** Id of the product that company is wanted for; default the page's. */
  near?: string | number;
  /** Which look or pick. */
  of?: string;
  /** Default: the setting `why`. */
  why?: boolean | 'on' | 'off';
  /** Default: the setting `controls`. */
  controls?: boolean | 'on' | 'off';
  /** Which of `experiments` decides its kind or heading. */
  experiment?: string;
} & (
  | {
      /** The element it stands behind. */
      after: string;
    }
  | {
      /** The element it stands in front of. */
      before: string;
    }
  | {
      /** The element at whose end it stands. */
      into: string;
    }
);

/** At least so much; `true`: more than none. */
export type NumberRule =
  | number
  | boolean
  | {
      /** At least so much. */
      min?: number;
      /** At most so much. */
      max?: number;
    };
/** The same, `*` at an end for anything; one of a list; `true`: any. */
export type TextRule =
  | string
  | boolean
  | string[]
  | {
      /** None of this. */
      not: TextRule;
    };

/** Fields hold together; `all` and `any` combine. */
export interface Audience {
  /** All of these hold. */
  all?: Audience[];
  /** At least one of these holds. */
  any?: Audience[];
  /** This does not hold. */
  not?: Audience;
  /** Has left an address. */
  lead?: boolean;
  /** Has ordered before. */
  buyer?: boolean;
  /** The first visit. */
  new?: boolean;
  /** The main pointer is a finger. */
  touch?: boolean;
  /** Pieces in the cart. */
  cart_count?: NumberRule;
  /** What the cart costs, in the shop's currency. */
  cart_value?: NumberRule;
  /** Products looked at. */
  viewed?: NumberRule;
  /** The middle one of their prices, in the currency of the last: what somebody looks at costs about so much. */
  viewed_price?: NumberRule;
  /** Visits, this one included. */
  visits?: NumberRule;
  /** Pages in this visit. */
  pages?: NumberRule;
  /** Orders. */
  orders?: NumberRule;
  /** What all orders cost, in the shop's currency. */
  spent?: NumberRule;
  /** Whole days between the last visit and this one. */
  days_away?: NumberRule;
  /** A `PageType`. */
  page?: TextRule;
  /** Path of the address, without a closing slash. */
  path?: TextRule;
  /** A host. */
  referrer?: TextRule;
  /** Of the address that began this visit. */
  utm_source?: TextRule;
  /** Of the address that began this visit. */
  utm_medium?: TextRule;
  /** Of the address that began this visit. */
  utm_campaign?: TextRule;
  /** Of the address that began this visit. */
  utm_term?: TextRule;
  /** Of the address that began this visit. */
  utm_content?: TextRule;
  /** phone, tablet or desktop. */
  device?: TextRule;
  /** Of the page, or of the browser. */
  language?: TextRule;
  /** new, browsing, interested, cart, checkout or buyer. */
  stage?: TextRule;
  /** A name of the settings' `segments`. */
  segment?: TextRule;
  /** Categories and brands met at least twice. */
  affinity?: TextRule;
  /** Ids, names, categories and brands in the cart. */
  in_cart?: TextRule;
  /** Ids of products bought. */
  bought?: TextRule;
  /** Words searched for. */
  searched?: TextRule;
  /** What the shop told (setting `traits`, `identify`, `import`), each compared as a number or a text. */
  traits?: Record<string, NumberRule | TextRule>;
}

/** What each needs; `false` switches one off. */
export interface Triggers {
  /** About to leave, by pointer or shortcut. */
  exit?: boolean;
  /** Signs of leaving on a touch screen. */
  leave?: boolean;
  /** A CSS selector. */
  click?: string | string[] | false;
  /** The cart changes; or only in this way. */
  cart_change?: boolean | 'add_to_cart' | 'remove_from_cart';
  /** Something is searched for; or only these words, `*` at an end for anything. */
  search?: boolean | string | string[];
  /** A search without result. */
  empty_search?: boolean;
  /** Milliseconds elsewhere. */
  return?: boolean | number;
  /** An event of this name: of the vocabulary, or told by `track`. */
  event?: string | string[] | false;
  /** Milliseconds on the page. */
  delay?: number | boolean;
  /** Milliseconds of doing something. */
  active?: number | false;
  /** Percent. */
  scroll?: number | false;
  /** Milliseconds of doing nothing. */
  idle?: number | false;
  /** Pages in this visit. */
  pages?: number | false;
  /** Only `vitrin('show', id)`. */
  call?: boolean;
}
/** Triggers that need no value; each alone is the same as `{ [trigger]: true }`. */
export type Trigger = 'exit' | 'leave' | 'cart_change' | 'search' | 'empty_search' | 'return' | 'event' | 'delay' | 'call';

/** A popup. Only `when` and `content`, or a `preset`, are needed. */
export interface CampaignSettings {
  /** Start from a preset; the other fields change it. */
  preset?: Preset;
  /** Its name in events and in the ledger. */
  id?: string;
  /** What brings it up: one trigger, or several (a list, or an object with what each needs), of which any does. */
  when?: Trigger | (Trigger | Triggers)[] | Triggers;
  /** Milliseconds on the page; for `when: 'delay'`. */
  delay?: number;
  /** For whom; without it everybody. */
  who?: Audience;
  /** On which pages; without it all. Never while somebody pays. */
  where?: Audience;
  /** By the clock of `zone`, an IANA name; the shopper's own without it. */
  schedule?: { from?: string; to?: string; days?: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; hours?: [string, string]; zone?: string };
  /** How often, for each shopper. */
  limits?: {
    /** Default 1. */
    per_session?: number;
    /** In 24 hours; without it any number. */
    per_day?: number;
    /** At all; without it any number. */
    lifetime?: number;
    /** Days of quiet after it was closed; default 7. */
    days_after_close?: number;
    /** Days of quiet after it did its work; default 90. */
    days_after_convert?: number;
  };
  /** Names of events after which whoever saw it does not see it again, for as long as after its own success (`days_after_convert`). */
  until?: string | string[];
  /** Each visitor gets one, the same every time: what is seen may vary; for whom, when and how often is one for all. */
  variants?: ({ name: string } & Partial<Pick<CampaignSettings, 'preset' | 'content' | 'format' | 'position' | 'teaser' | 'after' | 'before' | 'into' | 'goal'>>)[];
  /** Parts of 1; equal ones without it. */
  weights?: number[];
  /** A higher edition is given anew. */
  version?: number;
  /** The part of the visitors, 0 to 1, who are not shown it; default 0. */
  holdout?: number;
  /** Default `dialog`. `inline` needs one of `after`, `before` and `into`. */
  format?: 'dialog' | 'bar' | 'slide-in' | 'drawer' | 'full-screen' | 'inline' | 'teaser';
  /** Where a bar stands; default `bottom`. */
  position?: 'bottom' | 'top';
  /** The words on the tab of a teaser; default the heading. */
  teaser?: Words;
  /** CSS selectors. */
  after?: string;
  /** For `inline`: a CSS selector. */
  before?: string;
  /** For `inline`: a CSS selector. */
  into?: string;
  /** The amount that `goal` blocks are about, in the cart's currency: `"50.00"`. */
  goal?: string | number;
  /** What it shows, from top to bottom; default the preset's. */
  content?: ContentBlock[];
}

/** A part of a popup, by its `type`. Words that are not given are a preset's, or ours, in the language of the page. */
export type ContentBlock = HeadingBlock | ImageBlock | CartBlock | ProductsBlock | CouponBlock | CountdownBlock | GoalBlock | FormBlock | ButtonsBlock;

/** Words. */
export interface HeadingBlock {
  /** How loud they are. */
  type: 'heading' | 'text';
  /** What they say; default the preset's. */
  text?: Words;
}

/** A picture. */
export interface ImageBlock {
  /** A picture. */
  type: 'image';
  /** Its address. */
  src: string;
  /** What it shows; empty, the default, when it only adorns. */
  alt?: Words;
}

/** The shopper's own cart lines with their total. */
export interface CartBlock {
  /** The cart. */
  type: 'cart';
}

/** A row of products. */
export interface ProductsBlock {
  /** Products. */
  type: 'products';
  /** Which. */
  kind: Kind;
  /** Cards at most; default 3. */
  limit?: number;
  /** The words above; default as in a block of this kind. */
  text?: Words;
}

/** A code to copy. */
export interface CouponBlock {
  /** A code. */
  type: 'coupon';
  /** Without it the one that was given before is shown again, if one was. */
  code?: string;
  /** The words above it. */
  text?: Words;
}

/** The time until a real date; when it has come the block goes. */
export interface CountdownBlock {
  /** A countdown. */
  type: 'countdown';
  /** Such as `2026-12-01T00:00:00+01:00`. */
  until: string;
  /** The words above it. */
  text?: Words;
}

/** How far the cart is from an amount. */
export interface GoalBlock {
  /** The way to an amount. */
  type: 'goal';
  /** In the cart's currency, such as `"50.00"`; default the campaign's `goal`. */
  amount?: string | number;
  /** With `{money}` for what is missing. */
  text?: Words;
  /** What is said once it is reached. */
  reached?: Words;
}

/** Buttons, side by side, or below each other where they do not fit. */
export interface ButtonsBlock {
  /** Buttons. */
  type: 'buttons';
  /** From the first to the last. */
  buttons: Button[];
}

/** One button. */
export interface Button {
  /** The words on it; a preset has its own. */
  label?: Words;
  /** `close` only closes; `follow` leads to `href`; `cart` to the cart, and is left out when nobody knows where that is; `next` shows the content in `next`. */
  action: 'close' | 'follow' | 'cart' | 'next';
  /** For `follow`: where it leads, http(s) or relative. */
  href?: string;
  /** For `next`: what takes the popup over. */
  next?: ContentBlock[];
  /** How loud it looks; default `primary`. */
  kind?: 'primary' | 'quiet';
}

/** A form. An address is read when it is sent, not before, and is never stored on the device. */
export interface FormBlock {
  /** A form. */
  type: 'form';
  /** What is asked. */
  fields: FormField[];
  /** A box to tick; its words, their version (default 1), the answer and the time go with the event as proof. */
  consent?: { text?: Words; version?: string; required?: boolean; name?: 'consent' };
  /** The words on its button. */
  submit?: Words;
  /** What is said when it cannot be sent. */
  error?: Words;
  /** The address has to be confirmed by mail before it counts; told with the event. */
  double_opt_in?: boolean;
  /** Where it is posted to as well, as a form of the page would be. It then needs no endpoint for events, and no consent to send them: sending it is the shopper's own act. */
  endpoint?: string;
  /** What goes there besides. */
  extra?: Record<string, string>;
  /** What takes its place once it is sent; without it the popup closes. */
  success?: ContentBlock[];
}

/** What a form asks for. */
export interface FormField {
  /** The field's name in the `lead_submit` event. */
  name: string;
  /** Which keyboard a phone shows, and what the browser checks. */
  type: 'email' | 'tel' | 'name' | 'text' | 'choice';
  /** The words above it; e-mail, phone and name have their own. */
  label?: Words;
  /** Whether the form needs it; default `false`. */
  required?: boolean;
  /** HTML's autocomplete token; by type when not set. */
  autocomplete?: string;
  /** 1 or 2. */
  step?: number;
  /** Its name at the form's own endpoint. */
  as?: string;
  /** For `choice`. */
  options?: (string | { value: string; label: Words })[];
}

/** Money is a decimal string and an ISO 4217 code, never a float. */
export interface Money {
  /** Such as `"29.00"`. */
  amount: string;
  /** ISO 4217, such as `"EUR"`. */
  currency: string;
}

/** schema.org's short names. */
export type Availability =
  | 'InStock' | 'OutOfStock' | 'PreOrder' | 'BackOrder' | 'LimitedAvailability' | 'Discontinued' | 'SoldOut' | 'InStoreOnly' | 'OnlineOnly';

/** A product as it was understood. */
export interface Product {
  /** As the shop calls it. */
  id: string;
  /** Its name. */
  title: string;
  /** Of its page, absolute. */
  url?: string;
  /** Of its picture, absolute. */
  image?: string;
  /** What it costs now. */
  price?: Money;
  /** The shop's stock-keeping number. */
  sku?: string;
  /** Who makes it. */
  brand?: string;
  /** Path, with ` > ` between levels. */
  category?: string;
  /** Whether it can be bought. */
  availability?: Availability;
  /** Such as a size or a colour. */
  variant?: string;
}

/** A product with what spoke for it. */
export interface Recommendation extends Product {
  /** What spoke for it, the weightiest first. */
  reasons: { code: string; subject?: string }[];
  /** On a card: whether it cannot be ordered. */
  sold?: boolean;
}

/** A product in a cart or an order. */
export interface CartLine extends Product {
  /** Pieces, at least 1. */
  quantity: number;
}

/** What a page is. */
export type PageType = 'home' | 'category' | 'search' | 'product' | 'cart' | 'checkout' | 'purchase' | 'other';

/** What was understood of the page, and from where. */
export interface Inspection {
  /** What this page is. */
  page: { type: PageType };
  /** On a product page. */
  product?: Product;
  /** Others on the page, in its order. */
  products: Product[];
  /** The whole cart, where the page shows it whole. */
  cart?: CartLine[];
  /** On a page of results: the words, and how many were found, if the page says so. */
  search?: { term: string; results?: number };
  /** On a thank-you page. */
  order?: { id: string; total?: Money; lines: CartLine[] };
  /** Where the cart is. */
  cart_url?: string;
  /** The shop software, such as `shopify`. */
  platform?: string;
  /** Where each fact was taken from, and how sure it is in percent. */
  sources: { fact: string; from: string; confidence: number }[];
  /** What sources said and was not taken, and why. */
  rejected: { fact: string; value?: unknown; from: string; why: string }[];
  /** What could not be used. */
  warnings: { code: string; message: string }[];
}

/** What the shopper has allowed. What was not said counts as no. */
export interface Consent {
  /** Remembering on the device. */
  personalization: boolean;
  /** Sending events to the shop's backend. */
  analytics: boolean;
}

/** Why each block and campaign does what it does. */
export interface Explanation {
  /** As they were given, later over earlier. */
  settings: Settings;
  /** What is allowed now. */
  consent: Consent;
  /** Each block: the kind asked for and the kind shown (`strategy`), how it stands, whether it was really seen. */
  blocks: { kind: Kind; strategy: Kind; limit: number; state: string; seen: boolean; items?: Recommendation[] }[];
  /** Each campaign: whether it would show, every rule with its value, what it waits for. */
  campaigns: { campaign: string; show: boolean; rules: { rule: string; passes: boolean; is?: unknown }[]; audience: unknown; page: unknown; when: Triggers; waiting?: string; variant?: string; exit?: string; open: boolean }[];
  /** The facts that audiences ask about. */
  visit: object;
  /** How long the pages of this visit were in the foreground, in milliseconds, and how much of this one was on screen, in percent. */
  attention: { engagement_time_msec: number; percent_scrolled: number };
  /** Events, counted: waiting, and dropped for good with the reason. */
  delivery: {
    waiting_for_consent: number;
    in_outbox: number;
    dropped: { poisoned: number; aged: number; crowded: number; oversized: number; denied: number };
  };
}

/** A record as it is posted. GA4's parameters stand at its top level. */
export interface VitrinRecord {
  /** Unique: what copies are told apart by. */
  id: string;
  /** GA4's or ours. */
  name: string;
  /** ISO 8601. */
  at: string;
  /** The visit. */
  session: string;
  /** This browser; only with consent to both purposes. */
  visitor?: string;
  /** Where it happened. */
  page: { type: PageType; url: string; title: string; referrer: string };
  [parameter: string]: unknown;
}

/** What the shop's backend knows of a shopper. */
export interface Known {
  /** Beside those of the settings. */
  traits?: Record<string, unknown>;
  /** Ids of products, or orders. */
  purchases?: (string | { transaction_id?: string; items: (string | { item_id: string })[] })[];
  /** Ids of the only products that may be recommended. */
  allowed?: string[];
}

/** Every call. None rejects because of a shop's data; a wrong one is a console warning. */
export interface Vitrin {
  /** On a page opened with `?vitrin-debug`: all that was heard and done, a line each, for `cargo xtask replay`. */
  log?: string[];
  /** Calls that wait for the script: see the line in the documentation that begins it. */
  q?: ArrayLike<unknown>[];
  /** Records what happened, in GA4's names and fields; answers whether it could be used. */
  (call: 'track', name: string, data?: object): Promise<boolean>;
  /** An object as it would be pushed to a dataLayer. */
  (call: 'track', entry: { event: string; [field: string]: unknown }): Promise<boolean>;
  /** Overrides what consent platforms say; `false` erases. */
  (call: 'consent', consent: Partial<Consent>): Promise<Consent>;
  /** Names the shopper. Nothing else does, beside a form that was sent; told to the backend, never stored on the device but for `traits`. */
  (call: 'identify', person: { email?: string; phone?: string; customer_id?: string; traits?: object }): Promise<boolean>;
  /** Products with reasons, best first; `[]` when there is nothing honest to say. `limit` 1 to 24, default 6; `near` is the id of the product that company is wanted for, default the page's; `of` names a look or pick. */
  (call: 'recommend', kind: Kind, options?: { limit?: number; near?: string | number; of?: string }): Promise<Recommendation[]>;
  /** The same ids in the order of this shopper's interest, for a grid or a search result of the shop's own. */
  (call: 'rerank', ids: (string | number)[]): Promise<string[]>;
  /** What is remembered of products looked at; `clear` forgets it, `pause` and `resume` say whether more is. */
  (call: 'history', wish?: 'clear' | 'pause' | 'resume'): Promise<{ paused: boolean; products: number }>;
  /** What was understood of the page. */
  (call: 'inspect'): Promise<Inspection>;
  /** Every decision with its reasons. */
  (call: 'explain'): Promise<Explanation>;
  /** Opens a campaign by its id, whatever its audience, pages and limits say; answers whether there is one. */
  (call: 'show', campaign: string): Promise<boolean>;
  /** Closes the open popup. */
  (call: 'close'): Promise<null>;
  /** Exactly what the device holds of ours: the profile, this page's outbox, and by their keys those of other tabs and of pages that ended. Nothing before consent. */
  (call: 'export'): Promise<{ profile?: object; outbox?: object; others?: Record<string, unknown> }>;
  /** Erases everything that is stored. What happens next is remembered anew, if consent stands. */
  (call: 'forget'): Promise<null>;
  /** What your server knows of a shopper who is logged in. It is told to nobody; the device keeps purchases, with consent. */
  (call: 'import', known: Known): Promise<boolean>;
  /** What these settings, or the page's, seem to do and do not; a file of its own. */
  (call: 'lint', settings?: Settings): Promise<{ path: string; problem: string; remedy: string }[]>;
  /** Opens the debug panel, a file of its own, or closes it; `?vitrin-debug` in the address opens it too. */
  (call: 'debug'): Promise<boolean>;
  /** Takes settings, over those of the tag and of documents. */
  (call: 'config', settings: Settings): Promise<null>;
  /** Takes away every node, listener and timer of ours; later calls come to nothing. */
  (call: 'destroy'): Promise<null>;
}

/**
 * Starts Vitrin: the module form of the tag.
 * @param folder Where the files of the package are served; default: beside the module, or the bundle that it went into.
 */
export function start(settings?: Settings, folder?: string): Promise<Vitrin>;

/** Which strategy and which heading a block shows, by visitor. */
export interface BlockExperiment {
  /** What blocks ask for with their attribute `experiment`. */
  id: string;
  /** What is given; a part that is left out stays as the markup has it. */
  variants: {
    /** What `variant` says in events. */
    name: string;
    /** Another strategy. */
    kind?: Kind;
    /** Another heading, where the block has none of its own. */
    heading?: Words;
    /** Another number of cards. */
    limit?: number;
  }[];
  /** The parts of all visitors, together 1; default: the same for each. */
  weights?: number[];
  /** With another version everybody is given a variant anew. */
  version?: number;
  /** The part of the visitors who get the block as the markup has it. */
  holdout?: number;
}

/** What is told about a block. */
interface BlockDetail {
  /** What was asked for. */
  kind: Kind;
  /** What is really shown, where something stepped in. */
  strategy: Kind;
  /** The products, in order; fields that a handler adds can be bound in a `<template>`. */
  items: (Recommendation & { [field: string]: unknown })[];
}

declare global {
  /** The same for scripts, without `window`. */
  var vitrin: Vitrin;
  interface HTMLElementTagNameMap {
    /** A block of products: attributes `kind`, `limit`, `heading`, `near`, `of`, `pages`, `card-src`, `why`, `controls`, `add`, `experiment`. */
    'vitrin-block': HTMLElement;
    /** The server's content, unless a part of it for a segment is sure: attribute `name`. */
    'vitrin-slot': HTMLElement;
    /** The shopper's panel: attribute `heading`. */
    'vitrin-privacy': HTMLElement;
  }
  interface Window {
    /** All calls. Usable before the script is here: see the documentation. */
    vitrin: Vitrin;
  }
  /** Dispatched on the block, and heard on the document too. */
  interface VitrinBlockEventMap {
    /** A block is about to be filled. Cancelable; reorder, filter or replace `detail.items`. */
    'vitrin-decide': CustomEvent<BlockDetail>;
    /** A block is filled. */
    'vitrin-render': CustomEvent<BlockDetail>;
    /** A card was clicked. */
    'vitrin-select': CustomEvent<BlockDetail>;
    /** The bundle's button: the shop puts the items into its cart, and may leave a promise of it in `detail.done`. */
    'vitrin-add': CustomEvent<{ kind: Kind; items: CartLine[]; done?: Promise<unknown> }>;
  }
  /** A listener of one block. */
  interface HTMLElementEventMap extends VitrinBlockEventMap {}
  interface DocumentEventMap extends VitrinBlockEventMap {
    /** The page is understood. */
    'vitrin-ready': CustomEvent<Inspection>;
    /** An event is about to be kept. Cancelable; `detail` may be changed, its identity not. */
    'vitrin-track': CustomEvent<VitrinRecord>;
    /** A popup is about to open. Cancelable; `detail.content` may be changed. */
    'vitrin-open': CustomEvent<{ campaign: string; variant?: string; content: ContentBlock[] }>;
    /** A popup was closed, and how. */
    'vitrin-close': CustomEvent<{ campaign: string; variant?: string; reason: 'escape' | 'button' | 'backdrop' | 'action' | 'api' | 'page' }>;
    /** A form was sent; `lead` has its fields by name. */
    'vitrin-lead': CustomEvent<{ campaign: string; variant?: string; lead: Record<string, string> }>;
    /** Something could not be used; the console says it too. */
    'vitrin-warning': CustomEvent<{ code: string; message: string }>;
  }
}
