// What must compile against vitrin.d.ts: every call, event and kind of setting, as documentation and shops write them.
import { start, type Audience, type CampaignSettings, type ContentBlock, type Explanation, type Inspection, type Product, type Recommendation, type Rule, type Settings, type Vitrin, type VitrinRecord } from 'vitrin';

const settings: Settings = {
  endpoint: '/events',
  backends: [{ name: 'matomo', endpoint: 'https://stats.shop.example', site: 3, events: ['purchase'] }, { name: 'custom', table: { version: 1 } }],
  consent: ['tcf', 'gpc'],
  before_consent: 'drop',
  feed: '/feed.json',
  shelf: '/vitrin/shelf/',
  region: 'TR',
  currency: 'EUR',
  cart_url: '/cart',
  blocks: [
    { kind: 'also-like', after: '#product-info' },
    { kind: 'look', of: 'reading-corner', into: 'main', limit: 4, pages: ['product', 'cart'], heading: 'With it', why: 'on', controls: false },
    { kind: 'similar', near: 123, before: 'footer' },
  ],
  why: true,
  controls: 'off',
  retention_days: 90,
  price_days: 7,
  rules: [{ kind: ['also-like', 'new'], for: { brand: 'Skumring' }, pin: ['A', 1], boost: { category: 'Lamps', by: 3 }, exclude: ['B'], filter: { max_price: '100.00' }, order: '-price' }],
  picks: { spring: { filter: { title: 'linen' } } },
  looks: { corner: ['A', 'B', 3] },
  segments: { lamps: { any: [{ affinity: 'Lamps' }, { searched: ['lamp', 'light*'] }], not: { buyer: true } } },
  traits: { plan: 'gold' },
  holdout: 0.1,
  campaigns: [
    'cart-rescue',
    { preset: 'email-capture', limits: { per_session: 1, per_day: 2, lifetime: 5, days_after_close: 14, days_after_convert: 365 } },
    {
      id: 'welcome-bar',
      format: 'bar',
      position: 'top',
      when: ['exit', { scroll: 50, delay: 5000 }],
      who: { cart_value: { min: 20, max: 100 }, device: ['phone', 'tablet'], traits: { plan: 'gold', age: { min: 18 } } },
      where: { page: { not: 'checkout' }, path: '/c/*' },
      schedule: { from: '2026-11-20', days: ['mon', 'fri'], hours: ['09:00', '17:00'], zone: 'Europe/Istanbul' },
      until: ['purchase'],
      variants: [{ name: 'short', content: [{ type: 'heading', text: { en: 'Hello', tr: 'Merhaba' } }] }, { name: 'long' }],
      weights: [0.5, 0.5],
      version: 2,
      goal: '50.00',
      content: [
        { type: 'text', text: 'Free shipping is near' },
        { type: 'goal', reached: 'It is free' },
        { type: 'image', src: '/banner.webp', alt: '' },
        { type: 'cart' },
        { type: 'products', kind: 'best-sellers', limit: 3 },
        { type: 'coupon', code: 'WELCOME' },
        { type: 'countdown', until: '2026-12-01T00:00:00+01:00' },
        {
          type: 'form',
          fields: [{ name: 'email', type: 'email', required: true, as: 'contact[email]' }, { name: 'for', type: 'choice', options: ['me', { value: 'gift', label: 'A gift' }], step: 2 }],
          consent: { text: 'News by e-mail', version: '2026-1', required: true },
          double_opt_in: true,
          success: [{ type: 'heading' }],
        },
        { type: 'buttons', buttons: [{ action: 'follow', href: '/sale', kind: 'quiet' }, { action: 'next', next: [{ type: 'coupon' }] }] },
      ],
    },
  ],
};

start(settings, '/vitrin/');
for (const switched of [{ campaigns: 'off' }, { campaigns: [] }, { blocks: 'auto' }, { consent: 'granted' }] satisfies Settings[]) start(switched);

