// How long the kernel's program takes for a packet: a histogram of the last minutes.

import { h } from '../dom.js';
import { nanoseconds, number, percent, t } from '../i18n.js';

/** Returns the difference between the latest histogram and the oldest that is remembered, or the latest alone. */
function recent(histograms) {
  const latest = histograms.at(-1).histogram;
  const first = new Map(histograms[0].histogram.map(({ belowNanoseconds, packets }) => [belowNanoseconds, packets]));
  const difference = latest.map(({ belowNanoseconds, packets }) => ({
    belowNanoseconds,
    packets: packets - (first.get(belowNanoseconds) ?? 0),
  }));
  const isRecent = difference.some(({ packets }) => packets > 0);
  return { buckets: whole(isRecent ? difference : latest), isRecent };
}

/** Puts in the times of no packet: each bound is twice the one before. */
function whole(buckets) {
  const packets = new Map(buckets.filter((each) => each.packets > 0).map((each) => [each.belowNanoseconds, each.packets]));
  if (packets.size === 0) {
    return [];
  }
  const all = [];
  for (let bound = Math.min(...packets.keys()) / 2; bound <= 2 * Math.max(...packets.keys()); bound *= 2) {
    all.push({ belowNanoseconds: bound, packets: packets.get(bound) ?? 0 });
  }
  return all;
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
  const most = Math.max(...buckets.map(({ packets }) => packets));
  const bars = buckets.map(({ belowNanoseconds, packets }) => {
    const bar = h('div', { class: 'histogram-bar' });
    bar.style.blockSize = `${packets ? Math.max((100 * packets) / most, 1.5) : 0}%`;
    return h(
      'div',
      { class: 'histogram-column' },
      h('span', { class: 'histogram-share' }, packets / total >= 0.001 ? percent(packets / total) : ''),
      h('div', { class: 'histogram-room' }, bar),
      h('span', { class: 'histogram-bound' }, `< ${nanoseconds(belowNanoseconds)}`),
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
  return nanoseconds(found.belowNanoseconds);
}
