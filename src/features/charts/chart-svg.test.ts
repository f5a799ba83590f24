import { describe, expect, it } from 'vitest';
import { append, emptySeries } from '../../store/series.ts';
import { type ChartPicture, chartSvg } from './chart-svg.ts';
import { fileName, isoDate } from './file-name.ts';
import { accuracyCurve, lossCurve } from './run-curves.ts';

const VIEW = {
  series: append(emptySeries(), 4, Float32Array.of(2, 1, 0.5, 0.25)),
  epochs: [],
  stepsPerEpoch: 2,
  length: 4,
};
const EPOCH = { trainLoss: 1, trainAccuracy: 0.5, correct: 1, total: 2, trainMs: 1, testMs: 1 };

const PICTURE: ChartPicture = {
  curve: lossCurve(VIEW, 'linear'),
  scale: 'linear',
  ranges: true,
  title: 'Loss',
  footer: 'Deep network · SGD',
  xLabel: 'epochs',
  legend: { train: 'Training, smoothed', range: 'Batch loss', test: 'Test' },
  formatX: String,
  formatY: String,
  palette: { surface: '#fff', text: '#111', muted: '#555', line: '#ddd', train: 'blue', test: 'orange' },
  language: 'en',
};

describe('a chart as SVG', () => {
  it('has its title and every tick of both axes', () => {
    const svg = chartSvg(PICTURE);
    for (const word of [
      '<title>Loss</title>',
      '>epochs<',
      '>Training, smoothed<',
      '>Batch loss<',
      '>Deep network · SGD<',
    ])
      expect(svg).toContain(word);
    const { xAxis, yAxis } = PICTURE.curve;
    for (const tick of [...xAxis.ticks, ...yAxis.ticks]) expect(svg).toContain(`>${tick}</text>`);
  });

  it('is standalone: no style sheet, class, variable or address but its namespace', () => {
    expect(chartSvg(PICTURE).replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /class=|var\(|url\(|https?:|<style|<script|href/,
    );
  });

  it('draws the line from the first value to the last within the plot', () => {
    const line = /<path d="M([^"]*)" fill="none" stroke="blue"/.exec(chartSvg(PICTURE))?.[1]?.split('L') ?? [];
    expect(line).toHaveLength(4);
    const numbers = line.map((point) => point.split(' ').map(Number));
    expect(numbers.map(([x]) => x)).toEqual([244, 420, 596, 772]);
    const [first, last] = [numbers[0]?.[1] ?? 0, numbers.at(-1)?.[1] ?? 0];
    expect(first).toBeLessThan(last);
    expect(numbers.every(([, y]) => y !== undefined && y >= 92 && y <= 396)).toBe(true);
  });

  it('shows the tests and their legend only where there are some', () => {
    expect(chartSvg(PICTURE)).not.toContain('orange');
    const epochs = [1, 2].map((epoch) => ({ ...EPOCH, epoch, testLoss: 1 / epoch, testAccuracy: 0.5 }));
    const svg = chartSvg({ ...PICTURE, curve: lossCurve({ ...VIEW, epochs }, 'linear') });
    expect(svg).toContain('>Test<');
    expect(svg.match(/<circle/g)).toHaveLength(3);
  });

  it('draws values below a logarithmic axis at the edge of the plot', () => {
    const series = append(emptySeries(), 3, Float32Array.of(10, 1, 1e-9));
    const svg = chartSvg({ ...PICTURE, scale: 'log', curve: lossCurve({ ...VIEW, series }, 'log') });
    expect(svg).not.toMatch(/NaN|Infinity/);
    const [line = ''] = /M[^"]*(?=" fill="none" stroke="blue")/.exec(svg) ?? [];
    for (const [, y] of line.matchAll(/\d+ ([\d.]+)/g)) expect(Number(y)).toBeLessThanOrEqual(396);
  });

  it('draws a dot for a single batch, and nothing without one', () => {
    const one = append(emptySeries(), 1, Float32Array.of(0.5));
    expect(chartSvg({ ...PICTURE, curve: accuracyCurve({ ...VIEW, series: one }) })).toContain('<circle');
    expect(chartSvg({ ...PICTURE, curve: accuracyCurve({ ...VIEW, series: emptySeries() }) })).not.toContain(
      'stroke-linejoin',
    );
  });

  it('escapes text', () => {
    const svg = chartSvg({ ...PICTURE, title: '<script>"&', footer: '</svg>' });
    expect(svg).toContain('&lt;script&gt;&quot;&amp;');
    expect(svg.match(/<\/svg>/g)).toHaveLength(1);
  });
});

it('an export file’s name has model, day and content', () => {
  const date = new Date(2026, 2, 9, 23, 59);
  expect(isoDate(date)).toBe('2026-03-09');
  expect(fileName('cnn', 'loss.svg', date)).toBe('softmax-live-cnn-2026-03-09-loss.svg');
});
