// Consent platforms as shops have them, played: `say` is what the shopper decides, the rest is how a platform tells it.
// Each row begins its platform and answers with what tells the others of a change.

const yes = () => story.word === 'granted';
const pending = () => story.word === 'pending';
const asked = () => {
  if (story.word === 'throwing') throw new Error('the platform is broken');
};
const fire = (target, name, detail) => target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

// An interface that calls back.
const calling = (name, answer) => {
  const heard = [];
  window[name] = (command, ...rest) => {
    asked();
    const back = rest.pop();
    if (command === 'addEventListener') heard.push(back);
    back(answer(), true);
  };
  return () => heard.forEach((back) => back(answer(), true));
};

const tcf = (applies) => calling('__tcfapi', () => ({
  gdprApplies: applies && story.word !== 'granted' || applies === true,
  eventStatus: pending() ? 'cmpuishown' : 'useractioncomplete',
  purpose: { consents: yes() ? Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => [number, true])) : {} },
}));

const gpp = (parsedSections) => calling('__gpp', () => ({
  eventName: 'signalStatus',
  pingData: { signalStatus: pending() ? 'not ready' : 'ready', parsedSections: parsedSections() },
}));

const layer = (...words) => {
  (window.dataLayer ||= []).push((function () { return arguments; })(...words));
};

const PLATFORMS_PLAYED = {
  tcf: () => tcf(true),
  'tcf where it does not apply': () => tcf('elsewhere'),
  'gpp in the United States': () => gpp(() => ({ usnat: [{ Version: 1, SaleOptOut: yes() ? 2 : 1, SharingOptOut: yes() ? 2 : 1, TargetedAdvertisingOptOut: 2 }, { GpcSegmentType: 1, Gpc: false }] })),
  'gpp with the older American string': () => gpp(() => ({ uspv1: { Version: 1, Notice: 'Y', OptOutSale: yes() ? 'N' : 'Y', LspaCovered: 'N' } })),
  'gpp with a signal of the browser': () => gpp(() => ({ usca: [{ Version: 1, SaleOptOutNotice: 1, SaleOptOut: 2 }, { GpcSegmentType: 1, Gpc: !yes() }] })),
  'gpp in Europe, where tcf decides': () => {
    const changes = [gpp(() => ({ tcfeuv2: { PurposeConsents: Array.from({ length: 24 }, () => true) } })), tcf(true)];
    return () => changes.forEach((change) => change());
  },
  'consent-mode': () => {
    if (story.word === 'throwing') (window.dataLayer ||= []).push({ get 0() { throw new Error('the entry is broken'); } });
    else layer('consent', 'default', { analytics_storage: 'denied', personalization_storage: 'denied', wait_for_update: 500 });
    const update = () => ['granted', 'denied'].includes(story.word) && layer('consent', 'update', { analytics_storage: story.word, personalization_storage: story.word });
    update();
    return update;
  },
  shopify: () => {
    window.Shopify = { customerPrivacy: {
      currentVisitorConsent: () => {
        asked();
        const word = pending() ? '' : yes() ? 'yes' : 'no';
        return { marketing: word, analytics: word, preferences: word, sale_of_data: '' };
      },
      preferencesProcessingAllowed: yes,
      analyticsProcessingAllowed: yes,
    } };
    return () => fire(document, 'visitorConsentCollected', {});
  },
  cookiebot: () => {
    window.Cookiebot = { get hasResponse() { return !pending(); }, get consent() {
      asked();
      return { necessary: true, preferences: yes(), statistics: yes(), marketing: yes() };
    } };
    return () => fire(window, yes() ? 'CookiebotOnAccept' : 'CookiebotOnDecline');
  },
  onetrust: () => {
    const groups = () => yes() ? ',C0001,C0002,C0003,' : ',C0001,';
    window.OnetrustActiveGroups = groups();
    window.OneTrust = { IsAlertBoxClosed: () => {
      asked();
      return !pending();
    } };
    return () => {
      window.OnetrustActiveGroups = groups();
      fire(window, 'OneTrustGroupsUpdated', groups().split(','));
    };
  },
  'usercentrics, second generation': () => {
    window.UC_UI = { isInitialized: () => true, isConsentRequired: pending, getServicesBaseInfo: () => {
      asked();
      return [{ categorySlug: 'essential', consent: { status: true } }, { categorySlug: 'functional', consent: { status: yes() } }];
    } };
    return () => fire(window, 'UC_UI_CMP_EVENT', { type: yes() ? 'ACCEPT_ALL' : 'DENY_ALL' });
  },
  'usercentrics, third generation': () => {
    const details = () => ({ consent: { type: pending() ? 'IMPLICIT' : 'EXPLICIT' }, categories: { functional: { state: yes() ? 'ALL_ACCEPTED' : 'ALL_DENIED' } } });
    window.__ucCmp = { getConsentDetails: async () => {
      asked();
      return details();
    } };
    return () => fire(window, 'UC_CONSENT', details());
  },
  // The control forbids, and that it does not forbid allows nothing: somebody else does.
  'privacy control, where another platform grants': () => {
    window.Cookiebot = { get hasResponse() { return !pending(); }, get consent() {
      return { preferences: !pending(), statistics: !pending() };
    } };
    Object.defineProperty(navigator, 'globalPrivacyControl', { get() {
      asked();
      return story.word === 'denied';
    } });
    return () => fire(window, 'CookiebotOnAccept');
  },
  // Pending is a call that says nothing yet.
  'the shop\'s own call': () => {
    const call = () => {
      const said = story.word === 'throwing' ? { get analytics() { throw new Error('the settings are broken'); } } : pending() ? {} : { personalization: yes(), analytics: yes() };
      (window.vitrin ||= function () { (vitrin.q = vitrin.q || []).push(arguments); })('consent', said);
    };
    call();
    return call;
  },
  'two platforms, of which one has long granted': () => {
    window.Cookiebot = { hasResponse: true, consent: { preferences: true, statistics: true } };
    return PLATFORMS_PLAYED.onetrust();
  },
};

/** Begins a platform, with this word of the shopper's. */
window.play = (name, word) => {
  story.word = word;
  if (word !== 'absent') story.changed = PLATFORMS_PLAYED[name]();
};

/** The shopper decides otherwise. */
window.say = (word) => {
  story.word = word;
  story.changed();
};
