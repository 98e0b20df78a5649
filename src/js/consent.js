// What consent platforms say of the two purposes: one row a platform, how it is found and asked. A yes is true, a no is false, anything else is no word yet.
// Nothing is loaded to ask: a platform that is not in the page says nothing. Who counts, and what follows, core decides.
import { attempt, listen } from './life.js';
import { tell } from './talk.js';

const heard = {};
const told = {};
// Google's Consent Mode, as the data layer tells it.
const mode = {};

const verdict = (granted, decided) => granted ? true : decided ? false : null;

// An interface that is asked once and calls back at every change; words that cannot be read are none.
const asked = (name, words, read) => {
  if (!window[name]) return;
  if (!heard[name]) {
    heard[name] = [];
    window[name](...words, (data, success) => {
      if (success) heard[name] = attempt(() => read(data), () => []) || heard[name];
      probe();
    });
  }
  return heard[name];
};

// Purposes of the TCF: 1 storing, 5 and 6 personalised content, 8 measuring content.
const purposes = (has) => [verdict(has(1) && has(5) && has(6), true), verdict(has(1) && has(8), true)];

// Usercentrics of the third generation; the second one lists its services.
const functional = ({ consent, categories }) => {
  const state = verdict(categories.functional.state === 'ALL_ACCEPTED', consent.type === 'EXPLICIT');
  heard.uc = [state, state];
};

const PLATFORMS = {
  tcf: () => asked('__tcfapi', ['addEventListener', 2], ({ gdprApplies, eventStatus, purpose }) => gdprApplies === false ? [true, true] : eventStatus !== 'cmpuishown' && purposes((number) => purpose.consents[number])),
  gpp: () => asked('__gpp', ['addEventListener'], ({ pingData: { signalStatus, parsedSections } }) => {
    if (signalStatus !== 'ready') return;
    let all = [];
    for (const name in parsedSections) {
      const section = Object.assign({}, ...[parsedSections[name]].flat());
      let words = [];
      if (/^us/.test(name)) words = [true, ![section.SaleOptOut, section.SharingOptOut, section.TargetedAdvertisingOptOut].includes(1)];
      else if (name === 'tcfeuv2') words = purposes((number) => section.PurposeConsents[number - 1]);
      else continue;
      all = all.length ? all.map((one, place) => one && words[place]) : words;
    }
    return all;
  }),
  'consent-mode': () => mode.on && [mode.personalization_storage, mode.analytics_storage],
  shopify: () => {
    const privacy = window.Shopify?.customerPrivacy;
    if (!privacy) return;
    const { preferences, analytics } = privacy.currentVisitorConsent();
    return [verdict(privacy.preferencesProcessingAllowed(), preferences === 'no'), verdict(privacy.analyticsProcessingAllowed(), analytics === 'no')];
  },
  cookiebot: () => {
    const { consent, hasResponse } = window.Cookiebot || {};
    return consent && [verdict(consent.preferences, hasResponse), verdict(consent.statistics, hasResponse)];
  },
  onetrust: () => {
    const groups = window.OnetrustActiveGroups;
    const closed = groups && window.OneTrust.IsAlertBoxClosed();
    return groups && [verdict(groups.includes('C0003'), closed), verdict(groups.includes('C0002'), closed)];
  },
  usercentrics: () => {
    const { UC_UI: old, __ucCmp: now } = window;
    if (now && !heard.uc) {
      heard.uc = [];
      now.getConsentDetails().then(functional).then(probe, () => {});
    }
    if (now || !old) return heard.uc;
    const services = old.getServicesBaseInfo().filter(({ categorySlug }) => categorySlug === 'functional');
    const state = verdict(services.length && services.every(({ consent }) => consent.status), !old.isConsentRequired());
    return [state, state];
  },
  gpc: () => navigator.globalPrivacyControl ? [null, false] : undefined,
};

/** Asks all that are there, and tells core at once of all that is new, for one yes among several is none. One that throws has no word. */
export const probe = () => {
  const news = [];
  for (const name in PLATFORMS) {
    const words = attempt(PLATFORMS[name], () => []);
    if (!words || told[name] === `${words}`) continue;
    told[name] = `${words}`;
    news.push([name, words[0] ?? null, words[1] ?? null]);
  }
  if (news.length) tell('consent', news);
};

/** Google's `consent` command in a data layer: a default of `denied` may still be updated; one for a region may not be this shopper's. */
export const consentMode = ([, how, words]) => {
  mode.on = true;
  for (const type in words) {
    const granted = words[type] === 'granted';
    if (how === 'update') mode[type] = granted;
    else if (!granted) mode[type] = null;
    else if (mode[type] === undefined && !words.region) mode[type] = true;
  }
};

export const heedConsent = () => {
  listen(window, 'CookiebotOnAccept CookiebotOnDecline OneTrustGroupsUpdated UC_UI_INITIALIZED UC_UI_CMP_EVENT visitorConsentCollected', probe);
  listen(window, 'UC_CONSENT', ({ detail }) => {
    functional(detail);
    probe();
  });
};
