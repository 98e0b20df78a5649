// Whether an address has a slip in a well-known host: "gmial.com" for "gmail.com".

// What people have; those that look like a slip of another stand here so that they are none.
const HOSTS = 'gmail.com googlemail.com hotmail.com outlook.com yahoo.com ymail.com mail.com icloud.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de orange.fr hotmail.fr libero.it hotmail.it hotmail.es wp.pl qq.com 163.com'.split(' ');

// One letter too many, too few or wrong, or two neighbours in each other's place.
const slip = (a, b) => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [x, y] = [a.slice(at), b.slice(at)];
  const [rest, more] = [x.slice(1), y.slice(1)];
  return rest === more || rest === y || x === more || x[0] === more[0] && rest[0] === y[0] && rest.slice(1) === more.slice(1);
};

/** The address that was probably meant; nothing when this one is as good. */
export const meant = (address) => {
  const [, person, host] = /^(.+)@([^@]+)$/.exec(address.trim().toLowerCase()) ?? [];
  if (!host || HOSTS.includes(host)) return '';
  const found = HOSTS.find((known) => slip(host, known));
  return found ? `${address.trim().slice(0, person.length)}@${found}` : '';
};
