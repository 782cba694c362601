// The relay itself: in service or not, on which interfaces, how full its maps are; drain and resume.

import { call } from '../api.js';
import { ask } from '../dialogs.js';
import { code, fill, h } from '../dom.js';
import { number, relative, t, time } from '../i18n.js';
import { occupancy } from './occupancy.js';

export async function relayView({ may, live, signal }) {
  const nodes = h('div', { class: 'stack' });
  const actions = h('div', { class: 'actions start' });
  const said = h('p', { role: 'status', class: 'said' });
  const facts = h('dl', { class: 'facts' });
  const interfaces = h('tbody');
  const room = h('div');

  const change = async (name) => {
    const done = await ask({
      title: t(`relay.${name}.title`),
      effects: t(`relay.${name}.effects`).split('|'),
      action: t(`relay.${name}`),
      isDangerous: name === 'drain',
      submit: () => call('POST', `dataplane:${name}`),
    });
    if (done) {
      live.latest.dataplane = done;
      live.latest.nodes = await call('GET', 'nodes');
      fill(said, t(`relay.${name}.done`));
      showDataplane();
      showNodes();
    }
  };
  let offered = null;
  const showDataplane = () => {
    const dataplane = live.latest.dataplane;
    if (!dataplane) {
      return;
    }
    if (may('admin') && offered !== dataplane.state) {
      // Not made anew with every event: somebody may have the focus on it.
      offered = dataplane.state;
      fill(
        actions,
        dataplane.state === 'serving'
          ? h('button', { type: 'button', class: 'danger', onclick: () => change('drain') }, t('relay.drain'))
          : h('button', { type: 'button', class: 'primary', onclick: () => change('resume') }, t('relay.resume')),
      );
    }
    fill(
      facts,
      fact(
        'relay.addresses',
        dataplane.relayAddresses.map((address) => [code(address), ' ']),
      ),
      fact('relay.port', code(String(dataplane.relayPort))),
      fact('relay.egressPorts', code(dataplane.egressPorts)),
      fact('relay.kernel', code(dataplane.kernel)),
      fact('relay.libbpf', code(dataplane.libbpf)),
      fact('relay.program', code(String(dataplane.programId))),
      fact('relay.pins', code(dataplane.pinPath)),
    );
    fill(
      interfaces,
      dataplane.attached.map((each) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, code(each.interfaceName)),
          h(
            'td',
            { 'data-label': t('relay.interface.state') },
            h(
              'span',
              { class: `badge ${each.up ? 'ok' : 'bad'}` },
              t(each.up ? 'relay.interface.up' : 'relay.interface.down'),
            ),
          ),
          h(
            'td',
            { 'data-label': t('relay.interface.mode') },
            t(`relay.interface.${each.mode}`),
            each.reason ? h('bdi', { class: 'muted' }, ` ${each.reason}`) : null,
          ),
          h(
            'td',
            { 'data-label': t('relay.interface.mtu') },
            number(each.mtu),
            each.mtuFits === false ? [' ', h('span', { class: 'badge warn' }, t('relay.interface.mtu.large'))] : null,
          ),
        ),
      ),
      dataplane.missing.map((each) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, code(each.interfaceName)),
          h(
            'td',
            { 'data-label': t('relay.interface.state') },
            h('span', { class: 'badge bad' }, t('relay.interface.missing')),
          ),
          h('td', { colspan: '2' }, h('bdi', {}, each.reason)),
        ),
      ),
    );
    fill(room, occupancy(dataplane.maps));
  };
  const showNodes = () => fill(nodes, live.latest.nodes?.nodes.map(node));

  live.on(['dataplane'], showDataplane, signal);
  live.on(['nodes'], showNodes, signal);
  live.latest.dataplane ??= await call('GET', 'dataplane');
  live.latest.nodes ??= await call('GET', 'nodes');
  showDataplane();
  showNodes();
  return h(
    'div',
    { class: 'view' },
    h('div', { class: 'view-head' }, h('h1', {}, t('nav.relay'))),
    actions,
    said,
    h('section', { class: 'card' }, h('h2', {}, t('relay.nodes')), nodes, h('h3', {}, t('relay.facts')), facts),
    h(
      'section',
      { class: 'card' },
      h('h2', { id: 'interfaces' }, t('relay.interfaces')),
      h(
        'table',
        { class: 'cards', 'aria-labelledby': 'interfaces' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['relay.interface', 'relay.interface.state', 'relay.interface.mode', 'relay.interface.mtu'].map((name) =>
              h('th', { scope: 'col' }, t(name)),
            ),
          ),
        ),
        interfaces,
      ),
    ),
    h('section', { class: 'card' }, h('h2', {}, t('occupancy.title')), room),
  );
}

/** One relay: its name, and whether it is in service. */
export function node(each) {
  return h(
    'div',
    { class: 'node' },
    h(
      'div',
      { class: 'node-head' },
      h(
        'span',
        { class: `badge ${{ ready: 'ok', draining: 'warn', unready: 'bad' }[each.state]}` },
        t(`node.${each.state}`),
      ),
      h('strong', {}, code(each.name)),
      h('span', { class: 'muted' }, each.version ? [t('node.version'), ' ', code(each.version)] : null),
    ),
    h('p', { class: 'muted' }, t('node.started', { when: relative(each.startedAt), time: time(each.startedAt) })),
    each.reasons.map((reason) => h('p', { class: 'notice warn' }, h('bdi', {}, reason))),
  );
}

function fact(name, ...value) {
  return h('div', {}, h('dt', {}, t(name)), h('dd', {}, value));
}
