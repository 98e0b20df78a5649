// What must not compile against vitrin.d.ts, a line each: where a line does compile, tsc says that its expectation is unused.
import { start, type CampaignSettings, type ContentBlock, type Inspection, type Money, type Settings, type Vitrin } from 'vitrin';

declare const vitrin: Vitrin;
declare const seen: Inspection;
declare const money: Money;

// Settings.
// @ts-expect-error a setting that there is not
start({ endpiont: '/events' });
// @ts-expect-error a word that consent does not know
start({ consent: 'yes' });
// @ts-expect-error a platform that there is not
start({ consent: ['cookie-banner'] });
// @ts-expect-error days are a number
start({ retention_days: '90' });
// @ts-expect-error a kind that there is not
start({ blocks: [{ kind: 'you-may-like', after: 'main' }] });
// @ts-expect-error a block without a place
start({ blocks: [{ kind: 'similar' }] });
// @ts-expect-error a backend that there is not
start({ backends: [{ name: 'googel', endpoint: '/x' }] });
// @ts-expect-error a preset that there is not
start({ campaigns: ['exit-intent'] });
// @ts-expect-error on is no list of campaigns
start({ campaigns: 'on' });
// @ts-expect-error a rule orders by price only
start({ rules: [{ order: 'name' }] });
// @ts-expect-error a fact that audiences cannot ask for
const unknown: Settings = { segments: { rich: { income: 5 } } };
// @ts-expect-error a number is no word
const number: Settings = { segments: { rich: { device: 5 } } };

// Campaigns.
// @ts-expect-error a trigger that there is not
const when: CampaignSettings = { when: 'exit-intent' };
// @ts-expect-error a trigger that needs a value does not stand alone
const alone: CampaignSettings = { when: 'scroll' };
// @ts-expect-error a format that there is not
const format: CampaignSettings = { format: 'modal' };
// @ts-expect-error a limit that there is not
const limit: CampaignSettings = { limits: { per_hour: 1 } };
// @ts-expect-error a day that there is not
const day: CampaignSettings = { schedule: { days: ['monday'] } };
// @ts-expect-error a variant without a name
const variant: CampaignSettings = { variants: [{ format: 'bar' }] };
// @ts-expect-error a part of a popup that there is not
const html: ContentBlock = { type: 'html', text: '<b>no</b>' };
// @ts-expect-error a picture without an address
const image: ContentBlock = { type: 'image' };
// @ts-expect-error a countdown to nothing
const countdown: ContentBlock = { type: 'countdown' };
// @ts-expect-error a button that does what there is not
const button: ContentBlock = { type: 'buttons', buttons: [{ action: 'submit' }] };
// @ts-expect-error a field of a type that there is not
const field: ContentBlock = { type: 'form', fields: [{ name: 'password', type: 'password' }] };

// Calls.
// @ts-expect-error a call that there is not
vitrin('recomend', 'also-like');
// @ts-expect-error an event without a name
vitrin('track');
// @ts-expect-error a dataLayer entry without an event
vitrin('track', { ecommerce: {} });
// @ts-expect-error consent is a yes or a no
vitrin('consent', { personalization: 'granted' });
// @ts-expect-error a purpose that there is not
vitrin('consent', { marketing: true });
// @ts-expect-error a person's field that there is not
vitrin('identify', { mail: 'a@shop.example' });
// @ts-expect-error a kind that there is not
vitrin('recommend', 'alsolike');
// @ts-expect-error an option that there is not
vitrin('recommend', 'also-like', { max: 4 });
// @ts-expect-error a wish that there is not
vitrin('history', 'erase');
// @ts-expect-error which campaign
vitrin('show');
// @ts-expect-error a list of ids
vitrin('rerank', 'A');
// @ts-expect-error purchases are a list
vitrin('import', { purchases: 'A' });
// @ts-expect-error every call answers with a Promise
vitrin('inspect').page;

// Answers and events.
// @ts-expect-error money is no number
const amount: number = money.amount;
// @ts-expect-error there may be no product on the page
seen.product.title;
// @ts-expect-error a page type that there is not
const isList: boolean = seen.page.type === 'collection';
// @ts-expect-error an event's detail that there is not
document.addEventListener('vitrin-close', ({ detail }) => detail.why);
// @ts-expect-error a reason that there is not
document.addEventListener('vitrin-close', ({ detail }) => detail.reason === 'timeout');
// @ts-expect-error reasons are part of what is replaced
document.addEventListener('vitrin-decide', ({ detail }) => (detail.items = [{ id: 'A', title: 'A' }]));

export { alone, amount, button, countdown, day, field, format, html, image, isList, limit, number, unknown, variant, when };
