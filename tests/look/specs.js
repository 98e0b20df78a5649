// One spec for each state a shopper can meet, and the extremes that data brings.
const lines = [
  { title: 'Walnut desk lamp', url: '/p/lamp', image: 'pictures/lamp.svg', quantity: '1', price: '€ 29.00' },
  { title: 'Oak reading chair with a high back and woollen cushions, moss green', url: '/p/chair', image: 'pictures/chair.svg', quantity: '2', price: '€ 498.00' },
  { title: 'Three-seat sofa', url: '/p/sofa', image: 'pictures/none.svg', quantity: '1', price: '€ 1,290.00' },
];
const email = { name: 'email', type: 'email', label: 'E-mail', required: true, autocomplete: 'email' };
const base = { format: 'dialog' };
const agreed = { required: true };
// A date to come, on whichever day this is looked at.
const soon = new Date(Date.now() + 26 * 3600e3).toISOString();

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
    { type: 'form', fields: [email], consent: { text: 'Yes, send me the newsletter. I can end it at any time with one click.', version: '2026-11', required: true }, submit: 'Send me the code', error: 'Please try again in a moment.', success: [
      { type: 'heading', text: 'Thank you' }, { type: 'text', text: 'Your code is on its way.' }, { type: 'buttons', buttons: [{ label: 'Continue shopping', action: 'close', kind: 'primary' }] },
    ] },
  ] },
  image: { ...base, id: 'image', content: [
    { type: 'image', src: 'pictures/sofa.svg', alt: 'A violet sofa' },
    { type: 'heading', text: 'Still thinking?' },
    { type: 'text', text: 'You can return anything within 30 days.\nDelivery is free from € 50.' },
    { type: 'buttons', buttons: [{ label: 'See sofas', href: '#sofas', action: 'follow', kind: 'primary' }] },
  ] },
  long: { ...base, id: 'long', lang: 'de', content: [
    { type: 'heading', text: 'Ihre Rindfleischetikettierungsüberwachungsaufgabenübertragung wartet' },
    { type: 'text', text: 'Çekoslovakyalılaştıramadıklarımızdanmışsınızcasına Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft' },
    { type: 'lines', lines: [
      { title: 'Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine büyük boy el dokuması yün halı', url: '/p', image: 'pictures/chair.svg', quantity: '1000000', price: 'Rp 1.234.567.890.123,45' },
      { title: 'Lampe', url: 'javascript:alert(1)', quantity: 'Menge 12', price: '' },
    ], total: { label: 'Gesamtbetrag einschließlich Mehrwertsteuer', price: 'Rp 1.234.567.890.123,45' } },
    { type: 'buttons', buttons: [{ label: 'Zur Warenkorbübersicht und Kasse', href: '#cart', action: 'cart', kind: 'primary' }, { label: 'Nein danke, weiter einkaufen', action: 'close', kind: 'quiet' }] },
  ] },
  rtl: { ...base, id: 'rtl', lang: 'ar', dir: 'rtl', content: [
    { type: 'heading', text: 'سلتك في انتظارك' },
    { type: 'text', text: 'نحتفظ بها لك على هذا الجهاز.' },
    { type: 'lines', lines: [lines[0], { ...lines[1], title: 'كرسي قراءة من خشب البلوط' }], more: '+ 2', total: { label: 'المجموع', price: '€ 527.00' } },
    { type: 'buttons', buttons: [{ label: 'إلى السلة', href: '#cart', action: 'cart', kind: 'primary' }, { label: 'متابعة التسوق', action: 'close', kind: 'quiet' }] },
  ] },
  welcome: { ...base, id: 'welcome', preset: 'welcome', format: 'slide-in', content: [
    { type: 'heading' }, { type: 'text' },
    { type: 'buttons', buttons: [
      { action: 'next', next: [{ type: 'heading' }, { type: 'text' }, { type: 'form', fields: [{ name: 'email', type: 'email', required: true }], consent: agreed, success: [{ type: 'heading' }, { type: 'text' }, { type: 'coupon', code: 'WELCOME10' }, { type: 'buttons', buttons: [{ action: 'close' }] }] }] },
      { action: 'close', kind: 'quiet' },
    ] },
  ] },
  thinking: { ...base, id: 'still-thinking', preset: 'still-thinking', content: [
    { type: 'heading' }, { type: 'text' }, { type: 'products', kind: 'recently-viewed' }, { type: 'buttons', buttons: [{ action: 'close' }] },
  ] },
  rescue: { ...base, id: 'cart-rescue', preset: 'cart-rescue', content: [
    { type: 'heading' }, { type: 'text' },
    { type: 'lines', lines: [{ title: 'Walnut desk lamp', url: '/p/lamp', image: 'pictures/lamp.svg', quantity: '1', price: { amount: '29.00', currency: 'EUR' } }, { title: 'Oak reading chair', url: '/p/chair', image: 'pictures/chair.svg', quantity: '2', price: { amount: '498.00', currency: 'EUR' } }], more: 3, total: { price: { amount: '1234567.89', currency: 'EUR' } } },
    { type: 'coupon', code: 'WELCOME10' },
    { type: 'buttons', buttons: [{ action: 'cart', href: '#cart' }, { action: 'close', kind: 'quiet' }] },
  ] },
  shipping: { ...base, id: 'free-shipping', preset: 'free-shipping', format: 'bar', content: [{ type: 'goal', left: { amount: '21.00', currency: 'EUR' }, part: 58 }] },
  reached: { ...base, id: 'free-shipping', preset: 'free-shipping', format: 'bar', content: [{ type: 'goal', part: 100 }] },
  sale: { ...base, id: 'sale', format: 'bar', content: [
    { type: 'heading', text: 'Everything for reading, 10 % off' }, { type: 'countdown', until: soon }, { type: 'buttons', buttons: [{ label: 'See the lamps', href: '#lamps', action: 'follow' }] },
  ] },
  quiz: { ...base, id: 'steps', content: [
    { type: 'image', src: 'pictures/chair.svg', alt: 'An oak chair' },
    { type: 'heading', text: 'A letter worth opening' },
    { type: 'text', text: 'Two questions, then the code is yours.' },
    { type: 'form', fields: [{ name: 'room', type: 'choice', label: 'Which room comes first?', options: ['Living room', 'Bedroom', 'Study'], required: true }, { name: 'name', type: 'name', step: 2 }, { name: 'email', type: 'email', step: 2, required: true }], consent: agreed, success: [{ type: 'heading' }, { type: 'coupon', code: 'WELCOME10' }, { type: 'countdown', until: soon }] },
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
