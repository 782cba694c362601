// Finds users, and registers them.

import { registerUser } from '../actions.js';
import { call } from '../api.js';
import { code, fill, h } from '../dom.js';
import { number, packetRate, t } from '../i18n.js';
import { failed } from '../shell.js';

const SEARCHES = ['userId', 'label', 'destination'];

export async function usersView({ may, live, signal }) {
  const rows = h('tbody');
  const more = h('div', { class: 'more' });
  const told = h('p', { class: 'empty', role: 'status' });
  const total = h('span', { class: 'muted' });

  const load = async (query, cursor) => {
    const page = await call(
      'GET',
      `users?${new URLSearchParams({ ...query, limit: 50, ...(cursor ? { cursor } : {}) })}`,
    );
    const made = page.users.map(row);
    if (cursor) {
      rows.append(...made);
    } else {
      fill(rows, made);
    }
    fill(told, rows.childElementCount ? null : t('users.none'));
    fill(
      more,
      page.nextCursor
        ? h('button', { type: 'button', onclick: () => load(query, page.nextCursor) }, t('list.more'))
        : null,
    );
  };
  const search = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const text = form.get('text').trim();
    const by = form.get('by');
    try {
      if (text && by === 'userId') {
        fill(more);
        const user = /^\d+$/.test(text)
          ? await call('GET', `users/${text}`).catch((failure) => {
              if (failure.status === 404) {
                return null;
              }
              throw failure;
            })
          : null;
        fill(rows, user ? row(user) : null);
        fill(told, user ? null : t('users.none'));
      } else {
        await load(text ? { [by]: text } : {});
      }
    } catch (failure) {
      fill(rows);
      fill(told, failed(failure));
    }
  };
  const register = async () => {
    const id = await registerUser();
    if (id) {
      location.hash = `#/users/${id}`;
    }
  };
  const count = () => fill(total, live.latest.stats ? t('users.count', { n: number(live.latest.stats.users) }) : null);

  live.on(['stats'], count, signal);
  count();
  await load({});
  return h(
    'div',
    { class: 'view' },
    h(
      'div',
      { class: 'view-head' },
      h('h1', {}, t('nav.users')),
      total,
      may('operator') ? h('button', { type: 'button', class: 'primary', onclick: register }, t('user.register')) : null,
    ),
    h(
      'form',
      { class: 'search', role: 'search', onsubmit: search },
      h('label', { for: 'by' }, t('users.search')),
      h(
        'select',
        { id: 'by', name: 'by' },
        SEARCHES.map((by) => h('option', { value: by }, t(`users.by.${by}`))),
      ),
      h('input', {
        name: 'text',
        type: 'search',
        'aria-label': t('users.text'),
        dir: 'auto',
        autocomplete: 'off',
        spellcheck: 'false',
      }),
      h('button', { type: 'submit' }, t('users.find')),
    ),
    h(
      'div',
      { class: 'card' },
      h(
        'table',
        { class: 'cards' },
        h('caption', { class: 'sr' }, t('nav.users')),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['user.id', 'user.label', 'user.destination', 'user.limit', 'user.state'].map((name) =>
              h('th', { scope: 'col' }, t(name)),
            ),
          ),
        ),
        rows,
      ),
      told,
      more,
    ),
  );
}

function row(user) {
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('a', { href: `#/users/${user.userId}` }, String(user.userId))),
    h('td', { 'data-label': t('user.label') }, user.label ? h('bdi', {}, user.label) : '—'),
    h('td', { 'data-label': t('user.destination') }, code(destination(user))),
    h(
      'td',
      { 'data-label': t('user.limit') },
      packetRate(user.rateLimit.packetsPerSecond),
      user.rateLimitIsDefault ? ` (${t('user.limit.default')})` : null,
    ),
    h('td', { 'data-label': t('user.state') }, stateBadge(user)),
  );
}

export function destination({ destination: { address, port } }) {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

export function stateBadge(user) {
  return h(
    'span',
    { class: `badge ${user.enabled ? 'ok' : 'off'}` },
    t(user.enabled ? 'user.enabled' : 'user.disabled'),
  );
}
