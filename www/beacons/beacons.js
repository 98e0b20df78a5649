// Shows what arrives at the collector: the backlog first, then live, grouped by visit, each event once.
// Everything shown came over the network and goes in as text.
;(function () {
  'use strict'

  const MOST_SHOWN = 1000 // rows; the collector keeps the rest
  const RETRY_MS = 3000
  const FAMILY = {
    shop: 'page_view view_item_list select_item view_item search view_promotion select_promotion'.split(' '),
    buy: 'add_to_cart remove_from_cart view_cart add_to_wishlist begin_checkout add_shipping_info add_payment_info purchase refund'.split(' '),
    left: 'cart_left checkout_left browse_left search_left'.split(' '),
    person: 'identify lead_submit consent_update experiment_exposure segment_enter'.split(' '),
    campaign: 'campaign_impression campaign_step campaign_click campaign_close campaign_convert coupon_copied survey_answer quiz_complete'.split(' '),
    rec: 'rec_impression rec_click'.split(' '),
  }
  const family = (name) => Object.keys(FAMILY).find((key) => FAMILY[key].includes(name)) || ''

  const at = (id) => document.getElementById(id)
  const text = (value) => (typeof value === 'string' ? value : value == null ? '' : String(value))
  function el(tag, className, ...children) {
    const node = document.createElement(tag)
    if (className) node.className = className
    node.append(...children)
    return node
  }

  // ── What is shown ──────────────────────────────────────────────────────────────────────────────────────────────────────
  let rows = [] // oldest first: {id, name, session, node, copies, mark}
  const visits = new Map() // session -> {node, list, head, first, last, rows}
  const byId = new Map()
  const names = new Map() // name -> how many rows
  let only = ''
  let copies = 0

  function reset() {
    for (const visit of visits.values()) visit.node.remove()
    rows = []
    visits.clear()
    byId.clear()
    names.clear()
    copies = 0
  }

  function summary(event) {
    if (event.search_term) return `“${text(event.search_term)}”`
    const items = Array.isArray(event.items) ? event.items : []
    if (items.length === 1) {
      const [item] = items
      const quantity = Number(item.quantity)
      return (quantity > 1 ? `${quantity} × ` : '') + text(item.item_name || item.item_id) + (item.item_variant ? `, ${text(item.item_variant)}` : '')
    }
    const where = event.item_list_name || event.block || event.campaign || event.transaction_id
    if (items.length) return `${items.length} items${where ? ` · ${text(where)}` : ''}`
    if (where) return text(where)
    const page = event.page || {}
    return text(page.title || page.url)
  }
  function worth(event) {
    if (typeof event.value !== 'number') return ''
    try {
      return new Intl.NumberFormat('en', { style: 'currency', currency: text(event.currency) || 'EUR' }).format(event.value)
    } catch {
      return `${event.value} ${text(event.currency)}`
    }
  }
  function clock(iso) {
    const when = new Date(iso)
    if (Number.isNaN(when.getTime())) return '–'
    return when.toLocaleTimeString('en-GB') + '.' + String(when.getMilliseconds()).padStart(3, '0')
  }

  /** Pretty JSON as text nodes in coloured spans. */
  function json(value, indent = '') {
    const inner = indent + '  '
    if (Array.isArray(value) || (value && typeof value === 'object')) {
      const list = Array.isArray(value)
      const entries = list ? value.map((one) => [null, one]) : Object.entries(value)
      const out = document.createDocumentFragment()
      if (!entries.length) {
        out.append(list ? '[]' : '{}')
        return out
      }
      out.append(list ? '[\n' : '{\n')
      entries.forEach(([key, one], index) => {
        out.append(inner)
        if (!list) out.append(el('span', 'k', JSON.stringify(key)), ': ')
        out.append(json(one, inner), index + 1 < entries.length ? ',\n' : '\n')
      })
      out.append(indent, list ? ']' : '}')
      return out
    }
    const kind = typeof value === 'string' ? 's' : typeof value === 'number' ? 'n' : 'l'
    return el('span', kind, JSON.stringify(value) ?? 'null')
  }

  function detail(received) {
    const { event } = received
    const body = el('div', 'json')
    const late = new Date(received.received_at) - new Date(event.at)
    const how = `Received ${clock(received.received_at)}${Number.isFinite(late) ? `, ${late} ms after it happened` : ''}`
    const copy = el('button', '', 'Copy')
    copy.type = 'button'
    copy.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(JSON.stringify(event, null, 2))
        copy.textContent = 'Copied'
      } catch {
        copy.textContent = 'Not allowed'
      }
    })
    body.append(el('p', 'how', how), el('pre', '', json(event)), copy)
    return body
  }

  function hue(session) {
    let sum = 0
    for (const letter of session) sum = (sum * 31 + letter.codePointAt(0)) % 360
    return sum
  }
  function visitOf(session, event) {
    const known = visits.get(session)
    if (known) return known
    const list = el('ol')
    const head = el('p')
    const since = el('p', 'since')
    const header = el('header', '', el('h2', '', session ? `Visit ${session}` : 'Without a visit'), head, since)
    const node = el('section', 'visit', header, list)
    node.style.setProperty('--hue', hue(session))
    node.setAttribute('aria-label', session ? `Visit ${session}` : 'Without a visit')
    const visit = { node, list, head, since, rows: 0, visitor: text(event.visitor), first: event.at, last: event.at }
    visits.set(session, visit)
    return visit
  }
  function describe(visit) {
    visit.head.textContent = `${visit.rows} ${visit.rows === 1 ? 'event' : 'events'}${visit.visitor ? ` · visitor ${visit.visitor}` : ''}`
    visit.since.textContent = visit.first === visit.last ? clock(visit.first) : `${clock(visit.first)} – ${clock(visit.last)}`
  }
  function showCopies(row) {
    row.mark.textContent = `${row.copies + 1}×`
    row.mark.title = `Delivered ${row.copies + 1} times, counts once`
    row.mark.hidden = false
  }

  function take(received, live) {
    const event = received && typeof received.event === 'object' && received.event ? received.event : { name: 'unreadable', raw: received }
    const id = text(event.id)
    if (received?.copy) {
      copies += 1
      const original = byId.get(id)
      if (original) {
        original.copies += 1
        showCopies(original)
        return
      }
    }
    const name = text(event.name) || 'unnamed'
    const session = text(event.session)
    const visit = visitOf(session, event)

    const mark = el('span', 'copies')
    mark.hidden = true
    const head = el('summary', '', el('span', 'at', clock(event.at)), el('span', 'name', name), el('span', 'what', summary(event)), el('span', 'worth', worth(event)), mark)
    const fold = el('details', '', head)
    // The JSON is built when it is asked for: a thousand rows stay light.
    fold.addEventListener('toggle', () => fold.open && fold.children.length === 1 && fold.append(detail({ ...received, event })))
    const node = el('li', `event ${family(name)}`, fold)
    if (live) node.classList.add('new')
    node.hidden = only !== '' && only !== name
    const row = { id, name, session, node, copies: 0, mark }
    if (received?.copy) {
      row.copies = 1
      showCopies(row)
    }

    visit.list.prepend(node)
    visit.rows += 1
    visit.visitor = visit.visitor || text(event.visitor)
    if (event.at < visit.first) visit.first = event.at
    if (event.at > visit.last) visit.last = event.at
    describe(visit)
    if (at('visits').firstElementChild !== visit.node) at('visits').prepend(visit.node)
    rows.push(row)
    if (id) byId.set(id, row)
    names.set(name, (names.get(name) || 0) + 1)
    if (rows.length > MOST_SHOWN) drop(rows.shift())
  }
  function drop(row) {
    row.node.remove()
    if (byId.get(row.id) === row) byId.delete(row.id)
    const left = names.get(row.name) - 1
    if (left) names.set(row.name, left)
    else names.delete(row.name)
    const visit = visits.get(row.session)
    visit.rows -= 1
    if (visit.rows) return describe(visit)
    visit.node.remove()
    visits.delete(row.session)
  }

  // ── Counters and filter ────────────────────────────────────────────────────────────────────────────────────────────────
  function tally() {
    at('count-events').textContent = String(rows.length)
    at('count-visits').textContent = String(visits.size)
    at('count-copies').textContent = String(copies)
    at('empty').hidden = rows.length > 0
    const focused = document.activeElement?.dataset?.name
    const button = (name, label, count) => {
      const node = el('button', '', label, el('span', '', String(count)))
      node.type = 'button'
      node.dataset.name = name
      node.setAttribute('aria-pressed', String(only === name))
      return node
    }
    if (only && !names.has(only)) only = ''
    const sorted = [...names].sort(([a], [b]) => a.localeCompare(b))
    at('names').replaceChildren(...(rows.length ? [button('', 'all', rows.length), ...sorted.map(([name, count]) => button(name, name, count))] : []))
    if (focused != null) document.querySelector(`#names [data-name="${CSS.escape(focused)}"]`)?.focus()
    for (const visit of visits.values()) visit.node.hidden = only !== '' && ![...visit.list.children].some((node) => !node.hidden)
  }
  at('names').addEventListener('click', (event) => {
    const name = event.target.closest('button')?.dataset.name
    if (name == null) return
    only = name
    for (const row of rows) row.node.hidden = only !== '' && only !== row.name
    tally()
  })

  // ── The collector ──────────────────────────────────────────────────────────────────────────────────────────────────────
  let waiting = [] // live messages that came while paused or while the backlog was loading
  let ready = false
  let paused = false

  function say(state, words) {
    at('state').className = `state ${state}`
    at('state').textContent = words
  }
  const key = (received) => `${received?.received_at} ${received?.event?.id} ${received?.copy}`

  /** The live stream is opened first and held back until the backlog is in, so that nothing falls between the two. */
  function connect() {
    say('', 'Connecting')
    const source = new EventSource('/collector/live')
    source.addEventListener('open', async () => {
      ready = false
      waiting = []
      try {
        const answer = await fetch('/collector/events')
        if (!answer.ok) throw new Error(String(answer.status))
        const backlog = await answer.json()
        reset()
        const had = new Map()
        for (const received of backlog) {
          had.set(key(received), (had.get(key(received)) || 0) + 1)
          take(received, false)
        }
        waiting = waiting.filter((received) => {
          const count = had.get(key(received)) || 0
          had.set(key(received), count - 1)
          return count <= 0
        })
        ready = true
        say('live', 'Live')
        flush()
        tally()
      } catch {
        source.close()
        lost()
      }
    })
    source.addEventListener('message', (message) => {
      try {
        waiting.push(JSON.parse(message.data))
      } catch {
        waiting.push({ event: { name: 'unreadable', raw: message.data } })
      }
      flush()
    })
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) lost()
      else say('lost', 'Connection lost, trying again')
    })
  }
  function lost() {
    say('lost', 'No collector here. It comes with “cargo xtask demo”.')
    setTimeout(connect, RETRY_MS)
  }
  function flush() {
    if (!ready) return
    if (paused) {
      at('pause').textContent = waiting.length ? `Go on (${waiting.length})` : 'Go on'
      return
    }
    for (const received of waiting) take(received, true)
    if (waiting.length) tally()
    waiting = []
  }

  at('pause').addEventListener('click', () => {
    paused = !paused
    at('pause').setAttribute('aria-pressed', String(paused))
    at('pause').textContent = paused ? 'Go on' : 'Pause'
    flush()
  })
  at('clear').addEventListener('click', async () => {
    try {
      const answer = await fetch('/collector/events', { method: 'DELETE' })
      if (!answer.ok) throw new Error(String(answer.status))
    } catch {
      say('lost', 'The collector did not clear')
      return
    }
    reset()
    waiting = []
    only = ''
    tally()
  })

  connect()
})()
