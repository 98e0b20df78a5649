// What an adapter sends is what the official SDK sends: our journey beside the recorded one, field by field.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { adapt, received, recorded, tables } from './load.mjs';
import { CASES, MORE } from './recordings.mjs';

const folder = new URL('../../../shared/backends/recordings/', import.meta.url);

const flat = (value, at = '', into = {}) => {
  if (value === null || typeof value !== 'object') into[at] = value;
  else for (const name in value) flat(value[name], at ? `${at}.${name}` : name, into);
  return into;
};

const applies = ([pattern, , only], path, key) => pattern.test(path) && (!only || only.split(' ').some((one) => key.startsWith(one)) || only === key);

// What every browser adds of itself.
const BROWSERS_OWN = /^(host|connection|user-agent|accept|accept-.*|sec-.*|origin|referer|content-length|pragma|cache-control|cookie)$/;

// Where a request goes and how, beside its messages: `query name`, `header name` and, where messages are in a wrapper, `body name`.
const way = ({ method, path, query, headers, body }, wraps) => {
  const facts = {};
  for (const [name, value] of Object.entries(query ?? {})) facts[`query ${name}`] = value;
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (!BROWSERS_OWN.test(key)) facts[`header ${key}`] = key === 'content-type' ? value.toLowerCase() : value;
  }
  // A form's single field of JSON is a wrapper too.
  const wrapper = wraps && body?.data && !Array.isArray(body.data) ? { ...body.data, data: 'a wrapper' } : wraps ? body : {};
  for (const [name, value] of Object.entries(wrapper ?? {})) facts[`body ${name}`] = Array.isArray(value) ? 'a list' : value;
  return { address: `${method} ${path}`, facts };
};

const differences = (mine, other, { mask, except = [] } = {}) => {
  const excused = [];
  const wrong = [];
  for (const name of new Set([...Object.keys(mine), ...Object.keys(other)])) {
    if (mask?.test(name) ? name in mine && name in other : Object.is(mine[name], other[name])) continue;
    const out = except.filter(([pattern]) => pattern.test(name));
    if (out.length) excused.push(...out);
    else wrong.push(`${name}: ours ${JSON.stringify(mine[name])}, the SDK's ${JSON.stringify(other[name])}`);
  }
  return { excused, wrong };
};

// Messages by what they are of, in the order in which they were sent.
const kinds = (messages, key) => {
  const all = {};
  for (const message of messages) (all[key(message)] ??= []).push(message);
  return all;
};

const needed = new Set();

for (const it of CASES) {
  test(`${it.table} as ${it.file}`, (story) => {
    const file = new URL(it.file, folder);
    if (!existsSync(file)) {
      console.log('skipped: ../shared not found');
      return story.skip('../shared not found');
    }
    const recording = JSON.parse(readFileSync(file, 'utf8'));
    const requests = recording.requests.filter(({ method }) => method !== 'OPTIONS');
    const official = it.theirs(requests).filter(it.key);
    const url = /"(http:\/\/[^"]*\?sdk=[^"]*utm_campaign=spring)"/.exec(JSON.stringify(official).replace(/\\"/g, '"'))?.[1] ?? `http://127.0.0.1:44000/?sdk=${it.file.split(/[-.]/)[0]}&utm_source=newsletter&utm_campaign=spring`;
    const made = adapt(tables[it.table], { endpoint: 'http://127.0.0.1:44001', ...it.settings }, recorded({ url, ...it }));
    const ours = kinds(it.ours(made.map((request) => ({ ...request, body: received(request) }))).filter(it.key), it.key);
    const theirs = kinds(official, it.key);
    const wrong = [];
    let compared = 0;
    for (const [key, all] of Object.entries(theirs)) {
      for (const [place, message] of (ours[key] ?? []).entries()) {
        if (place >= all.length) continue;
        compared++;
        const [mine, other] = [flat(message), flat(all[place])];
        for (const path of new Set([...Object.keys(mine), ...Object.keys(other)])) {
          const same = it.mask?.test(path) ? path in mine && path in other : Object.is(mine[path], other[path]);
          if (same) continue;
          // What is more than the script handed over cannot be something that it did hand over, with another value.
          const out = it.except.filter((one) => applies(one, path, key) && (one[1] !== MORE || !(path in other)));
          out.forEach((one) => needed.add(one));
          if (!out.length || it.must?.[key]?.includes(path)) wrong.push(`${key} ${place + 1}: ${path}: ours ${JSON.stringify(mine[path])}, the SDK's ${JSON.stringify(other[path])}`);
        }
        for (const path of it.must?.[key] ?? []) if (!(path in mine)) wrong.push(`${key}: ${path} is missing`);
      }
    }
    story.diagnostic(`${compared} of ${official.length} messages compared`);
    assert.deepEqual(wrong, []);
    // How often a kind was sent, where it was not as often: none may be missing or too many without a reason.
    const counts = {};
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
      const [a, b] = [ours[key]?.length ?? 0, theirs[key]?.length ?? 0];
      if (a !== b) counts[key] = [a, b];
    }
    const named = {};
    for (const [names, , sent] of it.counts ?? []) for (const key of names) named[key] = sent ?? [1, 0];
    assert.deepEqual(counts, named, 'what one sends and the other does not: [ours, the SDK\'s]');
  });
}

for (const it of CASES) {
  test(`${it.table} goes where and as ${it.way?.file ?? it.file} does`, (story) => {
    const file = new URL(it.way?.file ?? it.file, folder);
    if (!existsSync(file)) return story.skip('../shared not found');
    const theirs = JSON.parse(readFileSync(file, 'utf8')).requests.filter(({ method }) => method !== 'OPTIONS').map((request) => way(request, !it.bare));
    const made = adapt(tables[it.table], { endpoint: 'http://127.0.0.1:44001', ...it.settings }, recorded({ url: 'http://127.0.0.1:44000/', ...it }));
    assert.ok(made.length);
    const wrong = new Set();
    for (const request of made) {
      const { pathname, searchParams } = new URL(request.url);
      const path = it.way?.path?.[0] === pathname ? it.way.path[1] : pathname;
      // A page can only post: `send` knows no other method.
      const mine = way({ method: 'POST', path, query: Object.fromEntries(searchParams), headers: request.headers, body: received(request) }, !it.bare);
      const there = theirs.filter(({ address }) => address === mine.address);
      // An SDK has several ways, one while the page is there and one as it is left: one of them it must be, whole.
      const [best] = there.map(({ facts }) => differences(mine.facts, facts, it.way)).sort((one, other) => one.wrong.length - other.wrong.length);
      if (!best) wrong.add(`${mine.address}: the SDK asks only ${[...new Set(theirs.map(({ address }) => address))].join(', ')}`);
      for (const text of best?.wrong ?? []) wrong.add(`${mine.address}: ${text}`);
      best?.excused.forEach((one) => needed.add(one));
    }
    assert.deepEqual([...wrong], []);
  });
}

test('no exclusion is there that excludes nothing', (story) => {
  if (!existsSync(folder)) return story.skip('../shared not found');
  const all = CASES.flatMap(({ file, except, way: how }) => [...except, ...how?.except ?? []].filter((one) => !needed.has(one)).map((one) => `${file}: ${one[0]}`));
  assert.deepEqual(all, []);
});
