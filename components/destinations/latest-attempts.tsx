import { clsx } from 'clsx';
import Link from 'next/link';
import { attemptTone, outcomeText } from '#components/deliveries/outcome-words.ts';
import { Time } from '#components/ui/time.tsx';
import { TONES } from '#components/ui/tones.ts';
import type { DestinationStats } from '#lib/dispatch/counts/schema.ts';
import { formatDuration } from '#lib/format/format-time.ts';

type Latest = DestinationStats['latest'][number];

function Row({ attempt }: { attempt: Latest }) {
  return (
    <tr className="border-t align-top first:border-t-0">
      <th scope="row" className="py-1.5 pr-3 text-left font-normal">
        <Link
          href={`/events/${attempt.event_id}`}
          className={clsx('rounded-badge hover:underline', TONES[attemptTone(attempt)].text)}
        >
          <span className="inline-block first-letter:uppercase">{outcomeText(attempt)}</span>
        </Link>
        {attempt.error ? (
          <span className="block text-ink-3 text-xs [overflow-wrap:anywhere]">{attempt.error}</span>
        ) : null}
      </th>
      <td className="figures py-1.5 pr-3 text-right text-ink-2">{attempt.number}</td>
      <td className="figures whitespace-nowrap py-1.5 pr-3 text-right text-ink-2">
        {formatDuration(attempt.duration_ms)}
      </td>
      <td className="py-1.5 text-right text-ink-2">
        <Time at={attempt.at} />
      </td>
    </tr>
  );
}

/** More of them stand in the list of deliveries. */
const SHOWN = 8;

const HEAD = 'py-1 pr-3 font-normal last:pr-0';

/** The latest attempts, whatever became of them; each leads to its event. */
export function LatestAttempts({ attempts }: { attempts: readonly Latest[] }) {
  if (attempts.length === 0) return <p className="text-ink-3 text-sm">Nothing has been sent to it yet.</p>;
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Latest attempts, each leading to its event</caption>
      <thead className="text-ink-3 text-xs">
        <tr>
          <th scope="col" className={clsx(HEAD, 'text-left')}>
            Ended, and the event
          </th>
          <th scope="col" className={clsx(HEAD, 'text-right')}>
            Attempt
          </th>
          <th scope="col" className={clsx(HEAD, 'text-right')}>
            Took
          </th>
          <th scope="col" className={clsx(HEAD, 'text-right')}>
            When
          </th>
        </tr>
      </thead>
      <tbody>
        {attempts.slice(0, SHOWN).map((attempt) => (
          <Row key={`${attempt.delivery_id} ${attempt.number}`} attempt={attempt} />
        ))}
      </tbody>
    </table>
  );
}
