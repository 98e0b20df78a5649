// The form of a popup: native fields and native validation, our own words where they stand, and a trap for robots.
import { make } from './popup-make.js';

const TYPES = ['email', 'tel', 'text'];
// A name that a robot fills in and that no browser's autofill knows.
const TRAP = 'confirm_link';

let ids = 0;

// An input with its label and the place of its message, which is there (and empty) before it speaks.
function field(input, name, required, row) {
  const message = make('p', 'error');
  message.id = `m${++ids}`;
  message.setAttribute('role', 'alert');
  input.name = name;
  input.required = !!required;
  const check = () => {
    const wrong = !input.validity.valid;
    message.textContent = wrong ? input.validationMessage : '';
    input.setAttribute('aria-invalid', wrong);
    if (wrong) input.setAttribute('aria-describedby', message.id);
    else input.removeAttribute('aria-describedby');
    return wrong;
  };
  // Nobody is told off while typing; but what was told is taken back as soon as it is right.
  input.addEventListener('input', () => message.textContent && check());
  row.append(message);
  return { input, row, check };
}

function entry({ name, type, label, required, autocomplete }) {
  const input = make('input', 'input');
  input.type = TYPES.includes(type) ? type : 'text';
  input.autocomplete = autocomplete ?? '';
  input.id = `f${++ids}`;
  const words = make('label', 'label', label);
  words.htmlFor = input.id;
  return field(input, name, required, make('div', 'field', words, input));
}

function agreement({ text, name, required }) {
  const input = make('input', 'box');
  input.type = 'checkbox';
  return field(input, name ?? 'consent', required, make('div', 'field', make('label', 'consent', input, make('span', '', text))));
}

function trap() {
  const input = make('input');
  input.name = TRAP;
  input.tabIndex = -1;
  input.autocomplete = 'off';
  const box = make('div', 'trap', input);
  box.setAttribute('aria-hidden', 'true');
  return box;
}

/** A form. What was typed stays when the listener answers false; else the success content takes the popup over. */
export function form({ fields, consent, submit, error, success }, { tell, close, show }) {
  const entries = (fields ?? []).map(entry);
  if (consent) entries.push(agreement(consent));
  const send = make('button', 'button primary submit', submit);
  const failure = make('p', 'error');
  failure.setAttribute('role', 'alert');
  const node = make('form', 'form', ...entries.map(({ row }) => row), trap(), send, failure);
  node.noValidate = true;
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    failure.textContent = '';
    const wrong = entries.filter(({ check }) => check());
    if (wrong.length) return wrong[0].input.focus();
    const { [TRAP]: caught, ...values } = Object.fromEntries(new FormData(node));
    const answer = tell('submit', caught ? { fields: values, trap: true } : { fields: values });
    // A robot is not told that it was seen.
    if (answer === false && !caught) failure.textContent = error ?? '';
    else if (success) show(success);
    else close('action');
  });
  return node;
}
