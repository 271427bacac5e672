import Link from 'next/link';
import { Stat } from '#components/ui/stat.tsx';
import { formatNumber } from '#lib/format/format-number.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import type { Overview } from '#lib/metrics/schema.ts';
import { RANGE_WORDS } from './range-choice.tsx';

const sum = ({ pass, redact, block, failed, waiting }: Overview['events'][number]): number =>
  pass + redact + block + failed + waiting;

const LINK = 'whitespace-nowrap rounded-badge hover:text-ink hover:underline';

/** The figures a person wants first; undefined while they load. */
export function StatsRow({ overview }: { overview: Overview | undefined }) {
  const totals = overview?.totals;
  const delivery = overview?.delivery_ms;
  const period = overview ? `vs ${RANGE_WORDS[overview.range]} before` : '';
  const figure = (value: number | undefined) => (value === undefined ? undefined : formatNumber(value));
  const duration = (value: number | undefined) =>
    overview === undefined
      ? undefined
      : value === undefined
        ? null
        : formatDuration(value).replaceAll(' ', '\u00a0');
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Stat
        label="Events"
        figure={figure(totals?.events)}
        definition="Events received in this range, whatever became of them."
        series={overview?.events.map(sum)}
        change={
          totals
            ? { current: totals.events, previous: totals.events_before, goodWhen: 'either', period }
            : undefined
        }
      />
      <Stat
        label="Findings"
        figure={figure(totals?.findings)}
        definition="Leaks that the patterns found in this range. One event can hold several."
        change={
          totals
            ? { current: totals.findings, previous: totals.findings_before, goodWhen: 'down', period }
            : undefined
        }
        footer={
          overview ? (
            <Link href={`/findings?range=${overview.range}`} className={LINK}>
              See all
            </Link>
          ) : null
        }
      />
      <Stat
        label="Waiting"
        figure={figure(totals?.waiting)}
        definition="Events accepted in this range and not processed yet. They take well under a second each; a figure that stays means that no worker keeps up."
        footer={
          totals === undefined ? null : totals.waiting > 0 ? (
            <Link href="/events?status=accepted" className={LINK}>
              See them
            </Link>
          ) : (
            'nothing is behind'
          )
        }
      />
      <Stat
        label="Accept to delivered"
        unit="p50"
        figure={duration(delivery?.p50)}
        definition="From the receipt of an event to the answer of its destination, over the last 2,000 deliveries of this range that needed one attempt. Half of them took at most p50, 95 of 100 at most p95. A retry waits on purpose and is left out."
        footer={
          delivery === undefined ? null : delivery ? (
            <span className="figures">
              p95 <span className="font-medium text-ink-2">{formatDuration(delivery.p95)}</span>
            </span>
          ) : (
            'nothing delivered yet'
          )
        }
      />
    </div>
  );
}
