/** What a shop can set. Later wins: the tag's `data-*`, a JSON document, `vitrin('config', …)`. */
export interface Settings {
  /** Where events are posted to as `text/plain` JSON. Without it nothing is ever sent. */
  endpoint?: string;
  /** Backends that take events in a form of their own, beside or instead of `endpoint`; each has its own settings beside its name. */
  backends?: Backend[];
  /**
   * Whose word on consent counts: every platform in the page together (`auto`, the default), these platforms, nobody's (`wait`) or the shop's (`granted`).
   * `vitrin('consent', …)` outranks platforms. Nothing is stored and nothing requested before.
   */
  consent?: 'auto' | 'wait' | 'granted' | ConsentPlatform[];
  /** What becomes of what happened on the page before consent came; default `keep`. */
  before_consent?: 'keep' | 'drop';
  /** Address of the catalog: a JSON array of products with flat `price` and `currency`. */
  feed?: string;
  /** Folder of the files that `vitrin-shelf build` makes of the shop's own log. */
  shelf?: string;
  /** Where the shopper is, in the words of the log. */
  region?: string;
  /** ISO 4217 code, for shops whose pages print only a sign such as `$`. */
  currency?: string;
  /** Where the cart is; found on the page when not set. */
  cart_url?: string;
  /** Blocks for themes that cannot be edited; `auto` puts the usual ones at the end of `main`. */
  blocks?: 'auto' | BlockPlacement[];
  /** Whether each card tells on demand why it is there. */
  why?: boolean | 'on' | 'off';
  /** Whether the shopper can clear and pause the history in each recently-viewed block. */
  controls?: boolean | 'on' | 'off';
  /** What is older is forgotten on the device; events that could not be sent are kept for as many days, 7 at most. */
  retention_days?: number;
  /** A price read of a page so many days ago is not shown any more; default 7. */
  price_days?: number;
  /** What the shop wants of recommendations. */
  rules?: Rule[];
  /** By name, what blocks of kind `picks` show. */
  picks?: Record<string, Rule>;
  /** By name, ids that belong together, for blocks of kind `look`. */
  looks?: Record<string, (string | number)[]>;
  /** Popups, by falling priority. Default: `cart-rescue`, and `email-capture` when there is an endpoint. */
  campaigns?: 'off' | false | (Preset | CampaignSettings)[];
  /** Named audiences; one may ask for those before it. */
  segments?: Record<string, Audience>;
  /** What the shop knows of this shopper; stays on the device. */
  traits?: Record<string, unknown>;
  /** The part of all visitors, 0 to 1, who are shown no campaign. */
  holdout?: number;
}

/** `custom` brings its own table, as `src/adapters/table.schema.json` describes it. */
export interface Backend {
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
  table?: object;
  [setting: string]: unknown;
}

/** `gpc` can only forbid sending. */
export type ConsentPlatform = 'tcf' | 'gpp' | 'consent-mode' | 'shopify' | 'cookiebot' | 'onetrust' | 'usercentrics' | 'gpc';

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
      ids?: (string | number)[];
      brand?: string | string[];
      /** A level of the category, or the path from the top. */
      category?: string | string[];
      /** A part of the title. */
      title?: string | string[];
      min_price?: number | string;
      max_price?: number | string;
    };

export interface Rule {
  kind?: Kind | Kind[];
  /** It holds only beside such a product. */
  for?: Clause;
  /** Shown first, in this order; only under headings that claim no fact. */
  pin?: (string | number)[];
  boost?: Clause & { by?: number };
  exclude?: Clause;
  filter?: Clause;
  order?: 'price' | '-price';
}

export type Preset = 'cart-rescue' | 'email-capture' | 'welcome' | 'still-thinking' | 'free-shipping' | 'welcome-back';
/** A text, or texts by language: `{ en: '…', de: '…' }`. */
export type Words = string | Record<string, string>;

/** Exactly one of `after`, `before` and `into`, each a CSS selector. */
export type BlockPlacement = {
  kind: Kind;
  /** Cards at most, 1 to 24; default 6. */
  limit?: number;
  heading?: string;
  /** Types of pages it is for. */
  pages?: PageType | PageType[];
  near?: string | number;
  /** Which look or pick. */
  of?: string;
  why?: boolean | 'on' | 'off';
  controls?: boolean | 'on' | 'off';
} & ({ after: string } | { before: string } | { into: string });

