// The language of the console: its texts, numbers and times.

export const LANGUAGES = { en: { name: 'English', dir: 'ltr' }, fa: { name: 'فارسی', dir: 'rtl' } };

const STORED = 'lumenlink.language';

let language = 'en';
let messages = {};

/** Switches to a language, or to the one that was chosen before, or that the browser prefers. */
export async function useLanguage(wanted) {
  const name =
    wanted ??
    localStorage.getItem(STORED) ??
    navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => LANGUAGES[tag]);
  language = LANGUAGES[name] ? name : 'en';
  if (wanted) {
    localStorage.setItem(STORED, language);
  }
  const response = await fetch(`/console/messages/${language}.json`);
  messages = await response.json();
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language].dir;
  document.title = t('app.title');
}

export function currentLanguage() {
  return language;
}

/** Returns a text; {name} in it stands for a value. */
export function t(key, values = {}) {
  const text = messages[key];
  if (text === undefined) {
    throw new Error(`no message ${key} in ${language}`);
  }
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** Keeps a text in the direction of its language where nothing around it says so, as on a canvas. */
export function isolated(text) {
  return LANGUAGES[language].dir === 'rtl' ? `\u2067${text}\u2069` : text;
}

/** Tells whether there is a text. */
export function has(key) {
  return key in messages;
}

export function number(value, options = {}) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0, ...options }).format(value);
}

/** A number in few characters, such as 12.3K. */
export function brief(value) {
  return new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}

export function percent(share) {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(
    share,
  );
}

const BIT_UNITS = ['unit.bitps', 'unit.kbitps', 'unit.mbitps', 'unit.gbitps'];
const BYTE_UNITS = ['unit.byte', 'unit.kbyte', 'unit.mbyte', 'unit.gbyte', 'unit.tbyte'];

/** Bits per second, of bytes per second. */
export function bitRate(bytesPerSecond) {
  return scaled(bytesPerSecond * 8, BIT_UNITS);
}

export function bytes(count) {
  return scaled(count, BYTE_UNITS);
}

export function packetRate(perSecond) {
  return t('unit.pps', { n: brief(perSecond) });
}

/** A time in a kernel, such as 256 ns or 2 µs. */
export function nanoseconds(count) {
  const units = ['unit.ns', 'unit.us', 'unit.ms', 'unit.s'];
  let step = 0;
  let value = count;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step++;
  }
  return t(units[step], { n: number(value, { maximumSignificantDigits: 3, maximumFractionDigits: undefined }) });
}

export function time(instant) {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(
    new Date(instant),
  );
}

export function clock(instant) {
  return new Intl.DateTimeFormat(language, { timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(instant));
}

/** How long ago something was, or how long it will take. */
export function relative(instant) {
  const seconds = Math.round((new Date(instant) - Date.now()) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
  ]) {
    if (Math.abs(seconds) >= size) {
      return format.format(Math.trunc(seconds / size), unit);
    }
  }
  return format.format(seconds, 'second');
}

function scaled(amount, units) {
  let step = 0;
  let value = amount;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step++;
  }
  return t(units[step], { n: number(value, { maximumFractionDigits: value < 100 && step > 0 ? 1 : 0 }) });
}
