// The rows of docs/backends.md: `node tests/adapters/rows.mjs` prints them, and a test holds the document against them.
import { fileURLToPath } from 'node:url';
import { tables } from './load.mjs';

const age = (seconds) => seconds % 86400 ? `${seconds / 3600} h` : `${seconds / 86400} d`;
const code = (text) => `\`${text}\``;

export const rows = Object.entries(tables).map(([name, { needs, requests, dedupe, max_age: limit, purposes }]) => {
  const { call, type, batch, unload } = requests.events;
  const way = call ? [code(call), '–', '–'] : [type.split(';')[0], batch, unload ? 'yes' : 'no'];
  return `| ${[code(name), needs.map(code).join(', ') || '–', ...way, dedupe, age(limit), purposes.length > 1 ? 'both' : 'analytics'].join(' | ')} |`;
});

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(rows.join('\n'));
