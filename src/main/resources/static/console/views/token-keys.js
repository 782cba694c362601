// Keys that tickets are made under.

import { call } from '../api.js';
import { ask } from '../dialogs.js';
import { fill, h } from '../dom.js';
import { number, relative, t, time } from '../i18n.js';

export async function tokenKeysView({ may }) {
  const rows = h('tbody');
  const next = h('p', { class: 'muted' });

  const load = async () => {
    const listing = await call('GET', 'token-keys');
    fill(
      rows,
      listing.tokenKeys.map((key) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, number(key.id)),
          h(
            'td',
            { 'data-label': t('keys.state') },
            h('span', { class: `badge ${key.state}` }, t(`keys.state.${key.state}`)),
            ' ',
            h('span', { class: 'muted' }, t(`keys.meaning.${key.state}`)),
          ),
          h('td', { 'data-label': t('keys.created') }, time(key.createdAt)),
          h('td', { 'data-label': t('keys.next') }, upcoming(key)),
        ),
      ),
    );
    fill(
      next,
      listing.nextRotationAt ? t('keys.rotation', { time: time(listing.nextRotationAt) }) : t('keys.rotation.byHand'),
    );
  };
  const rotate = async () => {
    const done = await ask({
      title: t('keys.rotate.title'),
      effects: [
        t('keys.rotate.effect.staged'),
        t('keys.rotate.effect.active'),
        t('keys.rotate.effect.old'),
        t('keys.rotate.effect.packets'),
      ],
      action: t('keys.rotate'),
      submit: () => call('POST', 'token-keys:rotate'),
    });
    if (done) {
      await load();
    }
  };

  await load();
  return h(
    'div',
    { class: 'view' },
    h(
      'div',
      { class: 'view-head' },
      h('h1', {}, t('nav.token-keys')),
      may('admin') ? h('button', { type: 'button', class: 'primary', onclick: rotate }, t('keys.rotate')) : null,
    ),
    h('p', { class: 'lead' }, t('keys.lead')),
    h(
      'div',
      { class: 'card' },
      h(
        'table',
        { class: 'cards' },
        h('caption', { class: 'sr' }, t('nav.token-keys')),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['keys.id', 'keys.state', 'keys.created', 'keys.next'].map((name) => h('th', { scope: 'col' }, t(name))),
          ),
        ),
        rows,
      ),
      next,
    ),
  );
}

function upcoming(key) {
  if (key.state === 'staged' && key.activeNoSoonerThan) {
    return t('keys.next.active', { when: relative(key.activeNoSoonerThan) });
  }
  if (key.state === 'retiring' && key.goneNoSoonerThan) {
    return t('keys.next.gone', { when: relative(key.goneNoSoonerThan) });
  }
  return '—';
}
