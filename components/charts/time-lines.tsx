'use client';

import { useMemo } from 'react';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useZone } from '#components/ui/clock.ts';
import { TONES } from '#components/ui/tones.ts';
import { formatClock, formatDuration, formatExact } from '#lib/format/format-time.ts';
import { AXIS, ChartFrame, ChartTip } from './chart-frame.tsx';
import type { Series } from './limit-series.ts';
import { timeTicks } from './time-ticks.ts';

export type TimeLinesProps = {
  label: string;
  /** Null where nothing was measured: the line has a gap there. */
  points: readonly { at: string; values: Readonly<Record<string, number | null>> }[];
  series: readonly Series[];
  height?: number | undefined;
  emptyReason?: string | undefined;
  /** Milliseconds unless told otherwise. */
  format?: ((value: number) => string) | undefined;
};

/** Durations over time; each line carries its name at its end. */
export function TimeLines(props: TimeLinesProps) {
  const {
    label,
    points,
    series,
    height = 180,
    emptyReason = 'Nothing in this window',
    format = formatDuration,
  } = props;
  const zone = useZone();
  const rows = useMemo(() => points.map((point) => ({ at: point.at, ...point.values })), [points]);
  const ticks = useMemo(
    () =>
      timeTicks(
        rows.map((row) => row.at),
        zone,
      ),
    [rows, zone],
  );
  const empty = points.every((point) => series.every((one) => (point.values[one.key] ?? null) === null));
  return (
    <ChartFrame label={label} height={height} emptyReason={empty ? emptyReason : null} series={[]}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height }}>
        <LineChart
          data={rows}
          margin={{ top: 8, right: 48, bottom: 0, left: 0 }}
          accessibilityLayer
          title={label}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" strokeOpacity={0.7} />
          <XAxis
            dataKey="at"
            tick={AXIS}
            tickLine={false}
            axisLine={{ stroke: 'var(--line)' }}
            height={22}
            ticks={ticks}
            interval="equidistantPreserveStart"
            minTickGap={24}
            tickFormatter={(at: string) => formatClock(at, zone)}
          />
          <YAxis
            tick={AXIS}
            tickLine={false}
            axisLine={false}
            width={52}
            tickCount={4}
            domain={empty ? [0, 4] : [0, 'auto']}
            tickFormatter={format}
          />
          <Tooltip
            cursor={{ stroke: 'var(--edge)', strokeDasharray: '3 3' }}
            isAnimationActive={false}
            content={({ active, label: at }) => {
              const point = points.find((one) => one.at === at);
              if (!active || !point) return null;
              return (
                <ChartTip
                  title={formatExact(point.at, zone).replace(/\.\d+/, '')}
                  lines={series.map((one) => {
                    const value = point.values[one.key] ?? null;
                    return {
                      label: one.label,
                      value: value === null ? '–' : format(value),
                      fill: TONES[one.tone].fill,
                    };
                  })}
                />
              );
            }}
          />
          {series.map((one) => {
            const lastAt = points.findLastIndex((point) => (point.values[one.key] ?? null) !== null);
            return (
              <Line
                key={one.key}
                dataKey={one.key}
                name={one.label}
                type="linear"
                stroke={TONES[one.tone].fill}
                strokeWidth={1.5}
                dot={false}
                activeDot={{ r: 3 }}
                isAnimationActive={false}
                label={({
                  index,
                  x,
                  y,
                }: {
                  index?: number | undefined;
                  x?: number | string | undefined;
                  y?: number | string | undefined;
                }) =>
                  index === lastAt ? (
                    <text x={Number(x) + 6} y={Number(y) + 4} fontSize={11} fill={TONES[one.tone].fill}>
                      {one.label}
                    </text>
                  ) : (
                    <g />
                  )
                }
              />
            );
          })}
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
