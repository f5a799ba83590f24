/** A slider in the form of a picture. Its points are where they were recorded; a line marks the chosen one. */
import type { KeyboardEvent, PointerEvent } from 'react';
import type { Elements } from '../../components/elements.ts';
import { nearestIndex } from '../../core/nearest-index.ts';
import type { StripPoint } from '../../store/strip.ts';
import { placer, stepOf, WIDTH } from './strip-paths.ts';
import styles from './scrubber.module.css';

export interface ScrubberProps {
  /** At least one. */
  readonly points: readonly StripPoint[];
  readonly index: number;
  readonly label: string;
  readonly valueText: string;
  readonly onChange: (index: number) => void;
  readonly children: Elements;
}

/** Share of all points that Page Up and Page Down move by. */
const PAGE = 0.1;

export function Scrubber({ points, index, label, valueText, onChange, children }: ScrubberProps) {
  const last = points.length - 1;
  const [from, to, now] = [points[0]?.step ?? 0, points[last]?.step ?? 0, points[index]?.step ?? 0];

  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(event.key, index, last);
    if (next === null) return;
    event.preventDefault();
    onChange(Math.max(0, Math.min(last, next)));
  };

  const follow = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    onChange(nearestIndex(points, from + ((clientX - left) / width) * (to - from), stepOf));
  };

  return (
    <div
      className={styles['scrubber']}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuenow={now}
      aria-valuetext={valueText}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
      }}
    >
      {children}
      <span className={styles['cursor']} style={{ left: `${(100 * placer(points)(now)) / WIDTH}%` }} />
    </div>
  );
}

function moved(key: string, index: number, last: number): number | null {
  const page = Math.max(1, Math.round(last * PAGE));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return index - 1;
    case 'ArrowRight':
    case 'ArrowUp':
      return index + 1;
    case 'PageDown':
      return index - page;
    case 'PageUp':
      return index + page;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
