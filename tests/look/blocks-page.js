// Fills the blocks as the render does: the same elements, text as text. ?late fills them when window.fill() is called.
const products = [
  ['Walnut desk lamp', 'lamp', '€ 29.00'],
  ['Oak reading chair with a high back and woollen cushions, moss green', 'chair', '€ 249.00'],
  ['Three-seat sofa', 'sofa', '€ 1,290.00'],
  ['Linen shade', 'lamp', '€ 18.50'],
  ['Dining chair', 'chair', '€ 119.00'],
  ['Corner sofa with storage', 'sofa', '€ 1,890.00'],
  ['No picture at all', '', '€ 5.00'],
  ['A picture that is gone', 'none', '€ 5.00'],
  ['Sold out, and no price', 'lamp', '', 'Sold out'],
  ['Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz', 'chair', 'Rp 1.234.567.890.123,45'],
  ['\u202eevil\u202c <b>not bold</b>', 'sofa', '€ 1.00', 'A badge that is far too long for the card it sits on'],
];
function element(name, className, text) {
  const node = document.createElement(name);
  node.className = className;
  if (text) node.textContent = text;
  return node;
}
function card([title, picture, price, badge]) {
  const item = element('li', 'vitrin-card');
  const link = element('a', '');
  link.href = '#product';
  if (picture) {
    const image = element('img', 'vitrin-image');
    image.alt = '';
    image.loading = 'lazy';
    image.decoding = 'async';
    image.width = image.height = 300;
    image.addEventListener('error', () => image.remove());
    image.src = `pictures/${picture}.svg`;
    link.append(image);
  }
  if (badge) link.append(element('span', 'vitrin-badge', badge));
  link.append(element('span', 'vitrin-title', title), element('span', 'vitrin-price', price));
  item.append(link);
  return item;
}
window.shifts = 0;
try {
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shifts += entry.value))).observe({ type: 'layout-shift', buffered: true });
} catch {}
window.fill = () => {
  for (const block of document.querySelectorAll('[data-cards]')) {
    if (block.dataset.heading) block.append(element('h2', 'vitrin-heading', block.dataset.heading));
    const list = element('menu', 'vitrin-cards');
    list.setAttribute('role', 'list');
    list.append(...block.dataset.cards.split(' ').map((index) => card(products[index])));
    block.append(list);
    block.dataset.vitrin = 'filled';
  }
};
if (!/late/.test(location.search)) window.fill();
