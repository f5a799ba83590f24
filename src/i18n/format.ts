/** Numbers as a reader of one language writes them. One object a locale, made once: `Intl` formatters are dear. */

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
  list(items: readonly string[]): string;
  /** Milliseconds since 1970, with the day unless it is today's: 3:20 PM; Nov 20, 3:20 PM. */
  moment(ms: number, now?: number): string;
}

function cached(make: (digits: number) => Intl.NumberFormat): (digits: number) => Intl.NumberFormat {
  const made = new Map<number, Intl.NumberFormat>();
  return (digits) => {
    const found = made.get(digits) ?? make(digits);
    made.set(digits, found);
    return found;
  };
}

const MINUTE = 60;
const HOUR = 3600;

export function createFormat(locale: string): Format {
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimal = cached(
    (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const plain = cached((digits) => new Intl.NumberFormat(locale, { maximumSignificantDigits: digits }));
  const percent = cached(
    (digits) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  );
  const unit = (name: string, digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  const hours = unit('hour');
  const minutes = unit('minute');
  const seconds = unit('second');
  const secondsFine = unit('second', 1);
  const millis = unit('millisecond');
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const dayAndTime = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });

  return {
    integer: (value) => integer.format(value),
    decimal: (value, digits = 2) => decimal(digits).format(value),
    plain: (value, digits = 6) => plain(digits).format(value),
    percent: (ratio, digits = 1) => percent(digits).format(ratio),
    duration(total) {
      const whole = Math.max(0, Math.round(total));
      if (whole < MINUTE) return seconds.format(whole);
      if (whole < HOUR) return join(minutes, Math.floor(whole / MINUTE), seconds, whole % MINUTE);
      return join(hours, Math.floor(whole / HOUR), minutes, Math.floor((whole % HOUR) / MINUTE));
    },
    milliseconds: (ms) => (ms < 1000 ? millis.format(ms) : secondsFine.format(ms / 1000)),
    list: (items) => list.format(items),
    moment(ms, now = Date.now()) {
      const today = new Date(ms).toDateString() === new Date(now).toDateString();
      return (today ? time : dayAndTime).format(ms);
    },
  };
}

function join(large: Intl.NumberFormat, a: number, small: Intl.NumberFormat, b: number): string {
  return b === 0 ? large.format(a) : `${large.format(a)} ${small.format(b)}`;
}
