// A page with the shopper's panel beside a Vitrin that only answers: ?lang=de, ?dark, ?empty, ?narrow (a column), ?large (letters).
const query = new URLSearchParams(location.search);
const root = document.documentElement;
root.lang = query.get('lang') ?? 'en';
root.dir = /^(ar|he)/.test(root.lang) ? 'rtl' : 'ltr';
for (const look of ['dark', 'narrow', 'large']) root.classList.toggle(look, query.has(look));
window.shifts = 0;
if (PerformanceObserver.supportedEntryTypes?.includes('layout-shift')) {
  new PerformanceObserver((list) => list.getEntries().forEach(({ value, hadRecentInput }) => { if (!hadRecentInput) window.shifts += value; })).observe({ type: 'layout-shift', buffered: true });
}
const LONG = 'Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz';
localStorage.clear();
if (!query.has('empty')) {
  localStorage.setItem('vitrin', JSON.stringify({
    v: 1, visitor: 'v1', visits: 12, lead: true, orders: ['T-1'], search: 'Oak table', ledger: { rescue: { shown: 2 } },
    views: [...Array(40).keys()].map((at) => ({ id: `P-${at}`, title: at === 1 ? LONG : `Walnut desk lamp ${at}`, url: `/p/${at}`, at: 1795342530000 - at * 86400000 })),
    cart: [{ id: 'P-1', title: 'Dining chair', url: 'javascript:alert(1)', quantity: 4 }],
    notes: { searched: ['lamp', 'oak table'], referrer: 'search.example' },
  }));
}
const answers = {
  explain: () => ({ consent: { personalization: !query.has('empty'), analytics: false }, delivery: { in_outbox: 0, waiting_for_consent: 3 }, visit: { affinity: ['Lighting', LONG] } }),
};
window.vitrin = async (name) => answers[name]?.() ?? {};
window.ready = false;
addEventListener('load', () => {
  const panel = document.querySelector('vitrin-privacy');
  // After first paint, as in a shop.
  requestAnimationFrame(() => setTimeout(async () => {
    window.before = document.querySelector('#after').getBoundingClientRect().y;
    window.back = (await import('../../pkg/vitrin-privacy.js')).place();
    const seen = setInterval(() => {
      if (!panel.shadowRoot?.querySelector('[part=panel]')) return;
      clearInterval(seen);
      window.ready = true;
    }, 20);
  }));
});
