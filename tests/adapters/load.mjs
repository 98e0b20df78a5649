// The interpreter and the tables under test: of the package in VITRIN_PKG, or else of the sources.
import { readFileSync, readdirSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const shipped = process.env.VITRIN_PKG && new URL(`file://${process.env.VITRIN_PKG}/`);
const read = (url) => readFileSync(url, 'utf8');

// In the package's files one scope holds all; the sources are put together in the same way.
const script = shipped
  ? read(new URL('vitrin-adapters.js', shipped))
  : ['adapter-operations.js', 'adapter.js'].map((file, place) => read(new URL(`src/js/${file}`, root)).replace(/^import .*$/gm, '').replace(/^export /gm, place ? 'export ' : '')).join('\n');

export const { adapt, perform, send } = await import(`data:text/javascript,${encodeURIComponent(script)}`);

const folder = shipped ? new URL('adapters/', shipped) : new URL('src/adapters/', root);

/** Every table by its name. */
export const tables = Object.fromEntries(readdirSync(folder)
  .filter((file) => file.endsWith('.json') && file !== 'table.schema.json')
  .map((file) => [file.slice(0, -5), JSON.parse(read(new URL(file, folder)))]));

export const journey = JSON.parse(read(new URL('journey.json', import.meta.url)));

/** The journey as the script of the recordings went through it: at this address, with other facts where it had other ones, once more into the cart as
 * it left, and in some of them (`returns`) a page more. */
export const recorded = ({ url, items, given = {}, returns }) => {
  const copy = structuredClone(journey);
  const again = (name, place) => ({ ...structuredClone(copy.events.find((event) => event.name === name)), id: `01KAN4C8X0ZK3V5R7T9W2Y4A${place}`, at: `2026-11-22T10:15:${place}.004Z` });
  copy.events.push(again('add_to_cart', 30));
  if (returns) copy.events.push(again('page_view', 31));
  for (const [place, event] of copy.events.entries()) {
    event.page.url = returns && place === copy.events.length - 1 ? url.split('&utm_')[0] : url;
    for (const item of event.items ?? []) Object.assign(item, items?.[item.item_id]);
    Object.assign(event, given[event.name]);
    for (const name in event) if (event[name] === null) delete event[name];
  }
  return copy;
};

/** A body as a receiver reads it. */
export const received = ({ headers, body }) => {
  if (/urlencoded/.test(headers['content-type']) && body[0] !== '{') {
    return Object.fromEntries([...new URLSearchParams(body)].map(([name, value]) => [name, parsed(value)]));
  }
  return body.includes('\n') ? body.split('\n').map((line) => JSON.parse(line)) : JSON.parse(body);
};

export const parsed = (value) => {
  try {
    if (/^[[{]/.test(value)) return JSON.parse(value);
    // JSON that begins with a quote, in base 64.
    return value.startsWith('eyJ') ? JSON.parse(Buffer.from(value, 'base64')) : value;
  } catch {
    return value;
  }
};
