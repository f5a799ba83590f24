/**
 * Numbers as a reader of one language writes them. One object a locale, made once: `Intl` formatters are dear, milliseconds
 * each, so that each is made when it is first asked for.
 */

export interface Format {
  /** 12,345 */
  integer(value: number): string;
  /** 0.0987, always with `digits` decimals. */
  decimal(value: number, digits?: number): string;
  /** As many digits as the number needs, at most `digits` significant ones: 0.01, 1e-6 stays 0.000001. */
  plain(value: number, digits?: number): string;
  /** `ratio` in [0, 1]: 97.2%. */
  percent(ratio: number, digits?: number): string;
  /** Seconds: 42 sec, 3 min 20 sec, 1 hr 5 min. Never negative, at most two parts. */
  duration(seconds: number): string;
  /** Milliseconds, below a second as such: 320 ms; else seconds: 4.2 sec. */
  milliseconds(ms: number): string;
  /** `bytes` in units of 2^20: 32 MB. */
  megabytes(bytes: number): string;
  /** A large round number: 64 million. */
  inWords(value: number): string;
  list(items: readonly string[]): string;
  /** Milliseconds since 1970, with the day unless it is today's: 3:20 PM; Nov 20, 3:20 PM. A dash for what is no time. */
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

export function createFormat(locale: string): Format {
  const integer = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
  const decimal = cached(
    (digits: number) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const plain = cached((digits: number) => new Intl.NumberFormat(locale, { maximumSignificantDigits: digits }));
  const percent = cached(
    (digits: number) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  );
  const unit = (digits: number) =>
    cached(
      (name: string) =>
        new Intl.NumberFormat(locale, {
          style: 'unit',
          unit: name,
          unitDisplay: 'short',
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        }),
    );
  const whole = unit(0);
  const fine = unit(1);
  const moment = cached(
    (withDay: boolean) =>
      new Intl.DateTimeFormat(
        locale,
        withDay ? { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } : { timeStyle: 'short' },
      ),
  );
  const inWords = once(() => new Intl.NumberFormat(locale, { notation: 'compact', compactDisplay: 'long' }));
  const list = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  const both = (large: string, a: number, small: string, b: number) => {
    const start = whole(large).format(a);
    return b === 0 ? start : `${start} ${whole(small).format(b)}`;
  };

  return {
    integer: (value) => integer().format(value),
    decimal: (value, digits = 2) => decimal(digits).format(value),
    plain: (value, digits = 6) => plain(digits).format(value),
    percent: (ratio, digits = 1) => percent(digits).format(ratio),
    duration(total) {
      const left = Math.max(0, Math.round(total));
      if (left < MINUTE) return whole('second').format(left);
      if (left < HOUR) return both('minute', Math.floor(left / MINUTE), 'second', left % MINUTE);
      return both('hour', Math.floor(left / HOUR), 'minute', Math.floor((left % HOUR) / MINUTE));
    },
    milliseconds: (ms) => (ms < 1000 ? whole('millisecond').format(ms) : fine('second').format(ms / 1000)),
    megabytes: (bytes) => whole('megabyte').format(bytes / 2 ** 20),
    inWords: (value) => inWords().format(value),
    list: (items) => list().format(items),
    moment(ms, now = Date.now()) {
      const date = new Date(ms);
      // `Intl` throws then, and what throws while it is drawn takes its part of the page with it.
      if (Number.isNaN(date.getTime())) return '–';
      const isToday = date.toDateString() === new Date(now).toDateString();
      return moment(!isToday).format(ms);
    },
  };
}
