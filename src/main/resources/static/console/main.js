// The console: finds out who is there and in which language, and shows them what they may see.

import { call, key, onKeyRefused, Problem } from './api.js';
import { fill, h } from './dom.js';
import { t, useLanguage } from './i18n.js';
import { Live } from './live.js';
import { loginView } from './login.js';
import { shell } from './shell.js';

const app = document.getElementById('app');

const SESSION_HOURS = 8;

let present = null;

await useLanguage();
onKeyRefused(() => logOut(t('login.ended')));
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#once=')) {
    start();
  }
});
await start();

async function start() {
  end();
  const once = location.hash.match(/^#once=(.+)$/)?.[1];
  if (once) {
    // Not to be seen, kept or used again.
    history.replaceState(null, '', '/');
    await attempt(() => logInOnce(once));
  } else if (key.get()) {
    await attempt(() => enter());
  } else {
    showLogin();
  }
}

async function attempt(action) {
  try {
    await action();
  } catch (failure) {
    const refused = failure instanceof Problem ? failure : null;
    if (!refused) {
      console.error(failure);
    }
    if (!refused || refused.status === 401) {
      key.clear();
    }
    showLogin(refused?.status === 401 ? t('login.refused') : failure.message);
  }
}

function showLogin(message) {
  end();
  fill(
    app,
    loginView({
      message,
      logIn: async (value) => {
        key.set(value);
        await attempt(enter);
      },
      switchLanguage: async (language) => {
        await useLanguage(language);
        showLogin();
      },
    }),
  );
  app.querySelector('#key').focus();
}

/** Trades a key that is good for one login for one of this session, and revokes it. */
async function logInOnce(value) {
  key.set(value);
  try {
    const me = await call('GET', 'me');
    const made = await call('POST', 'api-keys', {
      body: {
        name: `console-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`,
        role: me.roles[0],
        expiresAt: new Date(Date.now() + SESSION_HOURS * 3600 * 1000).toISOString(),
      },
    });
    key.set(made.key);
    await call('DELETE', `api-keys/${me.id}`);
  } catch (failure) {
    key.clear();
    throw failure;
  }
  await enter();
}

async function enter() {
  const me = await call('GET', 'me');
  const live = me.roles.includes('viewer') ? new Live(me.roles) : null;
  present = { me, live, abort: new AbortController() };
  show();
}

function show() {
  present.abort.abort();
  present.abort = new AbortController();
  fill(
    app,
    ...shell({
      me: present.me,
      live: present.live,
      signal: present.abort.signal,
      logOut: () => leave(),
      switchLanguage: async (language) => {
        await useLanguage(language);
        show();
        document.getElementById(`language-${language}`)?.focus();
      },
    }),
  );
}

/** Logs out; a key that was made for this session is revoked. */
async function leave() {
  const { me } = present;
  if (me.kind === 'api-key' && me.name?.startsWith('console-') && me.roles.includes('admin')) {
    await call('DELETE', `api-keys/${me.id}`).catch(() => {});
  }
  logOut();
}

function logOut(message) {
  key.clear();
  location.hash = '';
  showLogin(message);
}

function end() {
  present?.abort.abort();
  present?.live?.close();
  present = null;
}
