// A backend is a table (src/adapters); this reads it: from the neutral envelope to that backend's own requests, or to calls of what its tag left in the page.
// What a table can say is a closed list, described in src/adapters/table.schema.json and checked when the package is built.
import { OPERATIONS } from './adapter-operations.js';

const has = (value) => value !== undefined && value !== null;

const warned = new Set();
const warn = (message) => {
  if (!warned.has(message)) console.warn(`[vitrin] ${message}`);
  warned.add(message);
};

/** `a.b,c|op|op:argument`: the first path that leads somewhere, through the operations. What cannot be had is left out. */
const look = (words, scope, table) => {
  const [paths, ...operations] = words.split('|');
  let value;
  for (const path of paths.split(',')) value ??= path.split('.').reduce((at, name) => at?.[name], scope);
  for (const operation of operations) {
    const [name, argument] = operation.split(/:(.*)/s);
    if (name === 'or') value ??= argument;
    else if (has(value)) {
      if (name === 'in') value = fill(table.parts[argument], { ...scope, '@value': value }, table);
      else if (name === 'to') {
        const part = (item, place) => fill(table.parts[argument], { ...item, '^': scope, '#': place + 1 }, table);
        value = Array.isArray(value) ? value.map(part) : part(value, 0);
      } else {
        if (!OPERATIONS[name]) warn(`destination ${table.name}: there is no operation \`${name}\``);
        try {
          value = OPERATIONS[name](value, argument);
        } catch {
          value = undefined;
        }
      }
    }
  }
  if (has(value) && value === value) return value;
};

/** A form with its blanks filled in: text that begins with `=` is a blank, `...` takes in what it holds, and what stays empty falls away; with a `name!`, all around it. */
function fill(form, scope, table) {
  if (typeof form === 'string') return form[0] === '=' ? look(form.slice(1), scope, table) : form;
  if (Array.isArray(form)) return form.flatMap((inner) => inner?.['...'] ? fill(inner['...'], scope, table) : [fill(inner, scope, table)]).filter((inner) => inner !== undefined);
  if (!form || typeof form !== 'object') return form;
  const made = {};
  for (const key in form) {
    const value = fill(form[key], scope, table);
    const name = key.replace('!', '');
    if (value !== undefined) Object.assign(made, key === '...' ? value : { [name]: value });
    else if (name !== key) return;
  }
  if (Object.keys(made)[0]) return made;
}

/** How a backend names an event: none, one or several messages. */
const rows = (table, { events }, { name }) => {
  if (events ? !events.includes(name) : table.skip?.includes(name)) return [];
  return [table.events[name] ?? table.other ?? []].flat().map((one) => typeof one === 'string' ? { as: one } : one);
};

/**
 * The requests (to post: `url`, `headers`, `body`; `beaconable` without a preflight; `refused(answer)` whether what a 2xx says is that it was not taken
 * after all, `rejected(answer)` how many events it says will never be) and calls
 * (`call`, `args`) that tell a backend of these events. `settings` are the shop's of this destination. Throws when one that is needed is missing.
 * What the backend would misdate, and what it may have of known visitors only, is counted in `dropped`.
 */
export const adapt = (table, settings, { events, sent_at: sent }, dropped = [0, 0]) => {
  for (const name of table.needs) if (!has(settings[name])) throw Error(`destination ${table.name}: its setting \`${name}\` is missing`);
  const groups = [];
  for (const event of events) {
    const aged = Date.parse(sent) - Date.parse(event.at) > table.max_age * 1000;
    // Without the shopper's word on both purposes an event has no visitor.
    if (aged || table.purposes[1] && !event.visitor) dropped[aged ? 0 : 1]++;
    else for (const { as = event.name, each, shape = 'event', to = 'events', data = table.data, more } of rows(table, settings, event)) {
      for (const [place, item] of (each ? event.items ?? [] : [undefined]).entries()) {
        const scope = { ...event, '@as': as, '@event': event, '@id': place ? `${event.id}-${place}` : event.id, '@item': item, '@sent': sent, '@set': settings };
        scope['@data'] = fill(data, scope, table);
        const message = { ...fill(table.shapes[shape], scope, table), ...fill(more, scope, table) };
        for (const key in message) message[key] ?? delete message[key];
        const request = table.requests[to];
        const url = fill(request.url, scope, table)?.join('');
        let group = groups.find((group) => group.request === request && group.url === url && group.messages.length < request.batch);
        if (!group) groups.push(group = { request, url, scope, messages: [] });
        group.messages.push(message);
      }
    }
  }
  return groups.map(({ request, url, scope, messages }) => {
    const whole = { ...scope, '@events': messages, '@message': messages[0] };
    if (request.call) return { call: request.call, args: fill(request.args, whole, table) };
    return {
      url,
      headers: { 'content-type': request.type, ...fill(request.headers, whole, table) },
      body: OPERATIONS[request.encoding](fill(request.body, whole, table)),
      beaconable: request.unload,
      refused: (answer) => look(request.refused || '', answer, table),
      rejected: (answer) => look(request.rejected || '', answer, table) || 0,
    };
  });
};