/** At least so much; `true`: more than none. */
export type NumberRule = number | boolean | { min?: number; max?: number };
/** The same, `*` at an end for anything; one of a list; `true`: any. */
export type TextRule = string | boolean | string[] | { not: TextRule };

/** Fields hold together; `all` and `any` combine. */
export interface Audience {
  all?: Audience[];
  any?: Audience[];
  not?: Audience;
  /** Has left an address. */
  lead?: boolean;
  /** Has ordered before. */
  buyer?: boolean;
  /** The first visit. */
  new?: boolean;
  touch?: boolean;
  cart_count?: NumberRule;
  cart_value?: NumberRule;
  /** Products looked at. */
  viewed?: NumberRule;
  visits?: NumberRule;
  pages?: NumberRule;
  orders?: NumberRule;
  spent?: NumberRule;
  days_away?: NumberRule;
  page?: TextRule;
  path?: TextRule;
  /** A host. */
  referrer?: TextRule;
  utm_source?: TextRule;
  utm_medium?: TextRule;
  utm_campaign?: TextRule;
  utm_term?: TextRule;
  utm_content?: TextRule;
  /** phone, tablet or desktop. */
  device?: TextRule;
  language?: TextRule;
  /** new, browsing, interested, cart, checkout or buyer. */
  stage?: TextRule;
  segment?: TextRule;
  /** Categories and brands met at least twice. */
  affinity?: TextRule;
  in_cart?: TextRule;
  bought?: TextRule;
  searched?: TextRule;
  traits?: Record<string, NumberRule | TextRule>;
}

/** What each needs; `false` switches one off. */
export interface Triggers {
  exit?: boolean;
  /** Signs of leaving on a touch screen. */
  leave?: boolean;
  /** A CSS selector. */
  click?: string | string[];
  cart_change?: boolean | 'add_to_cart' | 'remove_from_cart';
  search?: boolean | string | string[];
  empty_search?: boolean;
  /** Milliseconds elsewhere. */
  return?: boolean | number;
  event?: string | string[];
  /** Milliseconds on the page. */
  delay?: number | boolean;
  /** Milliseconds of doing something. */
  active?: number;
  /** Percent. */
  scroll?: number;
  /** Milliseconds of doing nothing. */
  idle?: number;
  pages?: number;
  call?: boolean;
}
export type Trigger = 'exit' | 'leave' | 'cart_change' | 'search' | 'empty_search' | 'return' | 'event' | 'delay' | 'call';

export interface CampaignSettings {
  /** Start from a preset; the other fields change it. */
  preset?: Preset;
  /** Its name in events and in the ledger. */
  id?: string;
  when?: Trigger | (Trigger | Triggers)[] | Triggers;
  /** Milliseconds on the page; for `when: 'delay'`. */
  delay?: number;
  who?: Audience;
  where?: Audience;
  /** By the clock of `zone`, an IANA name; the shopper's own without it. */
  schedule?: { from?: string; to?: string; days?: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]; hours?: [string, string]; zone?: string };
  limits?: {
    /** Default 1. */
    per_session?: number;
    /** In 24 hours. */
    per_day?: number;
    /** At all. */
    lifetime?: number;
    /** Days of quiet after it was closed; default 7. */
    days_after_close?: number;
    /** Days of quiet after it did its work; default 90. */
    days_after_convert?: number;
  };
  /** Names of events after which it is not shown any more. */
  until?: string | string[];
  /** Each visitor gets one, the same every time. */
  variants?: ({ name: string } & Partial<CampaignSettings>)[];
  /** Parts of 1; equal ones without it. */
  weights?: number[];
  /** A higher edition is given anew. */
  version?: number;
  /** The part of the visitors, 0 to 1, who are not shown it. */
  holdout?: number;
  /** Default `dialog`. `inline` needs one of `after`, `before` and `into`. */
  format?: 'dialog' | 'bar' | 'slide-in' | 'drawer' | 'full-screen' | 'inline' | 'teaser';
  /** Where a bar stands; default `bottom`. */
  position?: 'bottom' | 'top';
  /** The words on the tab of a teaser; default the heading. */
  teaser?: Words;
  /** CSS selectors. */
  after?: string;
  before?: string;
  into?: string;
  /** The amount that `goal` blocks are about, in the cart's currency: `"50.00"`. */
  goal?: string | number;
  content?: ContentBlock[];
}

