// ?case=cart&look=dark: opens it at once; without a case the button does. What was heard is in window.heard.
import { open } from '../../pkg/vitrin-popup.js';
import { specs } from './specs.js';

const query = new URLSearchParams(location.search);
document.documentElement.className = query.get('look') ?? '';
for (let i = 0; i < 40; i++) {
  const text = document.createElement('p');
  text.textContent = 'A lamp of solid walnut with a shade of linen. It gives a warm light to read by, and it is made to be repaired.';
  document.querySelector('#story').append(text);
}
window.heard = [];
window.answer = undefined;
window.shifts = 0;
window.pwn = () => (window.pwned = true);
try {
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifts += entry.value))).observe({ type: 'layout-shift', buffered: true });
} catch {}
window.show = (name) => (window.popup = open(specs[name], (...heard) => {
  window.heard.push(heard);
  return heard[0] === 'submit' ? window.answer : undefined;
}));
const name = query.get('case');
document.querySelector('#opener').addEventListener('click', () => window.show(name ?? 'cart'));
if (name && !query.has('wait')) window.show(name);
