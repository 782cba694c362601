// Issues a token to a user whose id is known: all that an issuer may.

import { field } from '../dialogs.js';
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { issueToken } from '../actions.js';

export function tokensView() {
  const id = field({ name: 'userId', label: t('user.id'), inputmode: 'numeric', required: true });
  return h(
    'div',
    { class: 'view' },
    h('div', { class: 'view-head' }, h('h1', {}, t('nav.tokens'))),
    h('p', { class: 'lead' }, t('token.lead')),
    h(
      'form',
      {
        class: 'card stack narrow',
        onsubmit: (event) => {
          event.preventDefault();
          issueToken(new FormData(event.target).get('userId').trim());
        },
      },
      id,
      h('div', { class: 'actions' }, h('button', { type: 'submit', class: 'primary' }, t('token.issue'))),
    ),
  );
}
