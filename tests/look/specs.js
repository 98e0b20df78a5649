// One spec for each state a shopper can meet, and the extremes that data brings.
const lines = [
  { title: 'Walnut desk lamp', url: '/p/lamp', image: 'pictures/lamp.svg', quantity: '1', price: '€ 29.00' },
  { title: 'Oak reading chair with a high back and woollen cushions, moss green', url: '/p/chair', image: 'pictures/chair.svg', quantity: '2', price: '€ 498.00' },
  { title: 'Three-seat sofa', url: '/p/sofa', image: 'pictures/none.svg', quantity: '1', price: '€ 1,290.00' },
];
const email = { name: 'email', type: 'email', label: 'E-mail', required: true, autocomplete: 'email' };
const base = { format: 'dialog', lang: 'en', dir: 'ltr', close: 'Close' };

export const specs = {
  cart: { ...base, id: 'cart-rescue', content: [
    { type: 'heading', text: 'Your cart is waiting' },
    { type: 'text', text: 'We keep it for you on this device. Nothing is reserved yet.' },
    { type: 'lines', lines, more: '+ 2 more', total: { label: 'Total', price: '€ 1,817.00' } },
    { type: 'buttons', buttons: [{ label: 'Go to cart', href: '#cart', action: 'cart', kind: 'primary' }, { label: 'Keep looking', action: 'close', kind: 'quiet' }] },
  ] },
  capture: { ...base, id: 'capture', content: [
    { type: 'heading', text: '10 % off your first order' },
    { type: 'text', text: 'Tell us where to send the code. One letter a month, no more.' },
    { type: 'form', fields: [email], consent: { text: 'Yes, send me the newsletter. I can end it at any time with one click.', required: true, name: 'consent' }, submit: 'Send me the code', error: 'Please try again in a moment.', success: [
      { type: 'heading', text: 'Thank you' }, { type: 'text', text: 'Your code is on its way.' }, { type: 'buttons', buttons: [{ label: 'Continue shopping', action: 'close', kind: 'primary' }] },
    ] },
  ] },
  image: { ...base, id: 'image', content: [
    { type: 'image', src: 'pictures/sofa.svg', alt: 'A violet sofa' },
    { type: 'heading', text: 'Still thinking?' },
    { type: 'text', text: 'You can return anything within 30 days.\nDelivery is free from € 50.' },
    { type: 'buttons', buttons: [{ label: 'See sofas', href: '#sofas', action: 'follow', kind: 'primary' }] },
  ] },
  long: { ...base, id: 'long', lang: 'de', close: 'Schließen', content: [
    { type: 'heading', text: 'Ihre Rindfleischetikettierungsüberwachungsaufgabenübertragung wartet' },
    { type: 'text', text: 'Çekoslovakyalılaştıramadıklarımızdanmışsınızcasına Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft' },
    { type: 'lines', lines: [
      { title: 'Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine büyük boy el dokuması yün halı', url: '/p', image: 'pictures/chair.svg', quantity: '1000000', price: 'Rp 1.234.567.890.123,45' },
      { title: 'Lampe', url: 'javascript:alert(1)', quantity: 'Menge 12', price: '' },
    ], total: { label: 'Gesamtbetrag einschließlich Mehrwertsteuer', price: 'Rp 1.234.567.890.123,45' } },
    { type: 'buttons', buttons: [{ label: 'Zur Warenkorbübersicht und Kasse', href: '#cart', action: 'cart', kind: 'primary' }, { label: 'Nein danke, weiter einkaufen', action: 'close', kind: 'quiet' }] },
  ] },
  rtl: { ...base, id: 'rtl', lang: 'ar', dir: 'rtl', close: 'إغلاق', content: [
    { type: 'heading', text: 'سلتك في انتظارك' },
    { type: 'text', text: 'نحتفظ بها لك على هذا الجهاز.' },
    { type: 'lines', lines: [lines[0], { ...lines[1], title: 'كرسي قراءة من خشب البلوط' }], more: '+ 2', total: { label: 'المجموع', price: '€ 527.00' } },
    { type: 'buttons', buttons: [{ label: 'إلى السلة', href: '#cart', action: 'cart', kind: 'primary' }, { label: 'متابعة التسوق', action: 'close', kind: 'quiet' }] },
  ] },
  hostile: { ...base, id: 'hostile', label: 'Fallback name', lang: '"><img src=x onerror=pwn()>', content: [
    { type: 'constructor', text: 'x' }, { type: '__proto__' }, null, { type: 'video' },
    { type: 'text', text: '<img src=x onerror="pwn()">\u202eevil\u202c \ud83d' },
    { type: 'image', src: 'data:image/svg+xml,<svg onload=pwn()>', alt: '" onerror="pwn()' },
    { type: 'lines', lines: [{ title: '<script>pwn()</script>', url: '\tjavascript:pwn()', image: '\x01javascript:pwn()', quantity: 0, price: null }] },
    { type: 'form', fields: [{ name: '__proto__', type: 'file', label: '<b>', autocomplete: '"x' }, { name: 'checkValidity', type: 'email', label: 'E', required: true }], submit: 'Go' },
    { type: 'buttons', buttons: [{ label: 'bad', href: 'javascript:pwn()', action: 'follow' }, { label: 'tel', href: 'tel:*#06#', action: 'follow' }, { label: 'good', action: 'close', kind: 'x y z' }] },
  ] },
};