/** Words that are not given are a preset's, or ours, in the language of the page. */
export type ContentBlock =
  | { type: 'heading' | 'text'; text?: Words }
  | { type: 'image'; src: string; alt?: Words }
  | { type: 'cart' }
  | { type: 'products'; kind: Kind; limit?: number; text?: Words }
  /** Without a code the one that was given before, if one was. */
  | { type: 'coupon'; code?: string; text?: Words }
  /** A real date such as `2026-12-01T00:00:00+01:00`. */
  | { type: 'countdown'; until: string; text?: Words }
  | { type: 'goal'; amount?: string | number; text?: Words; reached?: Words }
  | FormBlock
  | { type: 'buttons'; buttons: { label?: Words; action: 'close' | 'follow' | 'cart' | 'next'; href?: string; next?: ContentBlock[]; kind?: 'primary' | 'quiet' }[] };

export interface FormBlock {
  type: 'form';
  fields: FormField[];
  consent?: { text?: Words; version?: string; required?: boolean; name?: 'consent' };
  submit?: Words;
  error?: Words;
  /** The address has to be confirmed by mail before it counts; told with the event. */
  double_opt_in?: boolean;
  /** Where it is posted to as well, as a form of the page would be. */
  endpoint?: string;
  /** What goes there besides. */
  extra?: Record<string, string>;
  success?: ContentBlock[];
}

export interface FormField {
  name: string;
  type: 'email' | 'tel' | 'name' | 'text' | 'choice';
  label?: Words;
  required?: boolean;
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
  amount: string;
  currency: string;
}

export type Availability =
  | 'InStock' | 'OutOfStock' | 'PreOrder' | 'BackOrder' | 'LimitedAvailability' | 'Discontinued' | 'SoldOut' | 'InStoreOnly' | 'OnlineOnly';

export interface Product {
  id: string;
  title: string;
  url?: string;
  image?: string;
  price?: Money;
  sku?: string;
  brand?: string;
  /** Path, with ` > ` between levels. */
  category?: string;
  availability?: Availability;
  variant?: string;
}

export interface Recommendation extends Product {
  /** What spoke for it, the weightiest first. */
  reasons: { code: string; subject?: string }[];
}

export interface CartLine extends Product {
  quantity: number;
}

export type PageType = 'home' | 'category' | 'search' | 'product' | 'cart' | 'checkout' | 'purchase' | 'other';

/** What was understood of the page, and from where. */
export interface Inspection {
  page: { type: PageType };
  product?: Product;
  products: Product[];
  /** The whole cart, where the page shows it whole. */
  cart?: CartLine[];
  search?: { term: string; results?: number };
  order?: { id: string; total?: Money; lines: CartLine[] };
  cart_url?: string;
  platform?: string;
  /** Where each fact was taken from, and how sure it is in percent. */
  sources: { fact: string; from: string; confidence: number }[];
  /** What sources said and was not taken, and why. */
  rejected: { fact: string; value?: unknown; from: string; why: string }[];
  warnings: { code: string; message: string }[];
}

export interface Consent {
  personalization: boolean;
  analytics: boolean;
}

/** Why each block and campaign does what it does. */
export interface Explanation {
  /** As they were given, later over earlier. */
  settings: Settings;
  consent: Consent;
  blocks: { kind: Kind; strategy: Kind; limit: number; state: string; seen: boolean; items?: Recommendation[] }[];
  campaigns: { campaign: string; show: boolean; rules: { rule: string; passes: boolean; is?: unknown }[]; audience: unknown; page: unknown; when: Triggers; waiting?: string; variant?: string; exit?: string; open: boolean }[];
  /** The facts that audiences ask about. */
  visit: object;
  /** How long the pages of this visit were in the foreground, in milliseconds, and how much of this one was on screen, in percent. */
  attention: { engagement_time_msec: number; percent_scrolled: number };
  delivery: {
    waiting_for_consent: number;
    in_outbox: number;
    dropped: { poisoned: number; aged: number; crowded: number; oversized: number; denied: number };
  };
}

