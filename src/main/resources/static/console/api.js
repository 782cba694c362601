// Speaks to the relay's API, with the key of this session.

import { currentLanguage, t } from './i18n.js';

const STORED = 'lumenlink.key';

/** What the API refused, as it says itself (RFC 9457). */
export class Problem extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? t('error.status', { status }));
    this.status = status;
    this.errors = problem.errors ?? [];
    this.type = problem.type;
    this.isFromRelay = 'detail' in problem;
  }
}

/** The key, which the browser forgets when the tab is closed. */
export const key = {
  get: () => sessionStorage.getItem(STORED),
  set: (value) => sessionStorage.setItem(STORED, value),
  clear: () => sessionStorage.removeItem(STORED),
};

const listeners = new Set();

/** Calls a function whenever the relay no longer takes the key. */
export function onKeyRefused(listener) {
  listeners.add(listener);
}

/** Sends a request and returns what is in the answer; throws a Problem if it is refused. */
export async function call(method, path, { body, etag, type = 'application/json' } = {}) {
  const answer = await ask(method, path, { body, etag, type });
  const text = await answer.text();
  const data = text ? JSON.parse(text) : {};
  if (answer.headers.has('ETag')) {
    Object.defineProperty(data, 'etag', { value: answer.headers.get('ETag') });
  }
  return data;
}

/**
 * Reads server-sent events until the signal says to stop or the relay ends the stream. EventSource could not send the
 * key, so they are taken apart here.
 */
export async function stream(path, onEvent, signal) {
  const answer = await ask('GET', path, { signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const events = (pending + chunk.value).split('\n\n');
    pending = events.pop();
    for (const event of events) {
      const [, name, data] = event.match(/^event: (.*)\ndata: (.*)$/);
      onEvent(name, JSON.parse(data));
    }
  }
}

async function ask(method, path, { body, etag, type, signal } = {}) {
  const headers = { Authorization: `Bearer ${key.get()}`, 'Accept-Language': currentLanguage() };
  if (body !== undefined) {
    headers['Content-Type'] = type;
  }
  if (etag) {
    headers['If-Match'] = etag;
  }
  let answer;
  try {
    answer = await fetch(`/api/v1/${path}`, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'omit',
    });
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new Problem(0, { title: t('error.unreachable') });
  }
  if (!answer.ok) {
    const problem = new Problem(answer.status, await answer.json().catch(() => ({})));
    if (answer.status === 401) {
      listeners.forEach((listener) => listener(problem));
    }
    throw problem;
  }
  return answer;
}
