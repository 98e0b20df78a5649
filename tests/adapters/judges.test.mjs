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
