// What an operator wants to know at three in the morning: is it up, what is dropped and why, how much room is left.

import { call } from '../api.js';
import { lineChart } from '../charts.js';
import { code, fill, h, prose } from '../dom.js';
import { bitRate, bytes, number, packetRate, percent, t } from '../i18n.js';
import { latencyHistogram } from './latency.js';
import { occupancy } from './occupancy.js';
import { node } from './relay.js';

/** Rates in tables are means over this many seconds. */
const RECENT = 60;

const DIRECTIONS = { 'to-destination': 'direction.toDestination', 'to-client': 'direction.toClient' };

export async function overviewView({ may, live, signal }) {
  const meanings = new Map((await call('GET', 'verdicts')).verdicts.map((each) => [each.verdict, each]));
  const rate = (sample, effect, unit) =>
    [...sample.verdicts.values()]
      .filter((each) => meanings.get(each.verdict)?.effect === effect)
      .reduce((sum, each) => sum + (each[unit] ?? 0), 0);

  const banner = h('div', { class: 'banner', role: 'status' });
  const tiles = h('dl', { class: 'tiles' });
  const packets = chartHost();
  const throughput = chartHost();
  const drops = h('tbody');
  const dropsEmpty = h('p', { class: 'empty' });
  const passed = h('p', { class: 'muted' });
  const latency = h('div', { class: 'stack' });
  const room = h('div');
  const top = h('tbody');
  const topEmpty = h('p', { class: 'empty' });
  const nodes = h('div', { class: 'stack' });
  const dropRows = new Map();
  let drawPackets = () => {};
  let drawThroughput = () => {};

  const showStats = () => {
    const {
      samples,
      latest: { stats },
    } = live;
    if (!stats) {
      return;
    }
    const now = samples.at(-1);
    const dropped = rate(now, 'dropped', 'packetsPerSecond');
    const carried = Object.keys(DIRECTIONS).reduce((sum, effect) => sum + rate(now, effect, 'packetsPerSecond'), 0);
    fill(
      tiles,
      tile(
        'direction.toDestination',
        packetRate(rate(now, 'to-destination', 'packetsPerSecond')),
        bitRate(rate(now, 'to-destination', 'bytesPerSecond')),
        'series-1',
      ),
      tile(
        'direction.toClient',
        packetRate(rate(now, 'to-client', 'packetsPerSecond')),
        bitRate(rate(now, 'to-client', 'bytesPerSecond')),
        'series-2',
      ),
      tile(
        'overview.dropped',
        packetRate(dropped),
        t('overview.dropped.share', { share: percent(dropped + carried ? dropped / (dropped + carried) : 0) }),
        dropped ? 'is-dropping' : null,
      ),
      tile('overview.sessions', number(stats.sessions), t('users.count', { n: number(stats.users) })),
    );
    drawPackets(samples);
    drawThroughput(samples);
    showDrops(samples);
  };
  const showDrops = (samples) => {
    const now = samples.at(-1);
    const past = samples.find((sample) => sample.at >= now.at - RECENT);
    const seconds = Math.max(now.at - past.at, 1);
    const since = (verdict) => now.verdicts.get(verdict).packets - (past.verdicts.get(verdict)?.packets ?? 0);
    const rows = [...now.verdicts.values()]
      .map((each) => ({ ...each, meaning: meanings.get(each.verdict), recent: since(each.verdict) / seconds }))
      .filter((each) => each.meaning?.effect === 'dropped' && each.packets > 0)
      .sort((one, other) => other.recent - one.recent || other.packets - one.packets);
    const wanted = rows.map((row) => {
      const shown = dropRows.get(row.verdict) ?? dropRow(row);
      dropRows.set(row.verdict, shown);
      fill(shown.rate, row.recent ? packetRate(row.recent) : '—');
      fill(shown.total, number(row.packets));
      shown.row.classList.toggle('past', !row.recent);
      return shown.row;
    });
    // Rows stay where they are as long as they may: somebody may be copying a command.
    if (wanted.some((row, i) => drops.children[i] !== row) || drops.childElementCount !== wanted.length) {
      fill(drops, wanted);
    }
    fill(dropsEmpty, rows.length ? null : t('drops.none'));
    const foreign = now.verdicts.get('not_ours');
    fill(passed, foreign ? t('drops.passed', { n: number(foreign.packets), bytes: bytes(foreign.bytes) }) : null);
  };
  const showNodes = () => {
    const self = live.latest.nodes?.nodes[0];
    if (!self) {
      return;
    }
    const [kind, mark] = { ready: ['ok', '✓'], draining: ['warn', '◌'], unready: ['bad', '!'] }[self.state];
    // Only what changes is said anew by screen readers.
    if (banner.dataset.state !== self.state + self.reasons) {
      banner.dataset.state = self.state + self.reasons;
      banner.className = `banner ${kind}`;
      fill(
        banner,
        h('span', { class: 'banner-mark', 'aria-hidden': 'true' }, mark),
        h(
          'div',
          {},
          h('strong', {}, t(`banner.${self.state}`)),
          self.reasons.length
            ? self.reasons.map((reason) => h('p', {}, h('bdi', {}, reason)))
            : h('p', {}, t('banner.ready.more')),
        ),
      );
    }
    fill(nodes, live.latest.nodes.nodes.map(node));
  };
  const showTop = () => {
    const ranking = live.latest['top-users'];
    if (!ranking || top.contains(document.activeElement)) {
      // Links are not taken away from under somebody's fingers.
      return;
    }
    fill(
      top,
      ranking.users.map((user) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, h('a', { href: `#/users/${user.userId}` }, String(user.userId))),
          ['toDestination', 'toClient'].map((direction) =>
            h(
              'td',
              { class: 'number', 'data-label': t(`direction.${direction}`) },
              user[direction].bytesPerSecond === null ? '—' : bitRate(user[direction].bytesPerSecond),
            ),
          ),
          h(
            'td',
            { class: 'number', 'data-label': t('top.total') },
            bytes(user.toDestination.bytes + user.toClient.bytes),
          ),
        ),
      ),
    );
    fill(topEmpty, ranking.users.length ? null : t('top.none'));
  };
  const showLatency = () => fill(latency, latencyHistogram(live.latencies));
  const showRoom = () => fill(room, live.latest.dataplane ? occupancy(live.latest.dataplane.maps) : null);

  live.on(['stats'], showStats, signal);
  live.on(['nodes'], showNodes, signal);
  live.on(['stats'], showLatency, signal);
  live.on(['dataplane'], showRoom, signal);
  live.on(['top-users'], showTop, signal);
  [showStats, showNodes, showLatency, showRoom, showTop].forEach((show) => show());

  const lines = (unit) =>
    Object.entries(DIRECTIONS).map(([effect, label]) => ({
      label: t(label),
      value: (sample) => rate(sample, effect, unit),
    }));
  const charts = async () => {
    drawPackets = await lineChart(
      packets,
      { lines: lines('packetsPerSecond'), format: packetRate, label: t('chart.packets') },
      signal,
    );
    drawThroughput = await lineChart(
      throughput,
      { lines: lines('bytesPerSecond'), format: bitRate, label: t('chart.throughput') },
      signal,
    );
    showStats();
  };
  // After the view is in the page, so that the charts know how wide they are.
  setTimeout(() => charts().catch((failure) => console.error(failure)));

  return h(
    'div',
    { class: 'view' },
    h('h1', { class: 'sr' }, t('nav.overview')),
    banner,
    tiles,
    h(
      'div',
      { class: 'grid' },
      chart('chart.packets', packets),
      chart('chart.throughput', throughput),
      h(
        'section',
        { class: 'card wide' },
        h('h2', { id: 'drops' }, t('drops.title')),
        h('p', { class: 'muted' }, t('drops.lead')),
        h(
          'table',
          { class: 'cards drops', 'aria-labelledby': 'drops' },
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              ['drops.reason', 'drops.rate', 'drops.total', 'drops.concern', 'drops.remedy'].map((name) =>
                h('th', { scope: 'col' }, t(name)),
              ),
            ),
          ),
          drops,
        ),
        dropsEmpty,
        passed,
      ),
      h('section', { class: 'card' }, h('h2', {}, t('latency.title')), latency),
      h('section', { class: 'card' }, h('h2', {}, t('occupancy.title')), room),
      may('operator')
        ? h(
            'section',
            { class: 'card' },
            h('h2', { id: 'top' }, t('top.title')),
            h(
              'table',
              { class: 'cards', 'aria-labelledby': 'top' },
              h(
                'thead',
                {},
                h(
                  'tr',
                  {},
                  ['user.id', 'direction.toDestination', 'direction.toClient', 'top.total'].map((name) =>
                    h('th', { scope: 'col' }, t(name)),
                  ),
                ),
              ),
              top,
            ),
            topEmpty,
          )
        : null,
      h(
        'section',
        { class: 'card' },
        h('h2', {}, t('relay.nodes')),
        nodes,
        h('p', {}, h('a', { href: '#/relay' }, t('overview.relay.more'))),
      ),
    ),
  );
}

