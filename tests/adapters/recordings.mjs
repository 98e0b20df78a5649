// What each official SDK's recording is compared with, and every exclusion with its reason.
// Every message is compared field by field with the one of its kind and place: what is masked must be there on both sides, what is left out may
// stand on either. `counts` names kinds that one sends more often than the other: [ours, the SDK's], or else one of ours and none of the SDK's.
import { parsed } from './load.mjs';

const query = (text) => Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, parsed(value)]));
const bodies = (requests) => requests.map(({ body }) => body).filter(Boolean);
const batch = (name) => (all) => bodies(all).flatMap((body) => (body.data ?? body)[name] ?? []);

// Exclusions that recur.
const DEVICE = 'the SDK adds facts about the browser and device, which the envelope leaves to the User-Agent header';
const LIBRARY = 'the SDK names itself';
const HAND = 'handed to the SDK by the script of the recording; the envelope has no such fact';
const USER = 'the SDK repeats the user of `identify` on later events; the envelope says it once and nothing of it is stored';
export const MORE = 'the envelope knows more than the script handed to the SDK';
const CAMPAIGN = 'the SDK cuts the campaign out of the address, which is sent whole';
const AUTO = 'the SDK\'s own automatic event or setting';
const SCRIPT = 'the script of the recording did nothing of the kind';
const PERSON = [/traits|\$set|first_?name|^name$/i, 'traits are the shop\'s to name'];

// Named in docs/backends.md.

const segmentFamily = [
  [/^context\.(?!page)|^_metadata|^channel$|^integrations/, DEVICE],
  [/^context\.page\.(tab_url|initial_|referring_domain|host|encoding|referrer)|^properties\.(tab_url|initial_|referring_domain|hash|width|height|referrer)/, DEVICE],
  [/^userId$/, USER],
  [/^(writeKey|sentAt)$/, 'stands once in the batch'],
  [/\b(cart_id|wishlist_id|checkout_id|subtotal|revenue|url|image_url|context)$/, HAND],
  [/coupon$/, HAND],
  [/^properties\.campaign$|^name$/, 'the name of a page is the script\'s own'], [/^properties\.name$/, 'the name of a page is the script\'s own', 'page'],
];

/** `way` says of the requests themselves, beside their messages, what is masked and left out (`query …`, `header …`, `body …` of the wrapper), and of which
 * recording or path they are; where a request is one message (`bare`), there is no wrapper.
 * `ours` and `theirs` take the requests apart into messages, `key` says which belong together. */
