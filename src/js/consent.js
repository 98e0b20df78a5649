// What consent platforms say of the two purposes: one row a platform, how it is found and asked. A yes is true, a no is false, anything else is no word yet.
// Nothing is loaded to ask: a platform that is not in the page says nothing. Who counts, and what follows, core decides.
import { attempt } from './life.js';
import { tell } from './talk.js';

const heard = {};
// What was last told of each.
const told = {};
// Google's Consent Mode, as the data layer tells it.
let mode;

const verdict = (granted, decided) => granted ? true : decided ? false : null;

// An interface that is asked once and calls back at every change: `false` is no news, `null` means that others decide.
const asked = (name, words, understood) => {
  if (window[name] && heard[name] === undefined) {
    heard[name] = [];
    window[name](...words, (data, success) => {
      const said = attempt(() => success && understood(data), () => []);
      if (said !== false) heard[name] = said || null;
      probe();
    });
  }
  return heard[name];
};

const PLATFORMS = {
  // Purposes of the TCF: 1 storing, 5 and 6 personalised content, 8 measuring content.
  tcf: () => asked('__tcfapi', ['addEventListener', 2], ({ gdprApplies, eventStatus, purpose }) => {
    if (gdprApplies === false) return [true, true];
    const has = purpose.consents;
    return eventStatus !== 'cmpuishown' && [verdict(has[1] && has[5] && has[6], 1), verdict(has[1] && has[8], 1)];
  }),
  // Opt-outs of the United States; where there are none, other platforms decide.
  gpp: () => asked('__gpp', ['addEventListener'], ({ pingData: { signalStatus, parsedSections } }) => {
    if (signalStatus !== 'ready') return [];
    const sections = JSON.stringify(parsedSections);
    return /"us/.test(sections) ? [true, !/Out(Sale)?":"?[1Y]|Gpc":t/.test(sections)] : null;
  }),
  'consent-mode': () => mode && [mode.personalization_storage, mode.analytics_storage],
  shopify: () => {
    const privacy = window.Shopify?.customerPrivacy;
    const said = privacy?.currentVisitorConsent();
    return said && [verdict(privacy.preferencesProcessingAllowed(), said.preferences === 'no'), verdict(privacy.analyticsProcessingAllowed(), said.analytics === 'no')];
  },
  cookiebot: () => {
    const { consent, hasResponse } = window.Cookiebot || {};
    return consent && [verdict(consent.preferences, hasResponse), verdict(consent.statistics, hasResponse)];
  },
  onetrust: () => {
    const groups = window.OnetrustActiveGroups;
    const closed = groups && window.OneTrust.IsAlertBoxClosed();
    return groups && [verdict(/C0003/.test(groups), closed), verdict(/C0002/.test(groups), closed)];
  },
  // The functional category of the third generation, which answers in a while, and of the second.
  usercentrics: () => {
    const { UC_UI: old, __ucCmp: now } = window;
    if (now) now.getConsentDetails().then(({ consent, categories }) => verdict(categories.functional.state === 'ALL_ACCEPTED', consent.type === 'EXPLICIT')).then((said) => heard.uc = [said, said], () => heard.uc = []);
    if (now || !old) return now && (heard.uc || []);
    const services = old.getServicesBaseInfo().filter(({ categorySlug }) => categorySlug === 'functional');
    const said = verdict(services.length && services.every(({ consent }) => consent.status), !old.isConsentRequired());
    return [said, said];
  },
  gpc: () => navigator.globalPrivacyControl && [null, false],
};

/** Asks all that are there, and tells core at once of all that is new, for one yes among several is none. One that throws has no word. */
export const probe = () => {
  const news = [];
  for (const name in PLATFORMS) {
    const words = attempt(PLATFORMS[name], () => []);
    // Its name alone: it does not decide, or no longer.
    if (told[name] !== (told[name] = JSON.stringify(words))) news.push(words ? [name, words[0], words[1]] : [name]);
  }
  if (news.length) tell('consent', news);
};

/** Google's `consent` command in a data layer: a default of `denied` may still be updated; one for a region may not be this shopper's. */
export const consentMode = ([, how, words]) => {
  mode ||= {};
  for (const type in words) {
    const granted = words[type] === 'granted';
    if (how === 'update') mode[type] = granted;
    else if (!granted) mode[type] = null;
    else if (mode[type] === undefined && !words.region) mode[type] = true;
  }
};