/** Calls what a backend's own tag left in the page. False when it is not there (yet). */
export const perform = ({ call, args }) => {
  const path = call.split('.');
  const name = path.pop();
  const owner = path.reduce((at, step) => at?.[step], window);
  if (!owner?.[name]?.call) return false;
  owner[name](...args);
  return true;
};

// What stands for a status: not answered, and gone where nobody tells what came of it.
const UNANSWERED = 0;
const MAYBE = 1;
const PATIENCE = 15000;
// Bytes that go as a page is left: half of the 64 KiB that browsers let a page's beacons hold together with what is under way.
const BEACONS = 32768;
let beacons = 0;
// Of several answers the one that says what to do next: try again, leave it, take it apart; else whether all is known to be there.
const RANKS = [/20[^7]/, /^1$/, /207|400|413|422/, /401|403|410/, /./];
const rank = ([status]) => RANKS.findIndex((known) => known.test(status));

const tables = {};
// What a shop's own table need not say.
const CUSTOM = { name: 'custom', needs: ['endpoint'], dedupe: 'id', max_age: 604800, purposes: ['analytics'], shapes: {}, events: {} };
// Events that a backend has and could not tell from a copy: `name id`.
const had = new Set();

// Others may have used up what the browser keeps alive: what has failed goes once without that.
let brief;

/** Tells a backend of one request; answers with a status, and `Retry-After` as it came. */
const ask = async ({ call, args, url, headers, body, beaconable, refused, rejected }, leaving, dropped, lead) => {
  if (call) return [perform({ call, args }) ? 200 : UNANSWERED];
  if (leaving && (beaconable || !lead)) return [beaconable && navigator.sendBeacon?.(url, new Blob([body], { type: headers['content-type'] })) ? MAYBE : UNANSWERED];
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', keepalive: (leaving || !brief) && body.length < 20000, signal: AbortSignal.timeout(PATIENCE) });
    // What is no JSON says nothing.
    const said = answer.ok && await answer.json().catch(() => false);
    dropped[2] += rejected(said);
    // It was heard and not taken: one of its events is the reason.
    return [refused(said) ? 400 : answer.status, answer.headers.get('retry-after')];
  } catch {
    brief = !brief;
    return [UNANSWERED];
  }
};

/**
 * Tells a backend of an envelope: a status for all of it together, `Retry-After` as it came, and how many events were too old, how many had
 * no visitor, and how many the backend says it will never take. While the page is left, an event that may have arrived counts as arrived where a copy would be counted twice, and what cannot go as a
 * beacon is kept, but for a lead, which goes as a request that outlives the page. Nothing goes when it is no longer `allowed` once the table is here.
 */
export const send = async (folder, name, settings, text, leaving, allowed = () => true) => {
  const table = tables[name] ||= name === 'custom' ? { ...CUSTOM, ...settings.table } : await fetch(`${folder}adapters/${name}.json`, { signal: AbortSignal.timeout(PATIENCE) }).then((answer) => answer.ok && answer.json()).catch(() => {});
  try {
    if (!allowed()) return [UNANSWERED];
    if (!table) throw Error(`destination ${name}: its table is missing`);
    const once = table.dedupe !== 'id';
    const envelope = JSON.parse(text);
    envelope.events = envelope.events.filter(({ id }) => !had.has(`${name} ${id}`));
    const dropped = [0, 0, 0];
    // Should one of several fail, those that were taken must not go again; and a lead is in this page's memory alone.
    const parts = leaving && envelope.events.some(({ lead }) => lead) || once && adapt(table, settings, envelope).length > 1 ? envelope.events.map((event) => ({ ...envelope, events: [event] })) : [envelope];
    const made = parts.map((part) => adapt(table, settings, part, dropped));
    // Of what the browser would take only in part nobody could say which part.
    beacons = leaving ? beacons + new Blob(made.flat().map(({ body }) => body)).size : 0;
    if (once && beacons > BEACONS) return [MAYBE];
    const answers = await Promise.all(parts.map(async (part, place) => {
      const each = await Promise.all(made[place].map((request) => ask(request, leaving, dropped, part.events[0].lead)));
      if (once && each.every(([status]) => status && status < 300)) {
        for (const { id } of part.events) had.add(`${name} ${id}`);
        return [[200]];
      }
      return each;
    }));
    const [status, after] = answers.flat().sort((one, other) => rank(other) - rank(one))[0] ?? [200];
    if (leaving && status === UNANSWERED) return [MAYBE];
    return [status, after, ...dropped];
  } catch ({ message }) {
    warn(message);
    return [UNANSWERED];
  }
};
