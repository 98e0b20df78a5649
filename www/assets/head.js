// Runs before anything is painted: the visitor's look, or the one their system asks for; and the dataLayer for whoever listens.
(function () {
  var look = null
  try {
    look = localStorage.getItem('shop-theme')
  } catch (blocked) {
    // Storage is off: the system's preference decides on every page.
  }
  if (look !== 'linen' && look !== 'studio') look = matchMedia('(prefers-color-scheme: dark)').matches ? 'studio' : 'linen'
  document.documentElement.dataset.theme = look
  window.dataLayer = window.dataLayer || []
})()
