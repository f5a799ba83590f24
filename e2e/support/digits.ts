/** Carefully written digits, in pad coordinates. */
import type { Point, Stroke } from '../../src/core/types.ts';

const STEPS = 24;

function arc(centre: Point, radius: Point, fromDegrees: number, toDegrees: number): Stroke {
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const angle = ((fromDegrees + ((toDegrees - fromDegrees) * i) / STEPS) * Math.PI) / 180;
    return [centre[0] + radius[0] * Math.cos(angle), centre[1] + radius[1] * Math.sin(angle)];
  });
}

function line(from: Point, to: Point): Stroke {
  return Array.from({ length: 9 }, (_, i) => [
    from[0] + ((to[0] - from[0]) * i) / 8,
    from[1] + ((to[1] - from[1]) * i) / 8,
  ]);
}

export const ZERO: readonly Stroke[] = [arc([0.5, 0.5], [0.22, 0.32], -90, -450)];

export const ONE: readonly Stroke[] = [line([0.53, 0.18], [0.47, 0.82])];

export const THREE: readonly Stroke[] = [
  [...arc([0.48, 0.34], [0.18, 0.16], -150, 90), ...arc([0.48, 0.66], [0.2, 0.17], -90, 150)],
];

export const SEVEN: readonly Stroke[] = [[...line([0.28, 0.24], [0.7, 0.22]), ...line([0.7, 0.22], [0.45, 0.82])]];

/** Not a digit, but so asymmetric that a slight difference does not move its centre of mass to another pixel. */
export const CORNER: readonly Stroke[] = [[...line([0.3, 0.2], [0.3, 0.8]), ...line([0.3, 0.8], [0.7, 0.8])]];
