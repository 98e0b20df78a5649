// A shop's own table of a backend: what it names and what is not there. The reader of tables leaves such a field out, or cannot send at all.
import { OPERATIONS } from './adapter-operations.js';

const KNOWN = [...Object.keys(OPERATIONS), 'or', 'in', 'to'];
const ENCODINGS = ['json', 'lines', 'form'];
const map = (value) => value && typeof value === 'object' ? value : {};
const listed = (names) => names.map((name) => `\`${name}\``).join(', ');

// How many letters are to be put in, taken out or exchanged.
const slips = (one, other) => [...one].reduce((row, letter, at) => [...other].reduce((next, wanted, place) => [...next, Math.min(row[place] + (letter !== wanted), row[place + 1] + 1, next[place] + 1)], [at + 1]), [...Array(other.length + 1).keys()])[other.length];
const nearest = (name, names) => [...names].sort((one, other) => slips(name, one) - slips(name, other))[0];

// Blanks are read wherever a form has a text.
const blanks = (form, path, parts, found) => {
  if (typeof form === 'string' && form[0] === '=') {
    for (const step of form.split('|').slice(1)) {
      const [name, argument] = step.split(/:(.*)/s);
      if (!KNOWN.includes(name)) found(path, `there is no operation \`${name}\`, and the field is left out`, `\`${nearest(name, KNOWN)}\`?`);
      else if (/^(in|to)$/.test(name) && !(argument in map(parts))) found(path, `there is no part \`${argument}\`, and nothing is sent`, 'define it under `parts`');
    }
  } else if (form && typeof form === 'object') for (const key in form) blanks(form[key], Array.isArray(form) ? `${path}[${key}]` : `${path}.${key}`, parts, found);
};

/** What is wrong with the table of this backend, which stands at this path. */
export const lintTable = (backend, path, found) => {
  const table = map(backend.table);
  const [requests, shapes] = [map(table.requests), map(table.shapes)];
  const at = `${path}.table`;
  for (const name of table.needs || ['endpoint']) if (!backend[name]) found(`${path}.${name}`, 'it is missing, and nothing is sent', 'name it, or take it out of `table.needs`');
  for (const [name, { encoding, call }] of Object.entries(requests).map(([name, request]) => [name, map(request)])) if (!call && !ENCODINGS.includes(encoding)) found(`${at}.requests.${name}.encoding`, `\`${encoding}\` is no way to write a body, and nothing is sent`, `one of ${listed(ENCODINGS)}`);
  const rows = [...Object.entries(map(table.events)).map(([name, row]) => [`${at}.events.${name}`, row]), [`${at}.other`, table.other]];
  const told = rows.flatMap(([place, row]) => [row].flat().filter(Boolean).map((one) => [place, map(one)]));
  if (!told.length) found(`${at}.events`, 'no event is named, and nothing is sent', 'name some, or give `other` for all');
  for (const [place, { to = 'events', shape = 'event' }] of told) {
    if (!(to in requests)) found(place, `there is no request \`${to}\`, and nothing is sent`, 'define it under `table.requests`');
    if (!(shape in shapes)) found(place, `there is no shape \`${shape}\`, and messages are empty`, 'define it under `table.shapes`');
  }
  for (const name of ['requests', 'shapes', 'parts', 'data', 'events', 'other']) blanks(table[name], `${at}.${name}`, table.parts, found);
};
