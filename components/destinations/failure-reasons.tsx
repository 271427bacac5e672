import { clsx } from 'clsx';
import { outcomeText } from '#components/deliveries/outcome-words.ts';
import { Time } from '#components/ui/time.tsx';
import { TONES } from '#components/ui/tones.ts';
import type { DestinationStats } from '#lib/dispatch/counts/schema.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import { ATTEMPT_SERIES } from './stats-buckets.ts';

type Reason = DestinationStats['reasons'][number];

function Row({ reason, most }: { reason: Reason; most: number }) {
  const tone = ATTEMPT_SERIES.find(({ key }) => key === reason.outcome)?.tone ?? 'block';
  return (
    <li className="flex min-w-0 flex-col gap-1">
      <p className="flex items-baseline justify-between gap-3 text-sm">
        <span className="min-w-0 truncate first-letter:uppercase">{outcomeText(reason)}</span>
        <span className="figures shrink-0 text-ink-2">
          {formatNumber(reason.count)}
          <span className="ml-2 text-ink-3 text-xs">
            last <Time at={reason.last_at} />
          </span>
        </span>
      </p>
      <span aria-hidden className="block h-1.5 overflow-hidden rounded-full bg-sunken">
        <span
          data-bar
          className={clsx('block h-full min-w-0.5 rounded-full', TONES[tone].solid)}
          style={{ width: `${(reason.count / most) * 100}%` }}
        />
      </span>
      {reason.last_error ? (
        <p className="text-ink-3 text-xs [overflow-wrap:anywhere]">{reason.last_error}</p>
      ) : null}
    </li>
  );
}

/** Why attempts failed, the most frequent first, with the words of one of the last. */
export function FailureReasons({ reasons }: { reasons: readonly Reason[] }) {
  if (reasons.length === 0) return <p className="text-ink-3 text-sm">No attempt failed in this time.</p>;
  const most = Math.max(...reasons.map(({ count }) => count));
  return (
    <ul className="flex flex-col gap-3">
      {reasons.map((reason) => (
        <Row key={`${reason.outcome} ${reason.status_code}`} reason={reason} most={most} />
      ))}
    </ul>
  );
}
