// How much room is left in the kernel's maps.

import { code, h } from '../dom.js';
import { has, number, percent, t } from '../i18n.js';

const NEARLY_FULL = 0.8;
const FULL = 0.95;

/** A bar for each map that can fill up. */
export function occupancy(maps) {
  return h('div', { class: 'bars' }, maps.filter((map) => map.entries !== null && has(`map.${map.name}`)).map(bar));
}

function bar({ name, entries, maxEntries }) {
  const share = maxEntries ? entries / maxEntries : 0;
  const level = share >= FULL ? 'bad' : share >= NEARLY_FULL ? 'warn' : 'ok';
  const fill = h('div', { class: `bar-fill ${level}` });
  fill.style.inlineSize = `${Math.min(100, Math.max(share * 100, entries ? 0.5 : 0))}%`;
  return h(
    'div',
    { class: 'bar-row' },
    h('div', { class: 'bar-name' }, t(`map.${name}`), ' ', h('span', { class: 'muted' }, code(name))),
    h(
      'div',
      { class: 'bar-value' },
      t('occupancy.of', { n: number(entries), max: number(maxEntries), share: percent(share) }),
    ),
    h(
      'div',
      {
        class: 'bar',
        role: 'meter',
        'aria-label': t(`map.${name}`),
        'aria-valuemin': '0',
        'aria-valuemax': maxEntries,
        'aria-valuenow': entries,
        'aria-valuetext': t('occupancy.of', { n: number(entries), max: number(maxEntries), share: percent(share) }),
      },
      fill,
    ),
  );
}
