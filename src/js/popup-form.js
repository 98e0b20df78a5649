// The form of a popup: native fields and native validation, our own words where they stand, and a trap for robots.
// What was typed is read when the form is sent, and stays in it until that is known to have worked.
import { meant } from './popup-hint.js';
import { knob, make, safe, voice } from './popup-make.js';

// Each with what browsers fill in.
const TYPES = { __proto__: null, email: 'email', tel: 'tel', name: 'name', text: '' };
// A name that a robot fills in and that no browser's autofill knows.
const TRAP = 'confirm_link';
// The words of ours that are agreed to, where the shop has none of its own.
const VERSION = '1';
// A form's own endpoint that takes longer has failed.
const TIMEOUT = 15000;

let ids = 0;

// An input with its label and the place of its message, which is there (and empty) before it speaks.
const field = (inputs, name, required, row, step) => {
  const message = voice('p', 'error', 'alert');
  const [input] = inputs;
  message.id = `m${++ids}`;
  const check = () => {
    const wrong = !input.validity.valid;
    message.textContent = wrong ? input.validationMessage : '';
    for (const one of inputs) one.setAttribute('aria-invalid', wrong);
    return wrong;
  };
  for (const one of inputs) {
    one.name = name;
    one.required = !!required;
    one.setAttribute('aria-describedby', message.id);
    // Nobody is told off while typing; but what was told is taken back as soon as it is right.
    one.addEventListener('input', () => message.textContent && check());
  }
  row.append(message);
  return { input, row, check, step };
};

// "gmial.com" is worth a question, never a refusal.
const suggest = (input, row, say) => {
  const hint = voice('p', 'hint', 'status');
  input.addEventListener('change', () => {
    const address = meant(input.value);
    hint.replaceChildren(address && knob('suggestion', say(null, 'hint', { address }), () => {
      input.value = address;
      hint.replaceChildren();
      input.focus();
    }));
  });
  row.append(hint);
};

const entry = ({ name, type, label, required, autocomplete, options, step = 1 }, { say }) => {
  if (type === 'choice') {
    const inputs = [];
    const pills = (options ?? []).map((option) => {
      const { value = option, label: words = value } = Object(option);
      const input = make('input', 'radio');
      input.type = 'radio';
      input.value = value;
      inputs.push(input);
      return make('label', 'choice', input, make('span', '', say(words)));
    });
    return inputs.length ? field(inputs, name, required, make('fieldset', 'field', make('legend', 'label', say(label, `field.${name}`)), make('div', 'choices', ...pills)), step) : [];
  }
  const known = type in TYPES ? type : 'text';
  const input = make('input', 'input');
  input.type = known === 'name' ? 'text' : known;
  input.autocomplete = autocomplete ?? TYPES[known];
  input.id = `f${++ids}`;
  const words = make('label', 'label', say(label, `field.${known}`) || name);
  words.htmlFor = input.id;
  const row = make('div', 'field', words, input);
  if (known === 'email') suggest(input, row, say);
  return field([input], name ?? known, required, row, step);
};

const agreement = ({ text, required }, step, { say }) => {
  const input = make('input', 'box');
  input.type = 'checkbox';
  return field([input], 'consent', required, make('div', 'field', make('label', 'consent', input, make('span', '', say(text, 'consent')))), step);
};

const trap = () => {
  const input = make('input');
  input.name = TRAP;
  input.tabIndex = -1;
  input.autocomplete = 'off';
  const box = make('div', 'trap', input);
  box.setAttribute('aria-hidden', 'true');
  return box;
};

// Posts to the form's own endpoint, as a form of the page would have been. An answer of elsewhere cannot be read (its status is 0): it came, that is all.
const post = async (endpoint, values, fields, extra) => {
  const body = new URLSearchParams(extra);
  for (const name in values) body.append(fields.find((one) => one.name === name)?.as ?? name, values[name]);
  const { status } = await fetch(endpoint, { method: 'POST', mode: 'no-cors', body, signal: AbortSignal.timeout(TIMEOUT) });
  return status < 400;
};

/** A form. What was typed stays until it is sent; then the success content takes the popup over. */
export const form = (block, popup) => {
  const { fields, consent, success, extra } = block;
  const { tell, close, show, say } = popup;
  const endpoint = safe(block.endpoint);
  const entries = (fields ?? []).flatMap((one) => entry(one, popup));
  const last = Math.max(1, ...entries.map(({ step }) => step));
  if (consent) entries.push(agreement(consent, last, popup));
  const send = make('button', 'button primary submit');
  const failure = voice('p', 'error', 'alert');
  const node = make('form', 'form', ...entries.map(({ row }) => row), trap(), send, failure);
  node.noValidate = true;
  let step = 1;
  let busy = false;
  const here = () => entries.filter((one) => one.step === step);
  const stand = (sending) => {
    busy = sending;
    send.setAttribute('aria-disabled', sending);
    send.textContent = sending ? say(null, 'sending') : step < last ? say(null, 'next') : say(block.submit, 'submit');
    for (const one of entries) one.row.hidden = one.step !== step;
  };
  // A robot is not told that it was seen.
  const end = (sent) => {
    stand(false);
    if (!sent) failure.textContent = say(block.error, 'error');
    else if (success) show(success, 'thanks.');
    else close('action');
  };
  stand(false);
  node.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) return;
    failure.textContent = '';
    const wrong = here().filter(({ check }) => check());
    if (wrong.length) return wrong[0].input.focus();
    if (step < last) {
      step += 1;
      stand(false);
      tell('step', { step });
      return here()[0].input.focus();
    }
    const { [TRAP]: caught, consent: given, ...values } = Object.fromEntries([...new FormData(node)].filter(([, value]) => value !== ''));
    if (caught) {
      tell('submit', { fields: values, trap: true });
      return end(true);
    }
    stand(true);
    const agreed = consent ? { given: !!given, text: say(consent.text, 'consent'), version: `${consent.version ?? VERSION}` } : { given: false };
    try {
      if (endpoint && !await post(endpoint, values, fields, extra)) throw 0;
      popup.wait(end);
      // Where the form has an endpoint of its own, that one's answer is the one that counts.
      tell('submit', { fields: values, consent: { ...agreed, double_opt_in: !!block.double_opt_in } });
      if (endpoint) end(true);
    } catch {
      end(false);
    }
  });
  return node;
};
