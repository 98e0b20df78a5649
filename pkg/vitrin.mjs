// Vitrin as a module: the same table of calls, typed. The script beside this file does the work.
const queue = () => (window.vitrin ||= Object.assign((...args) => (window.vitrin.q ||= []).push(args), { base: new URL('./', import.meta.url).href }));

/** Starts Vitrin with these settings and answers with the function of all calls. */
export async function start(settings = {}) {
  queue();
  if (!window.vitrin.live) await import('./vitrin.js');
  await window.vitrin('config', settings);
  return window.vitrin;
}