/** A record as it is posted. GA4's parameters stand at its top level. */
export interface VitrinRecord {
  id: string;
  name: string;
  /** ISO 8601. */
  at: string;
  session: string;
  visitor?: string;
  page: { type: PageType; url: string; title: string; referrer: string };
  [parameter: string]: unknown;
}

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
  (call: 'track', name: string, data?: object): Promise<boolean>;
  /** An object as it would be pushed to a dataLayer. */
  (call: 'track', entry: { event: string; [field: string]: unknown }): Promise<boolean>;
  /** Overrides what consent platforms say; `false` erases. */
  (call: 'consent', consent: Partial<Consent>): Promise<Consent>;
  (call: 'identify', person: { email?: string; phone?: string; customer_id?: string; traits?: object }): Promise<boolean>;
  (call: 'recommend', kind: Kind, options?: { limit?: number; near?: string | number; of?: string }): Promise<Recommendation[]>;
  /** The same ids in the order of this shopper's interest, for a grid or a search result of the shop's own. */
  (call: 'rerank', ids: (string | number)[]): Promise<string[]>;
  /** What is remembered of products looked at; `clear` forgets it, `pause` and `resume` say whether more is. */
  (call: 'history', wish?: 'clear' | 'pause' | 'resume'): Promise<{ paused: boolean; products: number }>;
  (call: 'inspect'): Promise<Inspection>;
  (call: 'explain'): Promise<Explanation>;
  (call: 'show', campaign: string): Promise<boolean>;
  (call: 'close'): Promise<null>;
  (call: 'export'): Promise<{ profile?: object; outbox?: object }>;
  (call: 'forget'): Promise<null>;
  /** What your server knows of a shopper who is logged in. It is told to nobody; the device keeps purchases, with consent. */
  (call: 'import', known: Known): Promise<boolean>;
  /** What these settings, or the page's, seem to do and do not; a file of its own. */
  (call: 'lint', settings?: Settings): Promise<{ path: string; problem: string; remedy: string }[]>;
  /** Opens the debug panel, a file of its own, or closes it; `?vitrin-debug` in the address opens it too. */
  (call: 'debug'): Promise<boolean>;
  (call: 'config', settings: Settings): Promise<null>;
  (call: 'destroy'): Promise<null>;
}

/** Starts Vitrin: the module form of the tag. */
export function start(settings?: Settings): Promise<Vitrin>;

interface BlockDetail {
  kind: Kind;
  /** What is really shown, where something stepped in. */
  strategy: Kind;
  items: Recommendation[];
}

declare global {
  interface Window {
    vitrin: Vitrin;
  }
  interface DocumentEventMap {
    'vitrin-ready': CustomEvent<Inspection>;
    /** Cancelable; `detail` may be changed, its identity not. */
    'vitrin-track': CustomEvent<VitrinRecord>;
    /** Cancelable; reorder, filter or replace `detail.items`. */
    'vitrin-decide': CustomEvent<BlockDetail>;
    'vitrin-render': CustomEvent<BlockDetail>;
    'vitrin-select': CustomEvent<BlockDetail>;
    /** The bundle's button: the shop puts the items into its cart, and may leave a promise of it in `detail.done`. */
    'vitrin-add': CustomEvent<{ kind: Kind; items: CartLine[]; done?: Promise<unknown> }>;
    /** Cancelable; `detail.content` may be changed. */
    'vitrin-open': CustomEvent<{ campaign: string; variant?: string; content: ContentBlock[] }>;
    'vitrin-close': CustomEvent<{ campaign: string; variant?: string; reason: 'escape' | 'button' | 'backdrop' | 'action' | 'api' | 'page' }>;
    'vitrin-lead': CustomEvent<{ campaign: string; variant?: string; lead: Record<string, string> }>;
    'vitrin-warning': CustomEvent<{ code: string; message: string }>;
  }
}
