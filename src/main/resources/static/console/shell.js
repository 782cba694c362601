// What is around every view: the name, the navigation, who is logged in, and whether the stream of events is up.

import { Problem } from './api.js';
import { fill, h } from './dom.js';
import { currentLanguage, LANGUAGES, t } from './i18n.js';
import { denyListView } from './views/deny-list.js';
import { overviewView } from './views/overview.js';
import { relayView } from './views/relay.js';
import { tokenKeysView } from './views/token-keys.js';
import { tokensView } from './views/tokens.js';
import { userView } from './views/user.js';
import { usersView } from './views/users.js';

/** Views by the start of their path, with the role that they need. */
const VIEWS = [
  { path: 'overview', role: 'viewer', make: overviewView },
  { path: 'users', role: 'viewer', make: (context, id) => (id ? userView(context, id) : usersView(context)) },
  { path: 'deny-list', role: 'viewer', make: denyListView },
  { path: 'token-keys', role: 'viewer', make: tokenKeysView },
  { path: 'relay', role: 'viewer', make: relayView },
  { path: 'tokens', role: 'issuer', make: tokensView },
];

/** Returns the elements of the page. */
export function shell({ me, live, signal, logOut, switchLanguage }) {
  const may = (role) => me.roles.includes(role);
  const views = VIEWS.filter((view) => may(view.role));
  const links = views.map((view) => h('a', { href: `#/${view.path}` }, t(`nav.${view.path}`)));
  const main = h('main', { id: 'main', tabindex: '-1' });
  const connection = h('div', { class: 'connection', role: 'status' });
  let opened = new AbortController();

  const open = async (isFirst) => {
    opened.abort();
    opened = new AbortController();
    const { signal: here } = opened;
    const { hash } = location;
    const [, path, rest] = hash.match(/^#\/([a-z-]+)(?:\/(\d+))?$/) ?? [];
    const view = views.find((each) => each.path === path) ?? views[0];
    links.forEach((link, i) => {
      if (views[i] === view) {
        link.setAttribute('aria-current', 'page');
      } else {
        link.removeAttribute('aria-current');
      }
    });
    fill(main, h('p', { class: 'muted' }, t('app.loading')));
    try {
      const made = await view.make({ me, may, live, signal: here }, rest);
      if (!here.aborted) {
        fill(main, made);
        main.dataset.view = hash;
      }
    } catch (failure) {
      if (!here.aborted) {
        fill(main, failed(failure));
      }
    }
    if (!isFirst && !here.aborted) {
      main.querySelector('h1')?.setAttribute('tabindex', '-1');
      main.querySelector('h1')?.focus();
    }
  };
  addEventListener('hashchange', () => location.hash.startsWith('#once=') || open(false), { signal });
  signal.addEventListener('abort', () => opened.abort());
  if (live) {
    const tell = () =>
      fill(
        connection,
        live.isConnected || (!live.failure && !live.latest.stats)
          ? null
          : h('p', { class: 'notice warn' }, t('app.disconnected'), ' ', live.failure?.message ?? ''),
      );
    live.on(['connection'], tell, signal);
    tell();
  }
  open(true);

  return [
    h(
      'a',
      {
        class: 'skip',
        href: '#main',
        onclick: (event) => {
          event.preventDefault();
          main.focus();
        },
      },
      t('app.skip'),
    ),
    h(
      'header',
      { class: 'top' },
      h(
        'div',
        { class: 'top-inner' },
        h(
          'div',
          { class: 'brand' },
          h('img', { src: '/console/icon.svg', alt: '', width: '28', height: '28' }),
          h('span', { class: 'brand-name' }, t('app.title')),
        ),
        h('nav', { 'aria-label': t('nav.label') }, links),
        h(
          'div',
          { class: 'who' },
          languageSwitch(switchLanguage),
          h(
            'span',
            { class: 'who-name' },
            h('bdi', {}, me.name ?? me.id),
            ' ',
            h('span', { class: 'badge' }, t(`role.${me.roles[0]}`)),
          ),
          h('button', { type: 'button', class: 'quiet', onclick: logOut }, t('app.logout')),
        ),
      ),
    ),
    connection,
    main,
  ];
}

/** Says that a view could not be had. */
export function failed(failure) {
  if (!(failure instanceof Problem)) {
    console.error(failure);
  }
  return h(
    'div',
    { class: 'notice bad', role: 'alert' },
    h('strong', {}, t('error.title')),
    ' ',
    h('bdi', {}, failure.message),
  );
}

export function languageSwitch(choose) {
  return h(
    'div',
    { class: 'languages', role: 'group', 'aria-label': t('app.language') },
    Object.entries(LANGUAGES).map(([language, { name }]) =>
      h(
        'button',
        {
          type: 'button',
          class: 'quiet',
          id: `language-${language}`,
          lang: language,
          'aria-pressed': String(language === currentLanguage()),
          onclick: () => choose(language),
        },
        name,
      ),
    ),
  );
}
