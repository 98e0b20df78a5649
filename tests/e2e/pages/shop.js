// A shop's own button: it counts, and says so in the dataLayer.
const count = document.querySelector('#count');
document.querySelector('#add').addEventListener('click', () => {
  count.textContent = Number(count.textContent) + 1;
  (window.dataLayer = window.dataLayer || []).push({
    event: 'add_to_cart',
    ecommerce: { currency: 'EUR', value: 29, items: [{ item_id: 'LAMP-1', item_name: 'Walnut desk lamp', price: 29, quantity: 1 }] },
  });
});
