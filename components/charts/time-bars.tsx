'use client';

import { useMemo } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useZone } from '#components/ui/clock.ts';
import { TONES } from '#components/ui/tones.ts';
import { formatCompact, formatNumber } from '#lib/format/format-number.ts';
import { formatClock, formatExact } from '#lib/format/format-time.ts';
import { AXIS, ChartFrame, ChartTip } from './chart-frame.tsx';
import { countTicks } from './count-ticks.ts';
import { type Bucket, limitSeries, type Series } from './limit-series.ts';
import { timeTicks } from './time-ticks.ts';

export type TimeBarsProps = {
  label: string;
  /** One per bucket, gaps included as zeros. */
  buckets: readonly Bucket[];
  /** Stacked from below in this order. */
  series: readonly Series[];
  height?: number | undefined;
  /** Why it is empty: "No events in the last hour". */
  emptyReason?: string | undefined;
  /** The last bucket is not over. */
  partialLast?: boolean | undefined;
  onSelect?: ((bucket: Bucket) => void) | undefined;
};

/** Counts over time, stacked. */
export function TimeBars(props: TimeBarsProps) {
  const {
    label,
    height = 180,
    emptyReason = 'Nothing in this window',
    partialLast = false,
    onSelect,
  } = props;
  const zone = useZone();
  const { series, buckets } = useMemo(
    () => limitSeries(props.series, props.buckets),
    [props.series, props.buckets],
  );
  const rows = useMemo(() => buckets.map((bucket) => ({ at: bucket.at, ...bucket.values })), [buckets]);
  const ticks = useMemo(
    () =>
      timeTicks(
        rows.map((row) => row.at),
        zone,
      ),
    [rows, zone],
  );
  const totals = series.map((one) => buckets.reduce((sum, bucket) => sum + (bucket.values[one.key] ?? 0), 0));
  const highest = Math.max(
    ...buckets.map((bucket) => series.reduce((sum, one) => sum + (bucket.values[one.key] ?? 0), 0)),
    0,
  );
  const counts = countTicks(highest);
  const empty = totals.every((total) => total === 0);
  return (
    <ChartFrame
      label={label}
      height={height}
      emptyReason={empty ? emptyReason : null}
      series={series.map((one, index) => ({ ...one, total: formatNumber(totals[index] ?? 0) }))}
    >
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height }}>
        <BarChart
          data={rows}
          margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
          barCategoryGap="10%"
          accessibilityLayer
          title={label}
          {...(onSelect
            ? {
                className: 'cursor-pointer',
                onClick: (state: { activeTooltipIndex?: unknown }) => {
                  const bucket = buckets[Number(state.activeTooltipIndex)];
                  if (bucket) onSelect(bucket);
                },
              }
            : {})}
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
            width={36}
            allowDecimals={false}
            ticks={counts}
            domain={[0, counts.at(-1) ?? 0]}
            tickFormatter={formatCompact}
          />
          <Tooltip
            cursor={{ fill: 'var(--hover)' }}
            isAnimationActive={false}
            content={({ active, label: at }) => {
              const index = buckets.findIndex((bucket) => bucket.at === at);
              const bucket = buckets[index];
              if (!active || !bucket) return null;
              return (
                <ChartTip
                  title={formatExact(bucket.at, zone).replace(/\.\d+/, '')}
                  note={partialLast && index === buckets.length - 1 ? 'Not over yet' : undefined}
                  total={
                    series.length > 1
                      ? formatNumber(series.reduce((sum, one) => sum + (bucket.values[one.key] ?? 0), 0))
                      : undefined
                  }
                  lines={series
                    .map((one) => ({
                      label: one.label,
                      value: formatNumber(bucket.values[one.key] ?? 0),
                      fill: TONES[one.tone].fill,
                    }))
                    .toReversed()}
                />
              );
            }}
          />
          {series.map((one) => (
            <Bar
              key={one.key}
              dataKey={one.key}
              name={one.label}
              stackId="all"
              fill={TONES[one.tone].fill}
              isAnimationActive={false}
              maxBarSize={32}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
