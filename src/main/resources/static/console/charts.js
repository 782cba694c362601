// The last minutes as lines. The library draws on a canvas, so nothing here needs a style or script in the page.

import { WINDOW } from './live.js';
import { clock, isolated } from './i18n.js';

/** How many seconds are shown at least; with time it gets to be all that is remembered. */
const SHORTEST = 60;

/** The first line shows on both sides of the second where they are the same. */
const WIDTHS = [4, 1.5];

let loaded;
let ruler;

/** Loads the library when the first chart is drawn, so that the page need not wait for it. */
function library() {
  loaded ??= import('/webjars/uplot/dist/uPlot.esm.js').then((module) => module.default);
  return loaded;
}

/**
 * Draws lines over the last minutes.
 *
 * @param host element that gives the width, and the colours by its --series-1 and so on
 * @param lines of each: label, and value(sample)
 * @param format of a value on the axis
 * @returns a function that draws samples
 */
export async function lineChart(host, { lines, format, label }, signal) {
  const UPlot = await library();
  if (signal.aborted) {
    return () => {};
  }
  let samples = [];
  let chart = null;

  const draw = () => {
    if (!chart) {
      return;
    }
    const data = [samples.map((sample) => sample.at), ...lines.map((line) => samples.map(line.value))];
    chart.setData(data, false);
    const end = samples.at(-1)?.at ?? Date.now() / 1000;
    chart.setScale('x', { min: Math.max(end - WINDOW, Math.min(samples[0]?.at ?? end, end - SHORTEST)), max: end });
  };
  const make = () => {
    chart?.destroy();
    const colours = colour(host);
    const size = () => ({ width: Math.max(host.clientWidth, 200), height: 190 });
    chart = new UPlot(
      {
        ...size(),
        padding: [12, 8, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true, auto: false }, y: { range: (self, min, max) => [0, Math.max(1, max * 1.15)] } },
        axes: [
          {
            stroke: colours.text,
            grid: { show: false },
            ticks: { show: false },
            font: font(),
            space: 90,
            size: 28,
            values: (self, splits) => splits.map((at) => clock(at * 1000)),
          },
          {
            stroke: colours.text,
            grid: { stroke: colours.grid, width: 1 },
            ticks: { show: false },
            font: font(),
            size: widest,
            space: 40,
            values: (self, splits) => splits.map((value) => isolated(format(value))),
          },
        ],
        series: [
          {},
          ...lines.map((line, i) => ({
            label: line.label,
            stroke: colours.series[i],
            width: WIDTHS[i],
            fill: colours.fills[i],
            points: { show: false },
          })),
        ],
      },
      [[], ...lines.map(() => [])],
      host,
    );
    chart.root.setAttribute('role', 'img');
    chart.root.setAttribute('aria-label', label);
    draw();
  };

  make();
  const resized = new ResizeObserver(() => chart.setSize({ width: Math.max(host.clientWidth, 200), height: 190 }));
  resized.observe(host);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', make, { signal });
  signal.addEventListener('abort', () => {
    resized.disconnect();
    chart.destroy();
    chart = null;
  });
  return (now) => {
    samples = now;
    draw();
  };
}

function font() {
  return `12px ${getComputedStyle(document.body).fontFamily}`;
}

/** Room for the longest value beside the axis, in pixels. */
function widest(chart, values) {
  // Not with the chart's own canvas, of which it remembers the font.
  ruler ??= document.createElement('canvas').getContext('2d');
  ruler.font = font();
  return 16 + Math.max(32, ...(values ?? []).map((value) => Math.ceil(ruler.measureText(value).width)));
}

/** Colours of the scheme that is on, which only an element that has them can tell. */
function colour(host) {
  const probe = document.createElement('span');
  host.append(probe);
  const resolve = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    text: resolve('--muted'),
    grid: resolve('--line'),
    series: [resolve('--series-1'), resolve('--series-2')],
    fills: [resolve('--fill-1'), resolve('--fill-2')],
  };
  probe.remove();
  return colours;
}
