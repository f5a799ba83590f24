/** Numbers, durations and dates in one language's notation. One object for each locale. */

export interface Format {
  /** 12,345 */
  integer(value: number): string;
  /** 0.0987, always with `digits` decimals. */
  decimal(value: number, digits?: number): string;
  /** No more digits than the number needs, at most `digits` significant ones: 0.01; 0.000001. */
  plain(value: number, digits?: number): string;
  /** `ratio` in [0, 1]: 97.2%. */
  percent(ratio: number, digits?: number): string;
  /** Seconds: 42 sec, 3 min 20 sec, 1 hr 5 min. Never negative, at most two parts. */
  duration(seconds: number): string;
  /** 320 ms; from a second on 4.2 sec. */
  milliseconds(ms: number): string;
  /** `bytes` in units of 2^20: 32 MB. */
  megabytes(bytes: number): string;
  /** A large round number: 64 million. */
  inWords(value: number): string;
  list(items: readonly string[]): string;
  /** Of milliseconds since 1970. 3:20 PM for today, else Nov 20, 3:20 PM. A dash for an invalid date. */
  moment(ms: number, now?: number): string;
}

function cached<Key, Formatter>(make: (key: Key) => Formatter): (key: Key) => Formatter {
  const made = new Map<Key, Formatter>();
  return (key) => {
    const found = made.get(key) ?? make(key);
    made.set(key, found);
    return found;
  };
}

function once<Formatter>(make: () => Formatter): () => Formatter {
  let made: Formatter | undefined;
  return () => (made ??= make());
}

const MINUTE = 60;
const HOUR = 3600;

const fixed = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });

/** The `Intl` formatters of a locale. Each takes milliseconds to create, so it is created at its first use. */
function formattersOf(locale: string) {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const unit = (digits: number) =>
    cached((name: string) => number({ style: 'unit', unit: name, unitDisplay: 'short', ...fixed(digits) }));
  return {
    integer: once(() => number({ maximumFractionDigits: 0 })),
    decimal: cached((digits: number) => number(fixed(digits))),
    plain: cached((digits: number) => number({ maximumSignificantDigits: digits })),
    percent: cached((digits: number) => number({ style: 'percent', ...fixed(digits) })),
    wholeUnits: unit(0),
    tenthsOfUnits: unit(1),
    moment: cached(
      (withDay: boolean) =>
        new Intl.DateTimeFormat(
          locale,
          withDay ? { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } : { timeStyle: 'short' },
        ),
    ),
    inWords: once(() => number({ notation: 'compact', compactDisplay: 'long' })),
    list: once(() => new Intl.ListFormat(locale, { type: 'conjunction' })),
  };
}

export function createFormat(locale: string): Format {
  const formatters = formattersOf(locale);
  const whole = (value: number, unit: string) => formatters.wholeUnits(unit).format(value);
  const both = (large: string, a: number, small: string, b: number) =>
    b === 0 ? whole(a, large) : `${whole(a, large)} ${whole(b, small)}`;

  return {
    integer: (value) => formatters.integer().format(value),
    decimal: (value, digits = 2) => formatters.decimal(digits).format(value),
    plain: (value, digits = 6) => formatters.plain(digits).format(value),
    percent: (ratio, digits = 1) => formatters.percent(digits).format(ratio),
    duration(total) {
      const left = Math.max(0, Math.round(total));
      if (left < MINUTE) return whole(left, 'second');
      if (left < HOUR) return both('minute', Math.floor(left / MINUTE), 'second', left % MINUTE);
      return both('hour', Math.floor(left / HOUR), 'minute', Math.floor((left % HOUR) / MINUTE));
    },
    milliseconds: (ms) => (ms < 1000 ? whole(ms, 'millisecond') : formatters.tenthsOfUnits('second').format(ms / 1000)),
    megabytes: (bytes) => whole(bytes / 2 ** 20, 'megabyte'),
    inWords: (value) => formatters.inWords().format(value),
    list: (items) => formatters.list().format(items),
    moment(ms, now = Date.now()) {
      const date = new Date(ms);
      // `Intl` throws for it, and an error while rendering replaces the whole region.
      if (Number.isNaN(date.getTime())) return '–';
      const isToday = date.toDateString() === new Date(now).toDateString();
      return formatters.moment(!isToday).format(ms);
    },
  };
}
