// What the relay does at this moment, and did in the last minutes: one stream of events for all views.

import { Problem, stream } from './api.js';

/** How many seconds are remembered. */
export const WINDOW = 300;

const RETRY_FIRST = 1000;
const RETRY_LONGEST = 15000;

/**
 * Holds the latest of each event, and the last minutes of counters and latencies. Dispatches an event of that name for
 * each, and `connection` when the stream breaks or comes back.
 */
export class Live extends EventTarget {
  latest = {};
  samples = [];
  latencies = [];
  isConnected = false;
  failure = null;

  #stop = new AbortController();

  constructor(roles) {
    super();
    this.events = ['stats', 'nodes', 'dataplane'].concat(roles.includes('operator') ? ['top-users'] : []);
    this.#run();
  }

  close() {
    this.#stop.abort();
  }

  /** Calls a function with each event of some names until the signal says to stop. */
  on(names, listener, signal) {
    names.forEach((name) => this.addEventListener(name, listener, { signal }));
  }

  async #run() {
    let wait = RETRY_FIRST;
    while (!this.#stop.signal.aborted) {
      try {
        await stream(
          `stats/stream?events=${this.events.join(',')}`,
          (name, data) => {
            wait = RETRY_FIRST;
            this.#take(name, data);
          },
          this.#stop.signal,
        );
        this.#connected(false);
      } catch (failure) {
        if (this.#stop.signal.aborted || failure.status === 401) {
          return;
        }
        this.#connected(false, failure instanceof Problem ? failure : null);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(2 * wait, RETRY_LONGEST);
    }
  }

  #take(name, data) {
    if (name === 'problem') {
      this.#connected(false, new Problem(data.status, data));
      return;
    }
    this.latest[name] = data;
    if (name === 'stats') {
      const at = Date.parse(data.at) / 1000;
      remember(this.samples, { at, verdicts: new Map(data.verdicts.map((each) => [each.verdict, each])) });
      remember(this.latencies, { at, packets: data.latency.packets, histogram: data.latency.histogram });
    }
    this.#connected(true);
    this.dispatchEvent(new Event(name));
  }

  #connected(is, failure = null) {
    if (is !== this.isConnected || failure) {
      this.isConnected = is;
      this.failure = failure;
      this.dispatchEvent(new Event('connection'));
    }
  }
}

/** Appends, and forgets what is older than the window, or counts what the maps of a relay before did. */
function remember(list, entry) {
  const last = list.at(-1);
  if (last && total(entry) < total(last)) {
    list.length = 0;
  }
  list.push(entry);
  while (list[0].at < entry.at - WINDOW) {
    list.shift();
  }
}

function total(entry) {
  return entry.verdicts ? [...entry.verdicts.values()].reduce((sum, each) => sum + each.packets, 0) : entry.packets;
}