export const CASES = [
  {
    file: 'segment.json', table: 'segment', settings: { key: 'SEGKEY' },
    way: { file: 'segment-batching.json', mask: /^body sentAt$/,
      except: [[/^header authorization$/, 'the key in the body says the same, and the header would need a preflight; not verified with Segment itself']] },
    counts: [[['Cart Viewed', 'rec_impression', 'campaign_close'], SCRIPT]],
    ours: batch('batch'), theirs: bodies, key: ({ type, event }) => event ?? type,
    mask: /^(timestamp|messageId|anonymousId)$/,
    except: [...segmentFamily,
      [/^properties\.(order_id|shipping|tax|discount|products)/, 'on the checkout the script handed over the order that is yet to come', 'Checkout Started'],
      [/^properties\.order_id$/, HAND, 'Payment Info Entered'],
      [/^properties\.(currency|value)$/, MORE], [/^properties\.list_id$/, MORE, 'Product Clicked']],
  },
  {
    file: 'rudderstack-beacon.json', table: 'rudderstack', settings: { key: 'RUDKEY' },
    way: { mask: /^body sentAt$/ },
    counts: [[['Cart Viewed', 'rec_impression', 'campaign_close'], SCRIPT]],
    ours: batch('batch'), theirs: batch('batch'), key: ({ type, event }) => event ?? type,
    mask: /^(originalTimestamp|messageId|anonymousId)$/,
    except: [...segmentFamily,
      [/^traits|^context\.traits/, 'this SDK moves traits into the context'],
      [/^properties\.(order_id|shipping|tax|discount|products)/, 'on the checkout the script handed over the order that is yet to come', 'Checkout Started'],
      [/^properties\.order_id$/, HAND, 'Payment Info Entered'],
      [/^properties\.(currency|value)$/, MORE], [/^properties\.list_id$/, MORE, 'Product Clicked']],
  },
  {
    file: 'jitsu.json', bare: true, table: 'jitsu', settings: { key: 'k:s' },
    counts: [[['Email Signed Up', 'Product List Viewed', 'Product Clicked', 'Promotion Viewed', 'Promotion Clicked', 'Product Removed', 'Product Added to Wishlist', 'Cart Viewed', 'Checkout Started', 'Checkout Step Completed', 'Payment Info Entered', 'Order Refunded', 'rec_impression', 'campaign_close'], SCRIPT]],
    ours: bodies, theirs: bodies, key: ({ type, event }) => event ?? type,
    mask: /^(timestamp|messageId|anonymousId)$/,
    except: [...segmentFamily,
      [/^properties\.(products\.\d\.|)(sku|brand|category|variant|position|currency|value)$/, MORE],
      [/^properties\.(shipping|tax|discount|affiliation|coupon|products\.1.*)$/, MORE], [/^traits\.firstName$/, PERSON[1]]],
    must: { 'Order Completed': ['properties.order_id', 'properties.total', 'properties.currency', 'properties.products.0.product_id'] },
  },
  {
    file: 'posthog-no-compression.json', table: 'posthog', settings: { key: 'phc_test' },
    way: { mask: /^body sent_at$/ },
    counts: [[['Cart Viewed', 'rec_impression', 'campaign_close'], SCRIPT]],
    ours: batch('batch'), theirs: batch('batch'), key: ({ event }) => event,
    mask: /^(uuid|timestamp|properties\.(\$insert_id|\$time|\$session_id|distinct_id|\$anon_distinct_id))$/,
    except: [
      [/^\$set_once|^properties\.(\$os|\$browser|\$device|\$timezone|\$raw|\$screen|\$viewport|\$lib|\$sdk|\$initialization|\$configured|\$autocapture|\$web_vitals|\$exception|\$dead|\$config|\$window|\$session_entry|\$recording|\$pageview_id|\$active|\$feature|\$is_identified|\$process|\$surveys|\$product_tours|\$conversations)/, DEVICE],
      [/^properties\.(utm_|.*cl?id$|msclkid|li_fat_id|gad_source|mc_cid|gclsrc|.?braid|igshid|epik|rdt_cid|sccid|oppref|bfcid|_kx)/, CAMPAIGN],
      [/^properties\.\$user_id$/, USER], [/^properties\.\$referring_domain$/, DEVICE],
      PERSON,
      [/^properties\.title$/, 'only on the SDK\'s page views; the envelope has it on every event'],
      [/^properties\.(value|coupon|campaign|list_id|affiliation|shipping|tax|discount|shipping_method)$/, MORE],
      [/^properties\.(total|currency|products\..*)$/, MORE, 'Order Refunded'], [/^properties\.(category|(products\.\d\.)?currency)$/, MORE, 'Product List Viewed']],
    // What the script did hand over must still agree.
    must: { 'Order Completed': ['properties.order_id', 'properties.total', 'properties.currency', 'properties.products.0.product_id'] },
  },
  {
    file: 'mixpanel.json', table: 'mixpanel', settings: { key: 'MPTOKEN' },
    way: { except: [[/^query _$/, 'the time, against caches: no cache answers a POST']] },
    counts: [[['Cart Viewed', 'rec_impression', 'campaign_close'], SCRIPT]],
    ours: (all) => bodies(all).flatMap(({ data }) => data), theirs: (all) => bodies(all).flatMap(({ data }) => data), key: ({ event, $set }) => event ?? ($set && 'profile'),
    mask: /(\$insert_id|time|distinct_id|\$device_id)$/,
    except: [
      [/(^|\.)(\$os|\$browser|\$browser_version|\$screen_\w+|mp_lib|\$lib_version|\$initial_\w+|\$mp_\w+|mp_\w+|\$sdk\w*)$/, DEVICE],
      [/utm_/, CAMPAIGN], [/^properties\.\$user_id$|^\$user_id$/, USER], PERSON,
      [/^properties\.(products\.\d\.|)(sku|variant|position|value|list_id|coupon|campaign|affiliation|shipping|tax|discount|shipping_method)$/, MORE],
      [/^properties\.(category|currency)$/, MORE, 'Product List Viewed'], [/^properties\.products\./, MORE, 'Checkout Started'], [/^properties\.(total|currency|products\..*)$/, MORE, 'Order Refunded'],
      [/^properties\.quantity$/, 'the script took both pieces out', 'Product Removed']],
    must: { 'Order Completed': ['properties.order_id', 'properties.total', 'properties.currency', 'properties.products.1.product_id'], 'Checkout Started': ['properties.value', 'properties.currency'] },
  },
  {
    file: 'amplitude.json', table: 'amplitude', settings: { key: 'AMPKEY' },
    way: { mask: /^body client_upload_time$/, except: [[/^body options$/, 'empty']] },
    counts: [[['Cart Viewed', 'rec_impression', 'campaign_close'], SCRIPT], [['revenue_amount'], 'the script told of the revenue of one of the two products', [2, 1]]],
    ours: batch('events'), theirs: batch('events'), key: ({ event_type: type }) => type,
    mask: /^(insert_id|time|device_id)$/,
    except: [
      [/^(session_id|language|ip|event_id|library|user_agent)$/, DEVICE], [/^user_id$/, USER],
      [/^user_properties\.\$set\.firstName$/, PERSON[1]],
      [/^event_properties\.(products\.\d\.|)(sku|variant|position|value|list_id|coupon|campaign|affiliation|shipping|tax|discount|shipping_method)$/, MORE],
      [/^event_properties\.(category|currency)$/, MORE, 'Product List Viewed'], [/^event_properties\.products\./, MORE, 'Checkout Started'], [/^event_properties\.(total|currency|products\..*)$/, MORE, 'Order Refunded'],
      [/^event_properties\.quantity$/, 'the script took both pieces out', 'Product Removed'],
      [/Page (Title|URL)\]?$|^event_properties\.\[Amplitude\] Page/, MORE]],
    must: { 'Order Completed': ['event_properties.order_id', 'event_properties.total', 'event_properties.products.1.product_id'], revenue_amount: ['event_properties.$price', 'event_properties.$quantity', 'event_properties.$currency'] },
  },
  {
    file: 'plausible.json', bare: true, returns: true, table: 'plausible', settings: { site: 'shop.example' },
    counts: [[['Recommendation Seen', 'Campaign Closed'], SCRIPT], [['engagement'], AUTO, [0, 1]]],
    ours: bodies, theirs: bodies, key: ({ n }) => n,
    except: [[/^v$/, LIBRARY], [/^r$/, 'the SDK writes null for a visit without a referrer; the table leaves it out']],
    must: { 'Add to Cart': ['p.item', 'p.quantity'], Purchase: ['$.amount', '$.currency', 'p.order'], Refund: ['$.amount'] },
    given: { add_to_wishlist: { items: [{ item_id: 'SKU-1001' }] } },
  },
  {
    file: 'umami.json', bare: true, table: 'umami', settings: { site: '11111111-2222-4333-8444-555555555555' },
    counts: [[['view_cart', 'add_shipping_info', 'add_payment_info', 'rec_impression', 'campaign_close'], SCRIPT]],
    ours: bodies, theirs: bodies, key: ({ type, payload }) => payload.name ?? type,
    except: [[/^payload\.(screen|language)$/, DEVICE], [/^payload\.id$/, USER], [/^payload\.timestamp$/, 'only so late events are dated right; optional in Umami\'s source'], [/^payload\.data\.firstName$/, PERSON[1]]],
  },
  {
    file: 'openpanel.json', bare: true, table: 'openpanel', settings: { key: '11111111-2222-4333-8444-555555555555' },
    way: { except: [[/^header openpanel-sdk-/, LIBRARY]] },
    counts: [[['lead_submit', 'view_item_list', 'select_item', 'view_promotion', 'select_promotion', 'remove_from_cart', 'add_to_wishlist', 'view_cart', 'begin_checkout', 'add_shipping_info', 'add_payment_info', 'refund', 'rec_impression', 'campaign_close'], SCRIPT]],
    ours: bodies, theirs: bodies, key: ({ type, payload }) => payload.name ?? type,
    except: [[/^payload\.profileId$/, USER], [/firstName$/, PERSON[1]], [/__timestamp$/, 'so that late events are dated right'], [/__(title|path)$/, 'the SDK has it on some of its events']],
  },
  {
    file: 'countly.json', table: 'countly', settings: { key: 'APPKEY' },
    way: { mask: /^body (device_id|timestamp|hour|dow|user_details)$/,
      except: [[/^body sdk_(name|version)$/, LIBRARY], [/^body (metrics|av|tz)$/, DEVICE], [/^body rr$/, 'how many requests the SDK has still to send'], [/^body t$/, 'where the device\'s id is from; the visitor\'s is none of Countly\'s kinds']] },
    counts: [[['lead_submit', 'view_item_list', 'select_item', 'view_promotion', 'select_promotion', 'remove_from_cart', 'add_to_wishlist', 'view_cart', 'begin_checkout', 'add_shipping_info', 'add_payment_info', 'refund', 'rec_impression', 'campaign_close'], SCRIPT], [['[CLY]_orientation'], AUTO, [0, 1]]],
    ours: batch('events'), theirs: batch('events'), key: ({ key }) => key,
    mask: /^(timestamp|id|hour|dow)$/,
    except: [[/^cvid$|^segmentation\.(start|utm_\w+|name)$|^dur$|^pvid$/, AUTO]],
    must: { add_to_cart: ['sum', 'segmentation.item_id', 'segmentation.quantity'], purchase: ['sum'] },
  },
  {
    file: 'mautic.json', bare: true, table: 'mautic', settings: {},
    counts: [[['viewed-product', 'identify'], SCRIPT], [['viewed-shoes'], 'the tag of a product page is the shop\'s to choose', [0, 1]]],
    ours: bodies, theirs: bodies, key: ({ tags, page_url: url }) => tags ?? 'page',
    except: [[/^(page_language|preferred_locale|counter|timezone_offset|resolution|platform|do_not_track|timezone|mautic_device_id)$/, DEVICE], [/^(page_url|page_title)$/, 'the script made up a page for each event'], [/^firstname$/, PERSON[1]]],
  },
  {
    file: 'unomi.json', returns: true, table: 'unomi', settings: { key: 'shop' },
    way: { mask: /^body sessionId$/ },
    counts: [[['viewCart', 'addShippingInfo', 'addPaymentInfo', 'recImpression', 'campaignClose'], SCRIPT]],
    ours: batch('events'), theirs: batch('events'), key: ({ eventType: type }) => type,
    except: [
      [/^flattenedProperties\.URLParameters/, CAMPAIGN, 'view'],
      [/^source\.properties\.(attributes|consentTypes)|language$|categories|tags$|sameDomainReferrer$|^target\.properties\.(attributes|consentTypes)/, DEVICE],
      [/^(source|target)\.(itemId|properties\.pageInfo\.(pageID|pageName))$/, 'the script named its page'],
      [/^timeStamp$/, 'so that late events are dated right'], [/firstName$/, PERSON[1]],
      [/^properties\.origin$|^target\.properties\.results$/, HAND], [/^target\.itemId$/, HAND, 'form']],
  },
  {
    file: 'matomo.json', table: 'matomo', settings: { site: '1' }, items: { 'SKU-1001': { item_category: 'Shoes > Trail' } },
    way: { except: [[/^body send_image$/, 'each of our messages says it']] },
    counts: [[['identify', 'remove_from_cart', 'add_shipping_info', 'rec_impression', 'campaign_close'], SCRIPT], [['leave'], 'the script\'s own last event', [0, 1]],
      [['add_to_cart'], 'the script handed over its whole cart with each addition; of our events one is the addition, another the cart', [2, 0]], [['cart'], 'as above', [1, 2]]],
    ours: (all) => bodies(all).flatMap(({ requests }) => requests.map((text) => query(text.slice(1)))),
    theirs: (all) => all.filter(({ method }) => method === 'POST').flatMap((request) => request.body?.requests ? request.body.requests.map((text) => query(text.slice(1))) : [Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, parsed(value)]))]),
    key: (m) => m.ec_id ? 'order' : m.idgoal === '0' ? 'cart' : m.idgoal ? 'goal' : m.search ? 'search' : m.e_a ?? (m.c_i ? `click ${m.c_n}` : m.c_n ? `seen ${m.c_n}` : m._pks ? 'product' : m._pkc ? 'category' : m.uid && !m.action_name ? null : 'page'),
    mask: /^_id$/,
    except: [
      [/^uadata|^(r|h|m|s|_idn|_refts|_rcn|pf_\w+|pv_id|pdf|qt|realp|wma|fla|java|ag|cookie|res|gt_ms|_cvar)$/, DEVICE],
      [/^cdt$/, 'so that late events are dated right'], [/^uid$/, USER],
      [/^_pk[scnp]$/, 'the SDK keeps sending the last product or category with every later hit of the page', 'cart goal order add_to_wishlist begin_checkout add_payment_info refund'],
      [/^_pk[scnp]|^_pkc\.\d$/, 'as above', 'cart goal order add_to_wishlist begin_checkout add_payment_info refund click seen search'],
      [/^(action_name|_pkc.*)$/, 'the script named its page and category', 'category product'], [/^search_cat$/, HAND], [/^(ec_st)$/, HAND],
      [/^c_[tp]$/, 'the address is the script\'s own', 'click seen']],
    must: { order: ['ec_id', 'revenue', 'ec_tx', 'ec_sh', 'ec_dt', 'ec_items.1.1'], product: ['_pks', '_pkn', '_pkp'], cart: ['revenue', 'ec_items.0.2.1'] },
  },
  {
    file: 'snowplow.json', table: 'snowplow', settings: { key: 'shop' }, items: { 'SKU-1001': { item_category: 'Shoes > Trail' } },
    counts: [[['identify', 'add_to_wishlist', 'view_cart', 'rec_impression', 'campaign_close'], SCRIPT], [['lead_submit'], 'the script made a schema of its own of it, ours is com.vitrin/lead_submit'], [['email_signed_up'], 'as above', [0, 1]]],
    ours: (all) => bodies(all).flatMap(({ data }) => data).map(unwrapped), theirs: (all) => bodies(all).flatMap(({ data }) => data).map(unwrapped),
    key: ({ e, ue_pr: ue }) => e === 'pv' ? 'page' : ue.data.data.type ?? ue.data.schema.split('/')[1],
    mask: /^(eid|dtm|stm|duid|sid)$/,
    except: [
      [/^(tv|cookie|cs|lang|res|cd|tz|vp|ds|vid|tna|refr)$/, DEVICE], [/^uid$/, USER],
      [/^co\.(schema|data\.(web_page|page|user))/, 'the script added contexts of page and user'],
      [/cart_id$|account_type$|refund_reason$|payment_method$/, HAND],
      [/^co\.data\.product\.1/, 'the script gave one product back', 'refund'],
    ],
    must: { transaction: ['co.data.transaction.0.revenue', 'co.data.transaction.0.total_quantity', 'co.data.transaction.0.discount_code'] },
    given: { purchase: { payment_type: 'card' } },
  },
  {
    file: 'otlp-logs.json', table: 'otlp', settings: {},
    way: { path: ['/v1/logs', '/v1otlp/logs', 'the script of the recording gave the exporter an address of its own; OTLP says /v1/logs'] },
    counts: [[['identify', 'lead_submit', 'select_item', 'view_promotion', 'select_promotion', 'remove_from_cart', 'add_to_wishlist', 'view_cart', 'begin_checkout', 'add_shipping_info', 'add_payment_info', 'refund', 'rec_impression', 'campaign_close'], SCRIPT]],
    ours: (all) => bodies(all).flatMap(logs), theirs: (all) => bodies(all).flatMap(logs), key: ({ eventName }) => eventName,
    mask: /UnixNano$/,
    except: [[/^droppedAttributesCount$/, 'zero is proto3\'s default and need not be written'], [/^attributes\.(session\.id|event\.id|user\.id|url\.full|value|currency|items|query)/, MORE]],
    must: { purchase: ['attributes.transaction_id.stringValue', 'attributes.value.doubleValue'], add_to_cart: ['attributes.quantity.intValue', 'attributes.value.doubleValue'], search: ['attributes.query.stringValue'] },
  },
];

// Snowplow's contexts are a list in any order: by the name of their schema.
function unwrapped(message) {
  const made = { ...message };
  for (const name of ['ue_pr', 'co']) if (made[name]) made[name] = JSON.parse(made[name]);
  if (made.co) {
    const data = {};
    for (const { schema, data: fields } of made.co.data) (data[schema.split('/')[1]] ??= []).push(fields);
    made.co = { schema: made.co.schema, data };
  }
  return made;
}

function logs({ resourceLogs }) {
  return resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)).map((record) => ({ ...record, attributes: Object.fromEntries(record.attributes.map(({ key, value }) => [key, value])) }));
}
