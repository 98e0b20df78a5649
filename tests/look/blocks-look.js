// Before first paint: which theme, from the address.
document.documentElement.className = new URLSearchParams(location.search).get('look') ?? '';
if (/rtl/.test(document.documentElement.className)) document.documentElement.dir = 'rtl';
