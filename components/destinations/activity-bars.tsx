import { MiniBars } from '#components/charts/mini-bars.tsx';
import type { DestinationHealth } from '#lib/dispatch/schema.ts';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Attempts of each of the last 24 hours, those that failed above those that delivered. */
export function ActivityBars({
  hours,
  className,
}: Pick<DestinationHealth, 'hours'> & { className?: string }) {
  const delivered = sum(hours.map((hour) => hour.delivered));
  const failed = sum(hours.map((hour) => hour.failed));
  if (delivered + failed === 0) return <span className="text-ink-3">–</span>;
  return (
    <MiniBars
      label={`Attempts by the hour, last 24 hours: ${formatNumber(delivered)} delivered, ${formatCount(failed, 'failure')}`}
      bars={hours.map((hour) => [
        { value: hour.delivered, tone: 'pass' as const },
        { value: hour.failed, tone: 'block' as const },
      ])}
      className={className}
    />
  );
}