async function calls(): Promise<void> {
  const vitrin: Vitrin = await start(settings);
  const used: boolean = await vitrin('track', 'add_to_cart', { currency: 'EUR', value: 29, items: [{ item_id: 'SKU-1' }] });
  await vitrin('track', 'my_own_event');
  await vitrin('track', { event: 'purchase', ecommerce: { transaction_id: 'T-1' } });
  const { personalization, analytics } = await vitrin('consent', { personalization: true });
  await vitrin('identify', { email: 'a@shop.example', traits: { plan: 'gold' } });
  const best: Recommendation[] = await vitrin('recommend', 'also-like', { limit: 4, near: 'SKU-1' });
  const because: string[] = best.flatMap(({ reasons }) => reasons.map(({ code, subject }) => subject ?? code));
  const price: string | undefined = best[0]?.price?.amount;
  const order: string[] = await vitrin('rerank', ['A', 2]);
  const { paused, products } = await vitrin('history', 'pause');
  await vitrin('history');
  const seen: Inspection = await vitrin('inspect');
  const kind: 'product' | 'cart' | undefined = seen.page.type === 'product' || seen.page.type === 'cart' ? seen.page.type : undefined;
  const told: Explanation = await vitrin('explain');
  const open: boolean = await vitrin('show', 'welcome-bar');
  const nothing: null = await vitrin('close');
  const { profile, outbox } = await vitrin('export');
  await vitrin('forget');
  await vitrin('import', { purchases: ['SKU-1', { transaction_id: 'T-1', items: ['SKU-1', { item_id: 'SKU-2' }] }], allowed: ['SKU-3'] });
  const [finding] = await vitrin('lint');
  await vitrin('lint', settings);
  await vitrin('debug');
  await vitrin('config', { holdout: 0.5 });
  await vitrin('destroy');
  console.log(used, personalization, analytics, because, price, order, paused, products, kind, told.delivery.in_outbox, open, nothing, profile, outbox, finding?.remedy, vitrin.log?.length);
}

document.addEventListener('vitrin-ready', ({ detail }) => console.log(detail.platform, detail.sources[0]?.confidence));
document.addEventListener('vitrin-track', (event) => {
  const record: VitrinRecord = event.detail;
  if (record.name === 'page_view') event.preventDefault();
  record.tier = 'gold';
});
document.addEventListener('vitrin-decide', ({ detail }) => {
  detail.items = detail.items.filter((item: Product) => item.availability !== 'OutOfStock');
});
document.addEventListener('vitrin-render', ({ detail }) => console.log(detail.kind, detail.strategy));
document.addEventListener('vitrin-select', ({ detail }) => console.log(detail.items.length));
document.addEventListener('vitrin-add', ({ detail }) => {
  detail.done = fetch('/cart', { method: 'POST', body: JSON.stringify(detail.items.map(({ id, quantity }) => [id, quantity])) });
});
document.addEventListener('vitrin-open', ({ detail }) => {
  const last: ContentBlock | undefined = detail.content.pop();
  if (last?.type === 'coupon') last.code = 'OTHER';
});
document.addEventListener('vitrin-close', ({ detail }) => console.log(detail.reason === 'escape'));
document.addEventListener('vitrin-lead', ({ detail }) => console.log(detail.lead.email));
document.addEventListener('vitrin-warning', ({ detail }) => console.warn(detail.code, detail.message));

const audience: Audience = { all: [{ visits: 2 }, { lead: false }], utm_source: 'news*', bought: true };
const rule: Rule = { exclude: { brand: ['A', 'B'] } };
const campaign: CampaignSettings = { when: { click: '.size-guide', exit: false } };
const panel: HTMLElement | null = document.querySelector('vitrin-privacy');
window.vitrin('config', { segments: { audience }, rules: [rule], campaigns: [campaign] });
export { calls, panel };
