// The shop's own script: cart, search, checkout, theme and the dataLayer. It knows nothing of Vitrin and works without it.
;(function () {
  'use strict'

  const CURRENCY = 'EUR'
  const MOST_OF_ONE = 20
  const $ = (selector, within = document) => within.querySelector(selector)
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)]

  /** An element with properties, attributes and children; text goes in as text. */
  function el(tag, props, ...children) {
    const node = document.createElement(tag)
    for (const [name, value] of Object.entries(props || {})) {
      if (value === false || value == null) continue
      if (name === 'class') node.className = value
      else if (name.includes('-') || name === 'for' || name === 'role') node.setAttribute(name, value)
      else node[name] = value
    }
    node.append(...children.filter((child) => child != null && child !== false))
    return node
  }

  /** localStorage that may be blocked, full or hold something else. */
  const store = {
    read(key, otherwise) {
      try {
        return JSON.parse(localStorage.getItem(key)) ?? otherwise
      } catch {
        return otherwise
      }
    },
    write(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value))
      } catch {
        // The page goes on; the cart lasts as long as the page.
      }
    },
  }

  // ── Money: whole cents, shown the way the pages show it ────────────────────────────────────────────────────────────────
  const cents = (decimal) => Math.round(Number(decimal) * 100)
  const shown = (amount) => '€' + (amount / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

  // ── What a tag manager gets ────────────────────────────────────────────────────────────────────────────────────────────
  const layer = (window.dataLayer = window.dataLayer || [])
  function push(event, ecommerce, more) {
    layer.push({ ecommerce: null })
    layer.push({ event, ...more, ecommerce })
  }
  function item(line, quantity = line.quantity) {
    return {
      item_id: line.id,
      item_name: line.title,
      item_brand: line.brand,
      item_category: line.category,
      ...(line.variant ? { item_variant: line.variant } : {}),
      price: Number(line.price),
      quantity,
    }
  }
  const worth = (lines) => lines.reduce((sum, line) => sum + cents(line.price) * line.quantity, 0)
  const about = (lines) => ({ currency: CURRENCY, value: worth(lines) / 100, items: lines.map((line) => item(line)) })

  const lists = {}
  const pageEvents = () => {
    const data = $('#page-events')
    for (const entry of data ? JSON.parse(data.textContent) : []) {
      if (entry.ecommerce.item_list_name) lists[entry.ecommerce.item_list_name] = entry.ecommerce
      push(entry.event, entry.ecommerce)
    }
  }

  // ── Cart ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
  let lines = store.read('shop-cart', [])
  if (!Array.isArray(lines)) lines = []

  function keep() {
    store.write('shop-cart', lines)
    count()
  }
  function count() {
    const badge = $('[data-cart-count]')
    if (badge) badge.textContent = String(lines.reduce((sum, line) => sum + line.quantity, 0))
  }
  const same = (a, b) => a.id === b.id && a.variant === b.variant

  function add(product, quantity) {
    const known = lines.find((line) => same(line, product))
    if (known) known.quantity = Math.min(MOST_OF_ONE, known.quantity + quantity)
    else lines.push({ ...product, quantity })
    keep()
    push('add_to_cart', about([{ ...product, quantity }]))
  }
  function change(line, quantity) {
    const by = quantity - line.quantity
    if (by === 0) return
    if (quantity < 1) lines = lines.filter((other) => other !== line)
    else line.quantity = quantity
    keep()
    push(by > 0 ? 'add_to_cart' : 'remove_from_cart', about([{ ...line, quantity: Math.abs(by) }]))
  }

  /** What the cart and the checkout both need to know about delivery; `shipping` is the chosen way. */
  function terms(place, shipping = 'post') {
    const free = cents(place.dataset.freeFrom)
    const total = worth(lines)
    const delivery = { post: total >= free ? 0 : cents(place.dataset.delivery), bicycle: 900, harbour: 0 }[shipping]
    return { free, total, delivery }
  }

  function picture(line, size) {
    return el('img', { src: line.image, alt: '', width: size, height: size * 1.25 })
  }

  function showCart(place) {
    if (!lines.length) {
      place.replaceChildren(
        el('p', { class: 'lead' }, 'Nothing in it yet. That is all right; there is no hurry here.'),
        el('p', {}, el('a', { class: 'button', href: '/c/lighting/' }, 'Start with a lamp')),
      )
      return
    }
    const { free, total, delivery } = terms(place)
    const rows = lines.map((line) => {
      const name = line.variant ? `${line.title}, ${line.variant}` : line.title
      const quantity = el('input', { type: 'number', name: 'quantity', value: line.quantity, min: 1, max: MOST_OF_ONE, inputMode: 'numeric', 'aria-label': `Quantity of ${name}` })
      quantity.addEventListener('change', () => {
        change(line, Math.max(1, Math.min(MOST_OF_ONE, Math.round(Number(quantity.value)) || 1)))
        showCart(place)
      })
      const step = (by, sign, what) => {
        const button = el('button', { type: 'button', disabled: line.quantity + by < 1 || line.quantity + by > MOST_OF_ONE, 'aria-label': `${what} of ${name}` }, sign)
        button.addEventListener('click', () => {
          change(line, line.quantity + by)
          showCart(place)
          $(`[aria-label="${CSS.escape(what)} of ${CSS.escape(name)}"]`, place)?.focus()
        })
        return button
      }
      const remove = el('button', { type: 'button', class: 'remove', 'aria-label': `Remove ${name}` }, 'Remove')
      remove.addEventListener('click', () => {
        change(line, 0)
        showCart(place)
        $('main h1').setAttribute('tabindex', '-1')
        $('main h1').focus()
      })
      return el(
        'li',
        { class: 'line', 'data-id': line.id },
        el('a', { href: line.url, class: 'line-picture', tabIndex: -1, 'aria-hidden': 'true' }, picture(line, 120)),
        el('div', { class: 'line-words' }, el('p', { class: 'line-title' }, el('a', { href: line.url }, line.title)), el('p', { class: 'line-note' }, [line.brand, line.variant].filter(Boolean).join(' · ')), remove),
        el('div', { class: 'stepper' }, step(-1, '−', 'One less'), quantity, step(1, '+', 'One more')),
        el('p', { class: 'line-price' }, shown(cents(line.price) * line.quantity)),
      )
    })
    const toGo = free - total
    place.replaceChildren(
      el(
        'div',
        { class: 'cart-columns' },
        el('ul', { class: 'lines' }, ...rows),
        el(
          'aside',
          { class: 'summary', 'aria-label': 'Summary' },
          el('p', { class: 'to-free' }, toGo > 0 ? `${shown(toGo)} to go for free delivery` : 'Delivery is on us'),
          el('progress', { max: free, value: Math.min(total, free), 'aria-label': 'Towards free delivery' }),
          sums([['Things', total], ['Delivery', delivery]], total + delivery),
          el('a', { class: 'button wide-button', href: '/checkout/' }, 'Check out'),
          el('p', { class: 'small' }, 'Sixty days to change your mind.'),
        ),
      ),
    )
  }
  function sums(rows, total) {
    const row = (name, amount, kind) => el('div', { class: kind }, el('dt', {}, name), el('dd', {}, amount === 0 && name === 'Delivery' ? 'free' : shown(amount)))
    return el('dl', { class: 'sums' }, ...rows.map(([name, amount]) => row(name, amount, '')), row('Total', total, 'total'))
  }

  // ── Product page ───────────────────────────────────────────────────────────────────────────────────────────────────────
  const productData = () => JSON.parse($('#product-data').textContent)
  function chosen(form) {
    const { variants, ...product } = productData()
    const sku = form.elements.variant?.value
    const variant = variants.find((one) => one.sku === sku)
    return variant ? { ...product, variant: variant.name, sku, price: variant.price, image: variant.image } : product
  }
  function showChoice(form) {
    const product = chosen(form)
    const img = $('[data-picture]')
    if (img.getAttribute('src') !== product.image) img.src = product.image
    $('[data-chosen]', form).textContent = product.variant
    const price = $('[data-price] .price')
    if (price && !$('del', price)) price.textContent = shown(cents(product.price))
  }
  let said
  function sayAdded(product, quantity) {
    said?.remove()
    const close = el('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '×')
    const note = (said = el(
      'div',
      { class: 'added', role: 'status' },
      picture(product, 64),
      el('div', {}, el('p', { class: 'added-title' }, quantity > 1 ? `${quantity} added to your cart` : 'Added to your cart'), el('p', { class: 'line-note' }, [product.title, product.variant].filter(Boolean).join(', ')), el('a', { class: 'more', href: '/cart/' }, 'See the cart')),
      close,
    ))
    close.addEventListener('click', () => note.remove())
    document.body.append(note)
    setTimeout(() => note.remove(), 6000)
  }

  // ── Saved things ───────────────────────────────────────────────────────────────────────────────────────────────────────
  function showWish(button) {
    button.setAttribute('aria-pressed', String(store.read('shop-wishlist', []).includes(productData().id)))
  }
  function wish(button) {
    const product = productData()
    const saved = store.read('shop-wishlist', [])
    const had = saved.includes(product.id)
    store.write('shop-wishlist', had ? saved.filter((id) => id !== product.id) : [...saved, product.id])
    if (!had) push('add_to_wishlist', about([{ ...product, quantity: 1 }]))
    button.setAttribute('aria-pressed', String(!had))
  }

  // ── Departments: sort and narrow what is already there ─────────────────────────────────────────────────────────────────
  function arrange(toolbar) {
    const grid = $('.grid', toolbar.parentNode)
    const cards = (arrange.ours = arrange.ours || $$('.card', grid))
    const price = (card) => cents(card.dataset.price)
    const title = (card) => $('.card-title', card).textContent
    const order = {
      ours: () => 0,
      up: (a, b) => price(a) - price(b),
      down: (a, b) => price(b) - price(a),
      name: (a, b) => title(a).localeCompare(title(b), 'en'),
    }[toolbar.elements.sort.value]
    for (const card of cards) card.hidden = toolbar.elements.stock.checked && card.dataset.stock === 'out'
    grid.append(...[...cards].sort(order))
    $('[data-shown]', toolbar).textContent = String(cards.filter((card) => !card.hidden).length)
  }

  // ── Search ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
  const PLAIN = { ø: 'o', æ: 'ae', å: 'a', ß: 'ss', ı: 'i' }
  const plain = (text) => text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[øæåßı]/g, (letter) => PLAIN[letter])
  function find(products, term) {
    const words = plain(term).split(/[^\p{L}\p{N}]+/u).filter(Boolean)
    const score = (product) => {
      const title = plain(product.title)
      const all = `${title} ${plain(product.brand)} ${plain(product.category)}`
      if (!words.length || !words.every((word) => all.includes(word))) return 0
      return words.reduce((sum, word) => sum + (title.split(/\W+/).includes(word) ? 3 : title.includes(word) ? 2 : 1), 0)
    }
    return products
      .map((product) => ({ product, points: score(product) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points)
      .map(({ product }) => product)
  }
  function card(product) {
    const out = product.availability === 'OutOfStock'
    return el(
      'li',
      { class: 'card', 'data-id': product.id },
      el(
        'a',
        { href: product.url },
        el('span', { class: 'card-picture' }, el('img', { src: product.image, alt: '', width: 400, height: 500, loading: 'lazy' }), out && el('span', { class: 'badge out' }, 'Sold out')),
        el('h2', { class: 'card-title' }, product.title),
        el('span', { class: 'card-brand' }, product.brand),
        el('span', { class: 'price' }, shown(cents(product.price))),
      ),
    )
  }
  async function search(place) {
    const term = (new URLSearchParams(location.search).get('q') || '').trim()
    for (const input of $$('input[name=q]')) input.value = term
    if (!term) return
    const answer = $('[data-search-said]')
    let products
    try {
      products = await (await fetch('/feed.json')).json()
    } catch {
      answer.textContent = 'The search is out for a walk. Please try again.'
      return
    }
    const found = find(products, term)
    document.title = `${term}: ${found.length} found · Skumring`
    answer.textContent = found.length ? `${found.length} ${found.length === 1 ? 'result' : 'results'} for “${term}”` : `No results for “${term}”`
    place.replaceChildren(
      found.length
        ? el('ul', { class: 'grid', 'data-list': 'Search results' }, ...found.map(card))
        : el('p', { class: 'lead' }, 'Nothing here by that name. Try fewer letters, or one of the departments above.'),
    )
    const ecommerce = {
      currency: CURRENCY,
      item_list_id: 'search',
      item_list_name: 'Search results',
      items: found.map((product, index) => ({ ...item({ ...product, quantity: 1 }), index })),
    }
    lists['Search results'] = ecommerce
    layer.push({ event: 'search', search_term: term, results: found.length })
    push('view_item_list', ecommerce)
  }

  // ── Checkout ───────────────────────────────────────────────────────────────────────────────────────────────────────────
  const WRONG = {
    email: 'An e-mail address, like you@example.org',
    phone: 'A phone number, so that the driver can ring',
    name: 'A name for the door bell',
    address: 'Street and number',
    postcode: 'A postcode',
    city: 'A town',
  }
  function sound(step) {
    let first
    for (const input of $$('.field input', step)) {
      const good = input.value.trim() !== '' && input.checkValidity()
      input.setAttribute('aria-invalid', String(!good))
      $(`#${input.id}-wrong`).textContent = good ? '' : WRONG[input.name]
      if (!good) first = first || input
    }
    first?.focus()
    return !first
  }
  function checkout(place) {
    const form = $('#checkout-form')
    const steps = $$('.step', form)
    const radio = (name) => $(`input[name=${name}]:checked`, form)
    const summary = $('[data-summary]')
    const showSummary = () => {
      const { total, delivery } = terms(place, radio('shipping').value)
      summary.replaceChildren(
        el('ul', { class: 'mini-lines' }, ...lines.map((line) => el('li', {}, picture(line, 56), el('span', {}, `${line.quantity} × ${line.title}`, line.variant ? ` · ${line.variant}` : ''), el('span', {}, shown(cents(line.price) * line.quantity))))),
        sums([['Things', total], ['Delivery', delivery]], total + delivery),
        el('a', { class: 'more', href: '/cart/' }, 'Change the cart'),
      )
    }
    if (!lines.length) {
      place.replaceChildren(el('div', {}, el('p', { class: 'lead' }, 'There is nothing to check out yet.'), el('p', {}, el('a', { class: 'button', href: '/' }, 'Back to the shop'))))
      return
    }
    const open = (index) => {
      steps.forEach((step, at) => {
        step.classList.toggle('open', at === index)
        step.classList.toggle('done', at < index)
      })
    }
    const describe = (step) => {
      const words = step.dataset.step === 'contact' ? [form.elements.email.value] : [form.elements.name.value, form.elements.city.value, radio('shipping').dataset.title]
      const again = el('button', { type: 'button', class: 'more' }, 'Change')
      again.addEventListener('click', () => {
        open(steps.indexOf(step))
        $('input', step).focus()
      })
      $('.step-said', step).replaceChildren(words.join(', '), ' ', again)
    }
    form.addEventListener('click', (event) => {
      if (!event.target.closest('[data-next]')) return
      const step = event.target.closest('.step')
      if (!sound(step)) return
      describe(step)
      const next = steps.indexOf(step) + 1
      open(next)
      $('input', steps[next]).focus()
      if (step.dataset.step === 'shipping') push('add_shipping_info', { ...about(lines), shipping_tier: radio('shipping').dataset.title })
    })
    form.addEventListener('change', (event) => {
      if (event.target.name === 'shipping') showSummary()
    })
    form.addEventListener('keydown', (event) => {
      const step = event.target.closest('.step')
      if (event.key !== 'Enter' || event.target.type === 'submit' || !step || !$('[data-next]', step) || event.target.tagName !== 'INPUT') return
      event.preventDefault()
      $('[data-next]', step).click()
    })
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const wrong = steps.findIndex((step) => !step.classList.contains('done') && !sound(step))
      if (wrong >= 0) return open(wrong)
      const { delivery } = terms(place, radio('shipping').value)
      push('add_payment_info', { ...about(lines), payment_type: radio('payment').dataset.title })
      const id = 'SK' + Date.now().toString(36).toUpperCase()
      store.write('shop-order', { id, lines, delivery, name: form.elements.name.value, reported: false })
      lines = []
      keep()
      location.assign('/thank-you/?order=' + encodeURIComponent(id))
    })
    open(0)
    showSummary()
    push('begin_checkout', about(lines))
  }

  function thanks(place) {
    const id = new URLSearchParams(location.search).get('order') || ''
    const order = store.read('shop-order', null)
    const mine = order && order.id === id ? order : null
    const words = [el('p', { class: 'over' }, 'Thank you'), el('h1', {}, mine?.name ? `Sleep well, ${mine.name.split(' ')[0]}` : 'Sleep well'), el('p', { class: 'lead' }, id ? `Your order ${id} is in the book. In a real shop somebody would now look for a box of the right size.` : 'There is no order here, but thank you for looking in.')]
    if (!mine) {
      place.replaceChildren(...words)
      return
    }
    const total = worth(mine.lines)
    place.replaceChildren(
      el(
        'div',
        { class: 'thanks-columns' },
        el('div', {}, ...words, el('p', {}, el('a', { class: 'button', href: '/' }, 'Back to the shop'))),
        el('aside', { class: 'summary', 'aria-label': 'Your order' }, el('ul', { class: 'mini-lines' }, ...mine.lines.map((line) => el('li', {}, picture(line, 56), el('span', {}, `${line.quantity} × ${line.title}`), el('span', {}, shown(cents(line.price) * line.quantity))))), sums([['Things', total], ['Delivery', mine.delivery]], total + mine.delivery)),
      ),
    )
    if (mine.reported) return
    push('purchase', { transaction_id: id, ...about(mine.lines), value: (total + mine.delivery) / 100, shipping: mine.delivery / 100, tax: 0 })
    store.write('shop-order', { ...mine, reported: true })
  }

  // ── Theme ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
  function showLook() {
    for (const button of $$('[data-theme-to]')) button.setAttribute('aria-pressed', String(button.dataset.themeTo === document.documentElement.dataset.theme))
  }
  function look(name) {
    document.documentElement.dataset.theme = name
    try {
      localStorage.setItem('shop-theme', name)
    } catch {
      // Lasts for this page.
    }
    showLook()
  }

  // ── Everything a visitor can do ────────────────────────────────────────────────────────────────────────────────────────
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (form.matches('form.buy')) {
      event.preventDefault()
      const quantity = Math.max(1, Math.min(MOST_OF_ONE, Math.round(Number(form.elements.quantity?.value)) || 1))
      const product = chosen(form)
      add(product, quantity)
      sayAdded(product, quantity)
    } else if (form.id === 'newsletter') {
      event.preventDefault()
      $('[data-newsletter-said]').textContent = 'Thank you. The next letter comes with the next full moon.'
      form.elements.email.value = ''
    }
  })
  document.addEventListener('change', (event) => {
    const form = event.target.form
    if (!form) return
    if (form.matches('[data-toolbar]')) arrange(form)
    else if (form.matches('form.buy') && event.target.name === 'variant') showChoice(form)
  })
  document.addEventListener('click', (event) => {
    const target = event.target.closest?.('[data-theme-to], [data-wish], .grid .card a')
    if (!target) return
    if (target.dataset.themeTo) look(target.dataset.themeTo)
    else if (target.hasAttribute('data-wish')) wish(target)
    else select(target.closest('.card'))
  })
  function select(chosenCard) {
    const name = chosenCard.closest('[data-list]')?.dataset.list
    const list = lists[name]
    const picked = list?.items.find((one) => one.item_id === chosenCard.dataset.id)
    if (picked) push('select_item', { item_list_id: list.item_list_id, item_list_name: name, items: [picked] })
  }

  // Another tab changed the cart, or this page came back from the back/forward cache.
  function refresh() {
    lines = store.read('shop-cart', [])
    count()
    const place = $('#cart')
    if (place) showCart(place)
  }
  addEventListener('storage', (event) => {
    if (event.key === 'shop-cart') refresh()
  })
  addEventListener('pageshow', (event) => {
    if (event.persisted) refresh()
  })

  // ── This page ──────────────────────────────────────────────────────────────────────────────────────────────────────────
  count()
  showLook()
  pageEvents()
  const fill = { '#cart': showCart, '#checkout': checkout, '#thanks': thanks, '[data-search-results]': search, '[data-wish]': showWish }
  for (const [selector, run] of Object.entries(fill)) {
    const place = $(selector)
    if (place) run(place)
  }
  if ($('#cart') && lines.length) push('view_cart', about(lines))
})()
