/**
 * A chart as a standalone SVG, with its colours and fonts, so that it looks the same in every viewer. It is not copied
 * from the page, because the page's style sheets would be missing.
 */
import { escapeMarkup } from '../../core/escape-markup.ts';
import type { Axis, Scale } from './axis.ts';
import type { Curve } from './run-curves.ts';

/** CSS colours, resolved for the current theme. */
export interface Palette {
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly train: string;
  readonly test: string;
}

export interface ChartPicture {
  readonly curve: Curve;
  readonly scale: Scale;
  /** Whether the range of the batches is drawn behind the smoothed line. */
  readonly ranges: boolean;
  readonly title: string;
  /** Describes the run. */
  readonly footer: string;
  readonly xLabel: string;
  readonly legend: { readonly train: string; readonly range: string; readonly test: string };
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  readonly palette: Palette;
  /** BCP 47. */
  readonly language: string;
}

export const WIDTH_PX = 800;
export const HEIGHT_PX = 480;
const PLOT = { left: 68, right: 772, top: 92, bottom: 396 } as const;
const MAX_DOTS = 24;
const FONTS =
  "system-ui, -apple-system, 'Segoe UI', 'Apple SD Gothic Neo', 'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', sans-serif";

export function chartSvg(picture: ChartPicture): string {
  const { title, footer, xLabel, palette, language } = picture;
  const x = position(picture.curve.xAxis, 'linear', PLOT.left, PLOT.right);
  const y = position(picture.curve.yAxis, picture.scale, PLOT.bottom, PLOT.top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${HEIGHT_PX}" viewBox="0 0 ${WIDTH_PX} ${HEIGHT_PX}" role="img" aria-label="${escapeMarkup(title)}" xml:lang="${escapeMarkup(language)}" font-family="${FONTS}" font-size="13">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<desc>${escapeMarkup(footer)}</desc>`,
    `<rect width="${WIDTH_PX}" height="${HEIGHT_PX}" fill="${palette.surface}"/>`,
    label(24, 38, title, `fill="${palette.text}" font-size="20" font-weight="600"`),
    ...legend(picture),
    ...axes(picture, x, y),
    ...training(picture, x, y),
    ...tests(picture, x, y),
    label(PLOT.right, PLOT.bottom + 44, xLabel, `fill="${palette.muted}" text-anchor="end"`),
    label(24, HEIGHT_PX - 16, footer, `fill="${palette.muted}" font-size="12"`),
    '</svg>',
    '',
  ].join('\n');
}

type Position = (value: number) => number;

/** To a hundredth of a pixel. Values beyond the axis are drawn at its end. */
function position({ domain: [low, high] }: Axis, scale: Scale, from: number, to: number): Position {
  const place = (value: number) => (scale === 'log' ? Math.log(value) : value);
  const span = place(high) - place(low);
  return (value) => {
    const within = Math.min(high, Math.max(low, value));
    const ratio = span > 0 ? (place(within) - place(low)) / span : 0;
    return Math.round(100 * (from + ratio * (to - from))) / 100;
  };
}

function legend({ palette, legend: words, ranges, curve }: ChartPicture): readonly string[] {
  const entries: readonly (readonly [key: (left: number) => string, word: string])[] = [
    [(left) => `<path d="M${left} 64h26" stroke="${palette.train}" stroke-width="2.5"/>`, words.train],
    ...(ranges
      ? [
          [
            (left: number) =>
              `<rect x="${left}" y="57" width="26" height="14" fill="${palette.train}" fill-opacity="0.2"/>`,
            words.range,
          ] as const,
        ]
      : []),
    ...(curve.tests.length > 0
      ? [
          [
            (left: number) =>
              `<path d="M${left} 64h26" stroke="${palette.test}" stroke-width="2" stroke-dasharray="5 4"/><circle cx="${left + 13}" cy="64" r="4" fill="${palette.test}"/>`,
            words.test,
          ] as const,
        ]
      : []),
  ];
  let left = 24;
  return entries.flatMap(([key, word]) => {
    const at = left;
    left += 26 + 8 + widthOf(word) + 24;
    return [key(at), label(at + 34, 68.5, word, `fill="${palette.muted}"`)];
  });
}

/** An upper estimate in pixels at font size 13: no text is measured here. Hangul is as wide as it is high. */
function widthOf(text: string): number {
  return Array.from(text).reduce((width, letter) => width + (letter > '\u1100' ? 13 : 7.5), 0);
}

function axes(picture: ChartPicture, x: Position, y: Position): readonly string[] {
  const { curve, formatX, formatY, palette } = picture;
  const text = `fill="${palette.muted}"`;
  return [
    `<g stroke="${palette.line}">`,
    ...curve.yAxis.ticks.map((tick) => `<path d="M${PLOT.left} ${y(tick)}H${PLOT.right}"/>`),
    '</g>',
    `<path d="M${PLOT.left} ${PLOT.bottom}H${PLOT.right}" stroke="${palette.muted}"/>`,
    ...curve.yAxis.ticks.map((tick) => label(PLOT.left - 8, y(tick) + 4.5, formatY(tick), `${text} text-anchor="end"`)),
    ...curve.xAxis.ticks.map((tick) => label(x(tick), PLOT.bottom + 20, formatX(tick), `${text} text-anchor="middle"`)),
  ];
}

function training({ curve, ranges, palette }: ChartPicture, x: Position, y: Position): readonly string[] {
  const { points } = curve;
  const [only] = points;
  if (points.length === 1 && only) {
    return [`<circle cx="${x(only.x)}" cy="${y(only.smoothed)}" r="4" fill="${palette.train}"/>`];
  }
  const path = (pick: (point: (typeof points)[number]) => number) =>
    points.map((point) => `${x(point.x)} ${y(pick(point))}`);
  const highs = path(({ range }) => range[1]);
  const lows = path(({ range }) => range[0]);
  const line = path(({ smoothed }) => smoothed);
  if (line.length === 0) return [];
  return [
    ...(ranges
      ? [`<path d="M${highs.join('L')}L${lows.toReversed().join('L')}Z" fill="${palette.train}" fill-opacity="0.2"/>`]
      : []),
    `<path d="M${line.join('L')}" fill="none" stroke="${palette.train}" stroke-width="2.25" stroke-linejoin="round"/>`,
  ];
}

function tests({ curve, palette }: ChartPicture, x: Position, y: Position): readonly string[] {
  const places = curve.tests.map((test) => ({ left: x(test.x), top: y(test.value) }));
  if (places.length === 0) return [];
  const line = places.map(({ left, top }) => `${left} ${top}`).join('L');
  return [
    `<path d="M${line}" fill="none" stroke="${palette.test}" stroke-width="2" stroke-dasharray="5 4"/>`,
    ...(places.length > MAX_DOTS ? [] : places).map(
      ({ left, top }) =>
        `<circle cx="${left}" cy="${top}" r="4" fill="${palette.test}" stroke="${palette.surface}" stroke-width="1.5"/>`,
    ),
  ];
}

function label(x: number, y: number, text: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escapeMarkup(text)}</text>`;
}
