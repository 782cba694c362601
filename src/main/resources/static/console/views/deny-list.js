// Networks whose packets are dropped.

import { call } from '../api.js';
import { ask, field } from '../dialogs.js';
import { code, fill, h } from '../dom.js';
import { t, time } from '../i18n.js';

export async function denyListView({ may }) {
  const rows = h('tbody');
  const more = h('div', { class: 'more' });
  const empty = h('p', { class: 'empty', hidden: true }, t('deny.empty'));

  const load = async (cursor) => {
    const page = await call('GET', `deny-list?limit=100${cursor ? `&cursor=${cursor}` : ''}`);
    const made = page.networks.map((network) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, code(network.cidr)),
        h('td', { 'data-label': t('deny.since') }, time(network.createdAt)),
        may('operator')
          ? h(
              'td',
              { class: 'end' },
              h(
                'button',
                { type: 'button', onclick: () => remove(network.cidr) },
                t('deny.remove'),
                h('span', { class: 'sr' }, ' ', network.cidr),
              ),
            )
          : null,
      ),
    );
    if (cursor) {
      rows.append(...made);
    } else {
      fill(rows, made);
      empty.hidden = made.length > 0;
    }
    fill(
      more,
      page.nextCursor ? h('button', { type: 'button', onclick: () => load(page.nextCursor) }, t('list.more')) : null,
    );
  };
  const remove = async (cidr) => {
    const done = await ask({
      title: t('deny.remove.title', { cidr }),
      effects: [t('deny.remove.effect', { cidr }), t('effect.immediately')],
      action: t('deny.remove'),
      submit: () => call('DELETE', `deny-list/${cidr}`),
    });
    if (done) {
      await load();
    }
  };
  const add = async () => {
    const done = await ask({
      title: t('deny.add.title'),
      effects: [t('deny.add.effect'), t('deny.add.effect.others'), t('effect.immediately')],
      fields: [
        field({
          name: 'cidr',
          label: t('deny.network'),
          hint: t('deny.network.hint'),
          required: true,
          placeholder: '203.0.113.0/24',
        }),
      ],
      action: t('deny.add'),
      isDangerous: true,
      submit: (form) => call('PUT', `deny-list/${path(form.get('cidr').trim())}`),
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
      h('h1', {}, t('nav.deny-list')),
      may('operator') ? h('button', { type: 'button', class: 'primary', onclick: add }, t('deny.add')) : null,
    ),
    h('p', { class: 'lead' }, t('deny.lead')),
    h(
      'div',
      { class: 'card' },
      h(
        'table',
        { class: 'cards' },
        h('caption', { class: 'sr' }, t('nav.deny-list')),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, t('deny.network')),
            h('th', { scope: 'col' }, t('deny.since')),
            may('operator') ? h('td') : null,
          ),
        ),
        rows,
      ),
      empty,
      more,
    ),
  );
}

/** Returns address/length; a single address is a network of its own. */
function path(text) {
  if (text.includes('/')) {
    return text.split('/').map(encodeURIComponent).join('/');
  }
  return `${encodeURIComponent(text)}/${text.includes(':') ? 128 : 32}`;
}
