// What an adapter sends is what the official SDK sends: our journey beside the recorded one, field by field.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { adapt, journeyWith, received, tables } from './load.mjs';
import { CASES } from './recordings.mjs';

const folder = new URL('../../../shared/backends/recordings/', import.meta.url);

const flat = (value, at = '', into = {}) => {
  if (value === null || typeof value !== 'object') into[at] = value;
  else for (const name in value) flat(value[name], at ? `${at}.${name}` : name, into);
  return into;
};

const applies = (except, path, key) => except.some(([pattern, , only]) => pattern.test(path) && (!only || only.split(' ').some((one) => key.startsWith(one)) || only === key));

for (const it of CASES) {
  test(`${it.table} as ${it.file}`, (story) => {
    const file = new URL(it.file, folder);
    if (!existsSync(file)) {
      console.log('skipped: ../shared not found');
      return story.skip('../shared not found');
    }
    const recording = JSON.parse(readFileSync(file, 'utf8'));
    const requests = recording.requests.filter(({ method }) => method !== 'OPTIONS');
    const theirs = it.theirs(requests).filter(it.key);
    const url = /"(http:\/\/[^"]*\?sdk=[^"]*utm_campaign=spring)"/.exec(JSON.stringify(theirs).replace(/\\"/g, '"'))?.[1] ?? `http://127.0.0.1:44000/?sdk=${it.file.split(/[-.]/)[0]}&utm_source=newsletter&utm_campaign=spring`;
    const made = adapt(tables[it.table], { endpoint: 'http://127.0.0.1:44001', ...it.settings }, journeyWith({ url, items: it.items, given: it.given }));
    const ours = it.ours(made.map((request) => ({ ...request, body: received(request) }))).filter(it.key);
    const compared = [];
    const wrong = [];
    for (const message of ours) {
      const key = it.key(message);
      const like = theirs.find((one) => it.key(one) === key);
      if (!like || compared.includes(key)) continue;
      compared.push(key);
      const [mine, official] = [flat(message), flat(like)];
      for (const path of new Set([...Object.keys(mine), ...Object.keys(official)])) {
        const must = it.must?.[key]?.includes(path);
        if (!must && applies(it.except, path, key)) continue;
        const same = it.mask?.test(path) ? path in mine && path in official : `${mine[path]}` === `${official[path]}`;
        if (!same) wrong.push(`${key}: ${path}: ours ${JSON.stringify(mine[path])}, the SDK's ${JSON.stringify(official[path])}`);
      }
      for (const path of it.must?.[key] ?? []) if (!(path in mine)) wrong.push(`${key}: ${path} is missing`);
    }
    const sent = [...new Set(theirs.map(it.key))];
    story.diagnostic(`${compared.length} of ${sent.length} kinds of message compared`);
    assert.deepEqual(wrong, []);
    assert.deepEqual(sent.filter((key) => !compared.includes(key)), Object.keys(it.absent ?? {}), 'what the SDK sends and the adapter does not');
  });
}
