/** What a shop can set. Later wins: the tag's `data-*`, a JSON document, `vitrin('config', …)`. */
export interface Settings {
  /** Where events are posted to as `text/plain` JSON. Without it nothing is ever sent. */
  endpoint?: string;
  /** Backends that take events in a form of their own, beside or instead of `endpoint`; each has its own settings beside its name. */
  backends?: ({ name: string } & Record<string, unknown>)[];
  /** `wait` (default): nothing is stored and nothing requested before consent. */
  consent?: 'wait' | 'granted';
  /** Address of the catalog: a JSON array of products with flat `price` and `currency`. */
  feed?: string;
  /** ISO 4217 code, for shops whose pages print only a sign such as `$`. */
  currency?: string;
  /** Where the cart is; found on the page when not set. */
  cart_url?: string;
  /** Blocks for themes that cannot be edited. */
  blocks?: BlockPlacement[];
  /** Popups, by falling priority. Default: `cart-rescue`, and `email-capture` when there is an endpoint. */
  campaigns?: 'off' | false | (Preset | CampaignSettings)[];
}

export type Kind = 'recently-viewed' | 'also-like';
export type Preset = 'cart-rescue' | 'email-capture';

/** Exactly one of `after`, `before` and `into`, each a CSS selector. */
export type BlockPlacement = {
  kind: Kind;
  /** Cards at most, 1 to 24; default 6. */
  limit?: number;
  heading?: string;
} & ({ after: string } | { before: string } | { into: string });

/** Fields hold together; `all` and `any` combine. */
export interface Audience {
  all?: Audience[];
  any?: Audience[];
  not?: Audience;
  /** At least so many pieces in the cart. */
  cart_count?: number;
  /** At least so many products looked at. */
  viewed?: number;
  /** At least so many visits, this one included. */
  visits?: number;
  /** Has left an address. */
  lead?: boolean;
  /** Has ordered before. */
  buyer?: boolean;
}

export interface CampaignSettings {
  /** Start from a preset; the other fields change it. */
  preset?: Preset;
  /** Its name in events and in the ledger. */
  id?: string;
  when?: 'exit' | 'delay' | 'call';
  /** Milliseconds after the page was read, at least 2,500; for `when: 'delay'`. */
  delay?: number;
  who?: Audience;
  limits?: {
    /** Default 1. */
    per_session?: number;
    /** Days of quiet after it was closed; default 7. */
    days_after_close?: number;
    /** Days of quiet after it did its work; default 90. */
    days_after_convert?: number;
  };
  /** Names of events after which it is not shown any more. */
  until?: string | string[];
  content?: ContentBlock[];
}

export type ContentBlock =
  | { type: 'heading'; text: string }
  | { type: 'text'; text: string }
  | { type: 'image'; src: string; alt: string }
  | { type: 'cart' }
  | {
      type: 'form';
      fields: { name: string; type: 'email' | 'tel' | 'text'; label: string; required?: boolean; autocomplete?: string }[];
      consent?: { name: 'consent'; text: string; required?: boolean };
      submit: string;
      error?: string;
      success?: ContentBlock[];
    }
  | { type: 'buttons'; buttons: { label: string; action: 'close' | 'follow' | 'cart'; href?: string; kind?: 'primary' | 'quiet' }[] };

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
  sources: { fact: string; from: string; confidence: number }[];
  warnings: { code: string; message: string }[];
}

export interface Consent {
  personalization: boolean;
  analytics: boolean;
}

/** Why each block and campaign does what it does. */
export interface Explanation {
  consent: Consent;
  blocks: { kind: Kind; limit: number; state: string; seen: boolean; items?: Recommendation[] }[];
  campaigns: { campaign: string; show: boolean; rules: { rule: string; passes: boolean }[]; audience: unknown; exit?: string; open: boolean }[];
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

/** Every call. None rejects because of a shop's data; a wrong one is a console warning. */
export interface Vitrin {
  (call: 'track', name: string, data?: object): Promise<boolean>;
  /** An object as it would be pushed to a dataLayer. */
  (call: 'track', entry: { event: string; [field: string]: unknown }): Promise<boolean>;
  /** Overrides what consent platforms say; `false` erases. */
  (call: 'consent', consent: Partial<Consent>): Promise<Consent>;
  (call: 'identify', person: { email?: string; phone?: string; customer_id?: string; traits?: object }): Promise<boolean>;
  (call: 'recommend', kind: Kind, options?: { limit?: number; near?: string }): Promise<Recommendation[]>;
  (call: 'inspect'): Promise<Inspection>;
  (call: 'explain'): Promise<Explanation>;
  (call: 'show', campaign: string): Promise<boolean>;
  (call: 'close'): Promise<null>;
  (call: 'export'): Promise<{ profile?: object; outbox?: object }>;
  (call: 'forget'): Promise<null>;
  (call: 'config', settings: Settings): Promise<null>;
  (call: 'destroy'): Promise<null>;
}

/** Starts Vitrin: the module form of the tag. */
export function start(settings?: Settings): Promise<Vitrin>;

interface BlockDetail {
  kind: Kind;
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
    /** Cancelable; `detail.content` may be changed. */
    'vitrin-open': CustomEvent<{ campaign: string; content: ContentBlock[] }>;
    'vitrin-close': CustomEvent<{ campaign: string; reason: 'escape' | 'button' | 'backdrop' | 'action' | 'api' | 'page' }>;
    'vitrin-lead': CustomEvent<{ campaign: string; lead: Record<string, string> }>;
    'vitrin-warning': CustomEvent<{ code: string; message: string }>;
  }
}