/** A row of a reason, with the cells that change. */
function dropRow({ verdict, meaning }) {
  const rate = h('td', { class: 'number', 'data-label': t('drops.rate') });
  const total = h('td', { class: 'number', 'data-label': t('drops.total') });
  const row = h(
    'tr',
    {},
    h('th', { scope: 'row' }, code(verdict), h('span', { class: 'cause' }, prose(meaning.cause))),
    rate,
    total,
    h(
      'td',
      { 'data-label': t('drops.concern') },
      h('span', { class: `badge ${meaning.concern}` }, t(`concern.${meaning.concern}`)),
    ),
    h('td', { 'data-label': t('drops.remedy') }, h('span', {}, prose(meaning.remedy))),
  );
  return { row, rate, total };
}

function chartHost() {
  // Time runs from left to right in every language.
  return h('div', { class: 'chart', dir: 'ltr' });
}

function chart(title, host) {
  return h(
    'section',
    { class: 'card' },
    h(
      'div',
      { class: 'chart-head' },
      h('h2', {}, t(title)),
      h(
        'ul',
        { class: 'legend' },
        Object.values(DIRECTIONS).map((label, i) => h('li', { class: `series-${i + 1}` }, t(label))),
      ),
    ),
    host,
  );
}

function tile(name, value, more, kind) {
  return h(
    'div',
    { class: `tile ${kind ?? ''}` },
    h('dt', {}, t(name)),
    h('dd', {}, h('span', { class: 'tile-value' }, value), h('span', { class: 'muted' }, more)),
  );
}
