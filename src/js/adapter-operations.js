// What a table can do to a value, and how it writes a body: a closed list. Each takes a value that is there and the words behind the colon; one that throws leaves its field out.

const ULID = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const json = (value) => JSON.stringify(value);
const form = (fields) => `${new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, typeof value === 'object' ? json(value) : value]))}`;

// OpenTelemetry's AnyValue: whole numbers and others apart, lists and objects all the way down.
const any = (value) => {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(any) } };
  if (typeof value === 'object') return { kvlistValue: { values: attributes(value) } };
  return { [`${Number.isInteger(value) ? 'int' : { number: 'double', boolean: 'bool' }[typeof value] ?? 'string'}Value`]: value };
};
const attributes = (fields) => Object.entries(fields).filter(([, value]) => value != null).map(([key, value]) => ({ key, value: any(value) }));

// 128 bits as 32 hexadecimal digits; what follows a hyphen sets apart several messages about one event.
const digits = (id) => {
  const [letters, more = 0] = id.replace(/^[sv]/, '').split('-');
  return ([...letters].reduce((sum, letter) => sum * 32n + BigInt(ULID.indexOf(letter)), 0n) + BigInt(more)).toString(16).padStart(32, 0);
};

export const OPERATIONS = {
  // Time.
  ms: Date.parse,
  s: (value) => Date.parse(value) / 1000,
  ns: (value) => `${Date.parse(value)}000000`,
  hour: (value) => new Date(value).getHours(),
  day: (value) => new Date(value).getDay(),
  // Numbers.
  str: String,
  cents: (value) => Math.round(value * 100),
  is: (value, number) => value === +number,
  neg: (value) => -value,
  floor: Math.floor,
  sum: (value, field) => value.reduce((sum, item) => sum + (item[field] ?? 1), 0),
  // Text.
  before: (value, text) => `${text}${value}`,
  after: (value, text) => `${value}${text}`,
  words: (value) => value.split(/\s+/),
  levels: (value) => value.split(' > '),
  camel: (value) => value.replace(/_(.)/g, (_, letter) => letter.toUpperCase()),
  part: (value, of) => new URL(value)[of],
  slug: (value) => value.replace(/[^\w@.-]+/g, '-').slice(-60),
  // Lists, and a text is one of letters.
  some: (value) => (value.length ? value : undefined),
  list: (value) => [value],
  join: (value, between) => value.join(between),
  pick: (value, field) => value.map((item) => item[field]),
  // Writing.
  json,
  lines: (value) => value.map(json).join('\n'),
  base64: (value) => btoa(unescape(encodeURIComponent(value))),
  uri: encodeURIComponent,
  form,
  queries: (value) => value.map((fields) => `?${form(fields)}`),
  attributes,
  // An id's time and chance as a UUID of version 7, or its last digits.
  uuid: (value) => digits(value).replace(/(.{8})(.{4}).(...).(...)(.{12})/, '$1-$2-7$3-8$4-$5'),
  hex: (value, count) => digits(value).slice(-count),
};
