// One user: what is said of it, what its packets amount to, and what can be done.

import { changeUser, issueToken, removeUser, revokeSessions, setEnabled } from '../actions.js';
import { call } from '../api.js';
import { code, fill, h } from '../dom.js';
import { bytes, number, packetRate, bitRate, t, time } from '../i18n.js';
import { destination, stateBadge } from './users.js';

const REFRESH = 2000;

export async function userView({ may, signal }, id) {
  const facts = h('div', { class: 'card' });
  const actions = h('div', { class: 'actions start' });
  const traffic = h('tbody');
  const said = h('p', { role: 'status', class: 'said' });

  const load = async (message) => {
    const user = await call('GET', `users/${id}`);
    const run = (action, done) => async () => {
      if (await action()) {
        await load(done);
      }
    };
    fill(
      facts,
      h('h2', {}, t('user.facts')),
      h(
        'dl',
        { class: 'facts' },
        fact('user.state', stateBadge(user)),
        fact('user.destination', code(destination(user))),
        fact('user.label', user.label ? h('bdi', {}, user.label) : '—'),
        fact(
          'user.limit',
          packetRate(user.rateLimit.packetsPerSecond),
          ' · ',
          bitRate(user.rateLimit.bytesPerSecond),
          user.rateLimitIsDefault ? ` (${t('user.limit.default')})` : null,
        ),
        fact('user.maxSessions', number(user.maxSessions)),
        fact('user.created', time(user.createdAt)),
        fact('user.updated', time(user.updatedAt)),
      ),
    );
    fill(
      actions,
      may('operator')
        ? [
            button(
              'user.change',
              run(() => changeUser(user), t('user.done.changed')),
            ),
            button(
              user.enabled ? 'user.disable' : 'user.enable',
              run(() => setEnabled(user, !user.enabled), t('user.done.changed')),
            ),
            button(
              'user.revoke',
              run(() => revokeSessions(user), t('user.done.revoked')),
            ),
          ]
        : null,
      may('issuer') ? button('token.issue', () => issueToken(id), 'primary') : null,
      may('operator')
        ? button(
            'user.remove',
            async () => {
              if (await removeUser(user)) {
                location.hash = '#/users';
              }
            },
            'danger',
          )
        : null,
    );
    fill(said, message);
  };
  const count = async () => {
    const stats = await call('GET', `users/${id}/stats`);
    fill(
      traffic,
      ['toDestination', 'toClient'].map((direction) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, t(`direction.${direction}`)),
          h('td', { 'data-label': t('traffic.packets') }, number(stats[direction].packets)),
          h('td', { 'data-label': t('traffic.bytes') }, bytes(stats[direction].bytes)),
          h('td', { 'data-label': t('traffic.limited') }, number(stats[direction].limitedPackets)),
        ),
      ),
    );
  };
  const refresh = async () => {
    await count().catch(() => {});
    if (!signal.aborted) {
      setTimeout(refresh, REFRESH);
    }
  };

  await load();
  await refresh();
  return h(
    'div',
    { class: 'view' },
    h('nav', { 'aria-label': t('nav.back') }, h('a', { href: '#/users' }, t('nav.users'))),
    h('div', { class: 'view-head' }, h('h1', {}, t('user.title', { id }))),
    actions,
    said,
    facts,
    h(
      'div',
      { class: 'card' },
      h('h2', { id: 'traffic' }, t('user.traffic')),
      h('p', { class: 'muted' }, t('traffic.since')),
      h(
        'table',
        { class: 'cards', 'aria-labelledby': 'traffic' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['traffic.direction', 'traffic.packets', 'traffic.bytes', 'traffic.limited'].map((name) =>
              h('th', { scope: 'col' }, t(name)),
            ),
          ),
        ),
        traffic,
      ),
    ),
  );
}

function fact(name, ...value) {
  return h('div', {}, h('dt', {}, t(name)), h('dd', {}, value));
}

function button(name, onclick, kind) {
  return h('button', { type: 'button', class: kind, onclick }, t(name));
}
