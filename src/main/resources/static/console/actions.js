// What can be done to a user. Each asks before, and returns whether it was done.

import { call, Problem } from './api.js';
import { ask, copyable, field, show } from './dialogs.js';
import { h } from './dom.js';
import { t, time } from './i18n.js';

/** Registers a user, and returns its id. */
export async function registerUser() {
  return ask({
    title: t('user.register.title'),
    effects: [t('user.register.effect')],
    fields: [
      field({ name: 'userId', label: t('user.id'), hint: t('user.id.hint'), inputmode: 'numeric', required: true }),
      ...userFields(),
    ],
    action: t('user.register'),
    submit: async (form) => {
      const id = form.get('userId').trim();
      if (!/^[1-9]\d{0,9}$/.test(id)) {
        throw Object.assign(new Problem(422, { title: t('user.id.hint') }), {
          errors: [{ field: 'userId', message: t('user.id.hint') }],
        });
      }
      await call('PUT', `users/${id}`, { body: withoutNulls(userBody(form)), etag: null });
      return id;
    },
  });
}

export async function changeUser(user) {
  return ask({
    title: t('user.change.title', { id: user.userId }),
    effects: [t('user.change.effect'), t('effect.nextPacket')],
    fields: userFields(user),
    action: t('user.change'),
    submit: (form) => {
      const body = userBody(form);
      if (body.maxSessions === user.maxSessions) {
        // What is shown may be the default, which is to stay one.
        delete body.maxSessions;
      }
      return call('PATCH', `users/${user.userId}`, { body, etag: user.etag, type: 'application/merge-patch+json' });
    },
  });
}

export async function setEnabled(user, enabled) {
  const name = enabled ? 'enable' : 'disable';
  return ask({
    title: t(`user.${name}.title`, { id: user.userId }),
    effects: [t(`user.${name}.effect`), t(`user.${name}.effect.sessions`), t('effect.nextPacket')],
    action: t(`user.${name}`),
    isDangerous: !enabled,
    submit: () =>
      call('PATCH', `users/${user.userId}`, {
        body: { enabled },
        etag: user.etag,
        type: 'application/merge-patch+json',
      }),
  });
}

export async function revokeSessions(user) {
  return ask({
    title: t('user.revoke.title', { id: user.userId }),
    effects: [t('user.revoke.effect'), t('user.revoke.effect.tokens'), t('effect.nextPacket')],
    action: t('user.revoke'),
    isDangerous: true,
    submit: () => call('DELETE', `users/${user.userId}/sessions`),
  });
}

export async function removeUser(user) {
  return ask({
    title: t('user.remove.title', { id: user.userId }),
    effects: [t('user.remove.effect'), t('user.remove.effect.counters'), t('effect.nextPacket')],
    action: t('user.remove'),
    isDangerous: true,
    submit: () => call('DELETE', `users/${user.userId}`, { etag: user.etag }),
  });
}

/** Issues a token and shows it, once. */
export async function issueToken(userId) {
  const token = await ask({
    title: t('token.issue.title', { id: userId }),
    effects: [t('token.issue.effect'), t('token.issue.effect.once')],
    fields: [
      field({
        name: 'ttlSeconds',
        label: t('token.ttl'),
        hint: t('token.ttl.hint'),
        inputmode: 'numeric',
        value: '3600',
      }),
    ],
    action: t('token.issue'),
    submit: (form) => {
      const ttl = form.get('ttlSeconds').trim();
      return call('POST', `users/${encodeURIComponent(userId)}/tokens`, {
        body: ttl ? { ttlSeconds: numeric(ttl) } : {},
      });
    },
  });
  if (token) {
    await show({
      title: t('token.shown.title', { id: userId }),
      content: [
        h('p', { class: 'notice warn' }, t('token.shown.once')),
        copyable(t('token.ticket'), token.ticket),
        copyable(t('token.sessionKey'), token.sessionKey),
        copyable(
          t('token.endpoints'),
          token.endpoints
            .map(({ address, port }) => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`))
            .join(', '),
        ),
        copyable(t('token.json'), JSON.stringify(token)),
        h('p', {}, t('token.expires', { time: time(token.expiresAt) })),
      ],
    });
  }
}

const LIMITS = ['packetsPerSecond', 'burstPackets', 'bytesPerSecond', 'burstBytes'];

function userFields(user) {
  const limit = user && !user.rateLimitIsDefault ? user.rateLimit : {};
  return [
    h(
      'div',
      { class: 'columns' },
      field({
        name: 'destination.address',
        label: t('user.address'),
        value: user?.destination.address ?? '',
        required: true,
        placeholder: '203.0.113.7',
      }),
      field({
        name: 'destination.port',
        label: t('user.port'),
        value: user?.destination.port ?? '',
        inputmode: 'numeric',
        required: true,
        placeholder: '51820',
      }),
    ),
    field({
      name: 'label',
      label: t('user.label'),
      hint: t('user.label.hint'),
      value: user?.label ?? '',
      isCode: false,
    }),
    h(
      'details',
      { open: Object.keys(limit).length > 0 },
      h('summary', {}, t('user.limit')),
      h('p', { class: 'hint' }, t('user.limit.hint')),
      h(
        'div',
        { class: 'columns' },
        LIMITS.map((name) =>
          field({
            name: `rateLimit.${name}`,
            label: t(`user.limit.${name}`),
            value: limit[name] ?? '',
            inputmode: 'numeric',
          }),
        ),
        field({
          name: 'maxSessions',
          label: t('user.maxSessions'),
          value: user?.maxSessions ?? '',
          hint: t('user.maxSessions.hint'),
          inputmode: 'numeric',
        }),
      ),
    ),
  ];
}

/** What is said of a user; null where it is to be the default. */
function userBody(form) {
  const text = (name) => form.get(name).trim();
  const count = (name) => (text(name) ? numeric(text(name)) : null);
  const limit = Object.fromEntries(LIMITS.map((name) => [name, count(`rateLimit.${name}`)]));
  return {
    destination: { address: text('destination.address'), port: count('destination.port') },
    label: text('label') || null,
    rateLimit: LIMITS.some((name) => limit[name] !== null) ? limit : null,
    maxSessions: count('maxSessions'),
  };
}

function withoutNulls(value) {
  return value instanceof Object
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== null)
          .map(([name, each]) => [name, withoutNulls(each)]),
      )
    : value;
}

/** Digits as a number; all else as it is, for the relay to say what is wrong with it. */
function numeric(text) {
  return /^\d+$/.test(text) ? Number(text) : text;
}
