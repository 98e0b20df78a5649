// What others say of the requests: the backends' own libraries from npm, installed by `cargo xtask test` into the folder VITRIN_JUDGES.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { adapt, journey, tables } from './load.mjs';

const folder = process.env.VITRIN_JUDGES;
const judge = folder && createRequire(`${folder}/judges.js`);
const settings = { endpoint: 'https://collector.shop.example', key: 'KEY' };

const judged = (name, what) => test(name, (story) => {
  if (judge) return what();
  console.log('skipped: VITRIN_JUDGES names no folder');
  return story.skip('no judges');
});

judged('Segment\'s own validation takes every message', () => {
  const { validateEvent } = judge('@segment/analytics-core');
  for (const name of ['segment', 'rudderstack', 'jitsu']) {
    const messages = adapt(tables[name], settings, journey).map(({ body }) => JSON.parse(body)).flatMap((body) => body.batch ?? body);
    assert.ok(messages.length >= journey.events.length);
    for (const message of messages) validateEvent(message);
    const [first] = messages;
    assert.throws(() => validateEvent({ ...first, messageId: undefined }), 'the judge does judge');
  }
});

judged('the CloudEvents SDK reads the batch as it was sent', () => {
  const { HTTP } = judge('cloudevents');
  const [{ headers, body }] = adapt(tables.cloudevents, settings, journey);
  const events = HTTP.toEvent({ headers, body });
  assert.equal(events.length, journey.events.length);
  for (const [place, event] of events.entries()) {
    assert.ok(event.validate());
    assert.equal(event.id, journey.events[place].id);
    assert.equal(event.type, `shop.${journey.events[place].name}`);
    assert.deepEqual(event.data, journey.events[place]);
  }
});

// What a library leaves out after reading our message and writing it again, or writes otherwise; the shop's own properties are none of its business.
const lost = (ours, theirs, at = '') => {
  if (/\.properties$/.test(at)) return [];
  // Only browsers have nameless visitors: the server's form of an event has no field for them.
  if (/^\.data\.attributes\.profile.*\.anonymous_id$/.test(at)) return [];
  if (ours === null || typeof ours !== 'object') return ours === theirs || Date.parse(ours) === Date.parse(theirs) ? [] : [`${at}: ${JSON.stringify(ours)}, written ${JSON.stringify(theirs)}`];
  return Object.keys(ours).flatMap((name) => lost(ours[name], theirs?.[name], `${at}.${name}`));
};

judged('Klaviyo\'s own SDK reads and writes every field of events, profiles and back in stock', () => {
  const { ObjectSerializer } = judge('klaviyo-api');
  const stock = { ...journey.events[0], id: `${journey.events[0].id.slice(0, -1)}Z`, name: 'back_in_stock', items: [{ item_id: 'SKU-1001' }], lead: { email: 'ann@shop.example' } };
  const made = adapt(tables.klaviyo, { ...settings, list: 'LIST' }, { ...journey, events: [...journey.events, stock] });
  // The server's form of what browsers post: the SDK has no model of `/client/subscriptions`.
  const models = { '/client/events': 'EventCreateQueryV2', '/client/profiles': 'OnsiteProfileCreateQuery', '/client/back-in-stock-subscriptions': 'ServerBISSubscriptionCreateQuery' };
  const seen = new Set();
  for (const { url, body } of made) {
    const { pathname } = new URL(url);
    const model = models[pathname];
    if (!model) continue;
    seen.add(pathname);
    const ours = JSON.parse(body);
    const read = model === 'OnsiteProfileCreateQuery' ? { data: ObjectSerializer.deserialize(ours.data, `${model}ResourceObject`, '') } : ObjectSerializer.deserialize(ours, model, '');
    const theirs = model === 'OnsiteProfileCreateQuery' ? { data: ObjectSerializer.serialize(read.data, `${model}ResourceObject`, '') } : ObjectSerializer.serialize(read, model, '');
    assert.deepEqual(lost(ours, theirs), [], pathname);
    assert.notDeepEqual(lost({ data: { ...ours.data, attributes: { ...ours.data.attributes, made_up: 1 } } }, theirs), [], 'the judge does judge');
  }
  assert.equal(seen.size, 3, [...seen].join());
});
