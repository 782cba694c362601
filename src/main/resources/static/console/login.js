// Asks for an API key.

import { h } from './dom.js';
import { t } from './i18n.js';
import { languageSwitch } from './shell.js';

export function loginView({ message, logIn, switchLanguage }) {
  const input = h('input', {
    id: 'key',
    name: 'key',
    type: 'password',
    required: true,
    autocomplete: 'off',
    spellcheck: 'false',
    dir: 'ltr',
    'aria-describedby': 'key-hint',
    autofocus: true,
  });
  const button = h('button', { class: 'primary', type: 'submit' }, t('login.submit'));
  return h(
    'div',
    { class: 'login' },
    h(
      'main',
      { class: 'card login-card' },
      h(
        'div',
        { class: 'brand' },
        h('img', { src: '/console/icon.svg', alt: '', width: '40', height: '40' }),
        h('h1', {}, t('app.title')),
      ),
      h('p', { class: 'muted' }, t('login.lead')),
      message ? h('p', { class: 'notice bad', role: 'alert' }, message) : null,
      h(
        'form',
        {
          class: 'stack',
          onsubmit: async (event) => {
            event.preventDefault();
            button.disabled = true;
            await logIn(input.value.trim());
            button.disabled = false;
          },
        },
        h('label', { for: 'key' }, t('login.key')),
        input,
        h('p', { id: 'key-hint', class: 'hint' }, t('login.hint')),
        button,
      ),
    ),
    h('footer', { class: 'login-footer' }, languageSwitch(switchLanguage)),
  );
}
