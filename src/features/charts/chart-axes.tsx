/** The axes as recharts wants them. Each one rendered anew makes recharts work out its whole layout again. */
import { memo } from 'react';
import { XAxis, YAxis } from 'recharts';
import type { Axis, Scale } from './axis.ts';

interface AxisProps {
  readonly axis: Axis;
  readonly scale: Scale;
  readonly format: (value: number) => string;
  readonly label: string;
}

const HEIGHT_PX = 40;
const WIDTH_PX = 44;
const TICKS = { interval: 0, tickMargin: 6, tickLine: false, allowDataOverflow: true } as const;

export const EpochAxis = memo(function EpochAxis({ axis, format, label }: Omit<AxisProps, 'scale'>) {
  return (
    <XAxis
      dataKey="x"
      type="number"
      domain={[...axis.domain]}
      ticks={[...axis.ticks]}
      tickFormatter={format}
      height={HEIGHT_PX}
      label={{ value: label, position: 'insideBottomRight' }}
      {...TICKS}
    />
  );
});

export const ValueAxis = memo(function ValueAxis({ axis, scale, format }: Omit<AxisProps, 'label'>) {
  return (
    <YAxis
      type="number"
      scale={scale}
      domain={[...axis.domain]}
      ticks={[...axis.ticks]}
      tickFormatter={format}
      axisLine={false}
      width={WIDTH_PX}
      {...TICKS}
    />
  );
});
