// Before any other script of a page: what goes wrong in it, for browsers that do not tell it to who drives them.
window.pageErrors = [];
addEventListener('error', ({ message }) => message && window.pageErrors.push(message));
addEventListener('unhandledrejection', ({ reason }) => window.pageErrors.push(`${reason}`));
console.error = (...said) => {
  window.pageErrors.push(said.join(' '));
};
