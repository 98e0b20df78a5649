// Vitrin as a module: the same table of calls, typed. The scripts and modules of the package do the work, loaded from the folder they are in.
const own = import.meta.url.replace(/[^/]*$/, '');

/** Starts Vitrin with these settings and answers with the function of all calls. */
export async function start(settings = {}, folder = own) {
  const base = new URL(folder.replace(/\/*$/, '/'), document.baseURI).href;
  window.vitrin ||= (...args) => (window.vitrin.q ||= []).push(args);
  if (!window.vitrin.live) {
    window.vitrin.base ||= base;
    // Bundlers leave it alone: a folder of the shop's is no module of theirs.
    await import(/* webpackIgnore: true */ /* @vite-ignore */ `${window.vitrin.base}vitrin.js`);
  }
  await window.vitrin('config', settings);
  return window.vitrin;
}
