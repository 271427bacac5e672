import { clsx } from 'clsx';
import Link from 'next/link';
import { attemptTone, outcomeText } from '#components/deliveries/outcome-words.ts';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Countdown, Time } from '#components/ui/time.tsx';
import { TONES } from '#components/ui/tones.ts';
import type { Attempt, Delivery } from '#lib/dispatch/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import { isRetrying } from './event-progress.ts';
import type { OpenAttempt } from './trace-rows.tsx';

type AttemptRowProps = { delivery: Delivery; attempt: Attempt; onAttempt: OpenAttempt };

function AttemptRow({ delivery, attempt, onAttempt }: AttemptRowProps) {
  const text = outcomeText(attempt);
  return (
    <li className="flex min-w-0 flex-col gap-1 py-1.5">
      <div className="flex min-w-0 items-baseline gap-2 text-sm">
        <span className="figures w-6 shrink-0 text-ink-3">{attempt.number}.</span>
        <button
          type="button"
          aria-label={`Attempt ${attempt.number}: ${text}. What was sent and answered`}
          onClick={() => onAttempt(delivery.id, attempt.number)}
          className={clsx(
            'min-w-0 rounded-badge text-left first-letter:uppercase hover:underline',
            TONES[attemptTone(attempt)].text,
          )}
        >
          {text}
        </button>
        <span className="figures ml-auto shrink-0 text-ink-2">{formatDuration(attempt.duration_ms)}</span>
        <span className="w-20 shrink-0 text-right text-ink-2">
          <Time at={attempt.at} />
        </span>
      </div>
      {attempt.error ? (
        <p className="pl-8 text-ink-2 text-sm [overflow-wrap:anywhere]">{attempt.error}</p>
      ) : null}
    </li>
  );
}

/** What the status alone does not say. */
function Standing({ delivery }: { delivery: Delivery }) {
  if (delivery.held !== null) {
    return delivery.held === 'paused'
      ? 'Waits: its destination is paused.'
      : 'Waits: its destination fails and is left alone but for single tries.';
  }
  if (delivery.status === 'pending' && delivery.next_attempt_at) {
    return (
      <>
        {delivery.attempt_count > 0 ? 'Next attempt ' : 'First attempt '}
        <Countdown to={delivery.next_attempt_at} />
      </>
    );
  }
  if (delivery.status === 'pending')
    return 'Waits until the one before it in its session is delivered or dead.';
  // The last attempt says below what it ended with.
  return delivery.reason === delivery.attempts.at(-1)?.error ? null : delivery.reason;
}

/** Where the event went: each destination with all its attempts. */
export function EventDeliveries({
  deliveries,
  onAttempt,
}: {
  deliveries: readonly Delivery[];
  onAttempt: OpenAttempt;
}) {
  if (deliveries.length === 0) return <p className="text-ink-3">No destination takes it.</p>;
  return (
    <ul className="flex min-w-0 flex-col divide-y divide-line rounded-panel border bg-panel">
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="flex min-w-0 flex-col px-3 py-2">
          <div className="flex min-w-0 flex-wrap items-center gap-2">
            <Link
              href={`/destinations/${delivery.destination_id}`}
              className="min-w-0 truncate rounded-badge font-medium hover:underline"
            >
              {delivery.destination}
            </Link>
            <span className="text-ink-3 text-xs">{delivery.kind}</span>
            <StatusBadge kind="delivery" value={isRetrying(delivery) ? 'retrying' : delivery.status} />
            <Link
              href={`/deliveries/${delivery.id}`}
              className="ml-auto rounded-badge text-accent-text text-xs hover:underline"
            >
              {delivery.attempts.length > 0 ? formatCount(delivery.attempts.length, 'attempt') : 'Details'}
              <span className="sr-only"> of the delivery to {delivery.destination}</span>
            </Link>
          </div>
          <p className="text-ink-2 text-sm empty:hidden">
            <Standing delivery={delivery} />
          </p>
          <ol className="divide-y divide-line empty:hidden">
            {delivery.attempts.map((attempt) => (
              <AttemptRow key={attempt.number} delivery={delivery} attempt={attempt} onAttempt={onAttempt} />
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}
