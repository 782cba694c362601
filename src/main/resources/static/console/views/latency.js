// How long the kernel's program takes for a packet: a histogram of the last minutes.

import { h } from '../dom.js';
import { nanoseconds, number, percent, t } from '../i18n.js';

/** Returns the difference between the latest histogram and the oldest that is remembered, or the latest alone. */
function recent(histograms) {
  const latest = histograms.at(-1).buckets;
  const first = histograms[0].buckets;
  const difference = latest.map(({ belowNanoseconds, packets }, i) => ({
    belowNanoseconds,
    packets: packets - first[i].packets,
  }));
  const isEmpty = difference.every(({ packets }) => packets === 0);
  return { buckets: isEmpty ? latest : difference, isRecent: !isEmpty };
}

export function latencyHistogram(histograms) {
  if (!histograms.length) {
    return null;
  }
  const { buckets, isRecent } = recent(histograms);
  const total = buckets.reduce((sum, { packets }) => sum + packets, 0);
  if (!total) {
    return h('p', { class: 'empty' }, t('latency.none'));
  }
  const first = buckets.findIndex(({ packets }) => packets);
  const last = buckets.findLastIndex(({ packets }) => packets);
  const shown = buckets.slice(Math.max(0, first - 1), last + 2);
  const most = Math.max(...shown.map(({ packets }) => packets));
  const bars = shown.map(({ belowNanoseconds, packets }) => {
    const bar = h('div', { class: 'histogram-bar' });
    bar.style.blockSize = `${packets ? Math.max((100 * packets) / most, 1.5) : 0}%`;
    const bound = belowNanoseconds === null ? '∞' : nanoseconds(belowNanoseconds);
    return h(
      'div',
      { class: 'histogram-column' },
      h('span', { class: 'histogram-share' }, packets / total >= 0.001 ? percent(packets / total) : ''),
      h('div', { class: 'histogram-room' }, bar),
      h('span', { class: 'histogram-bound' }, `< ${bound}`),
    );
  });
  const summary = ['0.5', '0.99', '0.999'].map((share) =>
    h(
      'div',
      {},
      h('dt', {}, t(`latency.p${share}`)),
      h('dd', {}, h('bdi', { dir: 'ltr' }, `< ${bound(buckets, total, Number(share))}`)),
    ),
  );
  return [
    h('dl', { class: 'facts inline' }, summary),
    h(
      'div',
      {
        class: 'histogram',
        dir: 'ltr',
        role: 'img',
        'aria-label': t('latency.label', { p50: bound(buckets, total, 0.5), p99: bound(buckets, total, 0.99) }),
      },
      bars,
    ),
    h('p', { class: 'muted' }, t(isRecent ? 'latency.recent' : 'latency.all', { n: number(total) })),
  ];
}

function bound(buckets, total, share) {
  let below = 0;
  const found = buckets.find(({ packets }) => {
    below += packets;
    return below >= Math.ceil(total * share);
  });
  return found.belowNanoseconds === null ? '∞' : nanoseconds(found.belowNanoseconds);
}
