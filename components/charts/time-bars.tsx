'use client';

import { useMemo } from 'react';
import {
  Bar,
  BarChart,
  type BarShapeProps,
  CartesianGrid,
  Rectangle,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useZone } from '#components/ui/clock.ts';
import { TONES } from '#components/ui/tones.ts';
import { formatCompact, formatNumber } from '#lib/format/format-number.ts';
import { formatExact } from '#lib/format/format-time.ts';
import { AXIS, ChartFrame, ChartTip } from './chart-frame.tsx';
import { countTicks } from './count-ticks.ts';
import { type Bucket, limitSeries, type Series } from './limit-series.ts';
import { tickText, timeTicks } from './time-ticks.ts';

/** So many labels fit, and lie where they lie; more are thinned evenly. */
const MOST_TICKS = 8;

/** Left of the bars, for the counts. */
export const AXIS_WIDTH = 36;

export type TimeBarsProps = {
  label: string;
  /** One per bucket, gaps included as zeros. */
  buckets: readonly Bucket[];
  /** Stacked from below in this order. */
  series: readonly Series[];
  height?: number | undefined;
  /** Why it is empty: "No events in the last hour". */
  emptyReason?: string | undefined;
  onSelect?: ((bucket: Bucket) => void) | undefined;
  /** The first and the last bar of what is being selected. */
  selected?: readonly [number, number] | null | undefined;
  /** Counts are estimates. */
  approximate?: boolean | undefined;
  /** Whoever draws it around has keys of its own. */
  ownKeys?: boolean | undefined;
};

/** A bar that is not whole yet is drawn lighter. */
function TimeBar(props: BarShapeProps) {
  const { partial } = props.payload as { partial?: boolean };
  return <Rectangle {...props} fillOpacity={partial ? 0.55 : 1} />;
}

const partialNote = (index: number, count: number): string =>
  index === count - 1 ? 'Not over yet, or cut by the window' : 'Cut by the window';

/** Counts over time, stacked. */
export function TimeBars(props: TimeBarsProps) {
  const {
    label,
    height = 180,
    emptyReason = 'Nothing in this window',
    onSelect,
    selected,
    approximate = false,
    ownKeys = false,
  } = props;
  const said = (count: number) => `${approximate ? '≈ ' : ''}${formatNumber(count)}`;
  const zone = useZone();
  const { series, buckets } = useMemo(
    () => limitSeries(props.series, props.buckets),
    [props.series, props.buckets],
  );
  const rows = useMemo(
    () => buckets.map(({ at, values, partial }) => ({ at, partial, ...values })),
    [buckets],
  );
  const widthMs = Date.parse(buckets[1]?.at ?? '') - Date.parse(buckets[0]?.at ?? '');
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
      series={series.map((one, index) => ({ ...one, total: said(totals[index] ?? 0) }))}
    >
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height }}>
        <BarChart
          data={rows}
          margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
          barCategoryGap="10%"
          accessibilityLayer={!ownKeys}
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
            interval={ticks.length <= MOST_TICKS ? 'preserveStart' : 'equidistantPreserveStart'}
            minTickGap={24}
            tickFormatter={(at: string) => tickText(at, zone, widthMs)}
          />
          <YAxis
            tick={AXIS}
            tickLine={false}
            axisLine={false}
            width={AXIS_WIDTH}
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
                  note={bucket.partial ? partialNote(index, buckets.length) : undefined}
                  total={
                    series.length > 1
                      ? said(series.reduce((sum, one) => sum + (bucket.values[one.key] ?? 0), 0))
                      : undefined
                  }
                  lines={series
                    .map((one) => ({
                      label: one.label,
                      value: said(bucket.values[one.key] ?? 0),
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
              shape={TimeBar}
            />
          ))}
          {selected ? (
            <ReferenceArea
              x1={rows[selected[0]]?.at ?? ''}
              x2={rows[selected[1]]?.at ?? ''}
              fill="var(--accent)"
              fillOpacity={0.18}
              stroke="var(--accent)"
              ifOverflow="visible"
            />
          ) : null}
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
