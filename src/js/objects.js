// What a platform's own objects and data blocks say of products: found by their shape, wherever they stand, and copied as they are.
// `core::detect` reads them by the names of their fields and says which of them is the page's.
import { attempt } from './life.js';

// Objects of the window, the attributes of elements, and blocks of data: Shopify, PrestaShop, BigCommerce, EverShop, WooCommerce, Magento, Wix, Ecwid, Next.
const GLOBALS = ['ShopifyAnalytics.meta.product', 'BCData.product_attributes', 'eContext.graphqlResponse', 'prestashop.product', 'meta.product', 'ec.storefront.currentProduct'];
const HELD = [['form[data-product_variations]', 'data-product_variations'], ['#product-details[data-product]', 'data-product']];
const BLOCKS = '[data-product-json],[id^=ProductJson],[type="application/json"][data-product],#wix-warmup-data,#__NEXT_DATA__,[type="text/x-magento-init"]';
// A larger block is a page's whole state: too long to read on a shopper's time.
const LONGEST_TEXT = 300000;
// A product stands no deeper, and a page has no more of them that matter.
const DEEP = 12;
const LOOKED = 3000;
const FEW = 4;
const PRICE = /^(price|prices|display_price|finalPrice|price_amount)$/;
const NAME = /^(name|title|sku|productId|product_id|id_product|variants|variation_id)$/;

const parse = (text) => text.length < LONGEST_TEXT ? attempt(() => JSON.parse(text)) : undefined;

// Plain data, shallow and short: what a product says of itself.
const bounded = (value, depth = 0) => {
  if (typeof value === 'string') return value.slice(0, 300);
  if (!value || typeof value !== 'object') return value;
  if (depth > 4) return;
  if (Array.isArray(value)) return value.slice(0, 30).map((one) => bounded(one, depth + 1));
  return Object.fromEntries(Object.keys(value).slice(0, 60).map((key) => [key, bounded(value[key], depth + 1)]));
};

/** What looks like a product, in objects and in these blocks of data: something with a price and a name or a number. */
export const objects = (blocks) => {
  const out = [];
  let looked = 0;
  const seek = (value, depth) => {
    if (!value || typeof value !== 'object' || depth > DEEP || ++looked > LOOKED || out.length >= FEW) return;
    if (Array.isArray(value)) {
      // Variations alone are one product's.
      if (value[0] && 'variation_id' in value[0]) out.push({ variants: bounded(value) });
      else for (const one of value) seek(one, depth + 1);
      return;
    }
    const keys = Object.keys(value);
    if (keys.some((key) => PRICE.test(key) || (key === 'variants' && value.vendor !== undefined)) && keys.some((key) => NAME.test(key))) out.push(bounded(value));
    else for (const key of keys) seek(value[key], depth + 1);
  };
  attempt(() => {
    for (const place of GLOBALS) seek(place.split('.').reduce((at, name) => at && at[name], window), 0);
    for (const [selector, name] of HELD) for (const element of document.querySelectorAll(selector)) seek(parse(element.getAttribute(name)), 0);
    for (const block of blocks) if (block.matches(BLOCKS)) seek(parse(block.textContent), 0);
  });
  // What waits for Meta's pixel: `fbq('track', 'ViewContent', {…})`.
  attempt(() => {
    for (const [, name, told] of window.fbq?.queue || []) if (name === 'ViewContent') out.push({ ...bounded(told), pixel: true });
  });
  return out;
};
