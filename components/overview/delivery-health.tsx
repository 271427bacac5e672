import { clsx } from 'clsx';
import Link from 'next/link';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TONES, type Tone } from '#components/ui/tones.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { formatNumber, formatPercent } from '#lib/format/format-number.ts';
import type { Overview } from '#lib/metrics/schema.ts';
import { RANGE_WORDS } from './range-choice.tsx';

type Health = Overview['deliveries'][number];
type Count = 'delivered' | 'failed_attempts' | 'waiting' | 'withheld' | 'dead';

const COUNTS: readonly { key: Count; label: string; definition: string; tone: Tone }[] = [
  {
    key: 'delivered',
    label: 'Delivered',
    definition: 'Events the destination has accepted.',
    tone: 'neutral',
  },
  {
    key: 'failed_attempts',
    label: 'Failed attempts',
    definition: 'Calls that were refused, timed out or reached nobody. Each is tried again by the plan.',
    tone: 'redact',
  },
  { key: 'waiting', label: 'Waiting', definition: 'Due, or waiting for the next attempt.', tone: 'flight' },
  {
    key: 'withheld',
    label: 'Withheld',
    definition: 'Blocked by the scan: nothing was sent.',
    tone: 'withheld',
  },
  { key: 'dead', label: 'Dead', definition: 'All attempts of the plan failed.', tone: 'block' },
];

/** Of all attempts, those that were accepted. */
function successOf({ delivered, failed_attempts: failed }: Health): number | null {
  return delivered + failed === 0 ? null : delivered / (delivered + failed);
}

function Success({ health }: { health: Health }) {
  const share = successOf(health);
  if (share === null) return <span className="text-ink-3">–</span>;
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden data-bar className="h-1.5 w-16 overflow-hidden rounded-full bg-sunken max-lg:hidden">
        <span
          className={clsx('block h-full rounded-full', share < 0.5 ? 'bg-block' : 'bg-pass')}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <span className="w-14 text-right">{formatPercent(share)}</span>
    </span>
  );
}

const HEAD = 'h-control-sm whitespace-nowrap border-b px-3 font-medium text-ink-2 text-xs';

function Name({ health }: { health: Health }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        href={`/destinations/${health.destination_id}`}
        className="min-w-0 truncate rounded-badge font-medium hover:underline"
      >
        {health.destination}
      </Link>
      <span className="font-normal text-ink-3 text-xs">{health.kind}</span>
      {health.enabled ? null : <StatusBadge kind="enabled" value={false} />}
    </span>
  );
}

function Row({ health }: { health: Health }) {
  return (
    <tr className="h-row hover:bg-hover">
      <th scope="row" className="max-w-56 border-b py-1 pr-3 pl-4 text-left font-medium">
        <Name health={health} />
      </th>
      <td className="figures border-b px-3 text-right text-ink-2">
        <Success health={health} />
      </td>
      {COUNTS.map(({ key, tone }) => (
        <td
          key={key}
          className={clsx(
            'figures border-b px-3 text-right last:pr-4',
            health[key] === 0 ? 'text-ink-3' : tone === 'neutral' ? 'text-ink' : TONES[tone].text,
          )}
        >
          {formatNumber(health[key])}
        </td>
      ))}
    </tr>
  );
}

function Table({ rows }: { rows: readonly Health[] }) {
  return (
    <div className="overflow-x-auto max-sm:hidden">
      <table className="w-full border-separate border-spacing-0 text-sm [&_tbody_tr:last-child>*]:border-b-0">
        <thead>
          <tr>
            <th scope="col" className={clsx(HEAD, 'pl-4 text-left')}>
              Destination
            </th>
            <th scope="col" className={clsx(HEAD, 'text-right')}>
              <Tooltip content="Accepted attempts, of all attempts.">
                <span>Success</span>
              </Tooltip>
            </th>
            {COUNTS.map(({ key, label, definition }) => (
              <th key={key} scope="col" className={clsx(HEAD, 'text-right last:pr-4')}>
                <Tooltip content={definition}>
                  <span>{label}</span>
                </Tooltip>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((health) => (
            <Row key={health.destination_id} health={health} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The same on a phone: what is not zero, in words. */
function Lines({ rows }: { rows: readonly Health[] }) {
  return (
    <ul className="divide-y divide-line border-t sm:hidden">
      {rows.map((health) => (
        <li key={health.destination_id} className="px-4 py-2">
          <div className="flex items-center justify-between gap-2">
            <Name health={health} />
            <span className="figures text-ink-2 text-sm">
              <Success health={health} />
            </span>
          </div>
          <p className="figures flex flex-wrap gap-x-3 text-ink-2 text-sm">
            {COUNTS.filter(({ key }) => key === 'delivered' || health[key] > 0).map(
              ({ key, label, tone }) => (
                <span key={key} className={tone === 'neutral' ? undefined : TONES[tone].text}>
                  {formatNumber(health[key])} {label.toLowerCase()}
                </span>
              ),
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Whether what was accepted also arrives, destination by destination. */
export function DeliveryHealth({ overview }: { overview: Overview | undefined }) {
  return (
    <Panel title="Deliveries" note={overview ? `last ${RANGE_WORDS[overview.range]}` : undefined} flush>
      {overview === undefined ? (
        <Skeleton className="m-4 h-24" />
      ) : overview.deliveries.length === 0 ? (
        <EmptyState
          sentence="No destination yet: events are kept and scanned, and go nowhere."
          action={<ButtonLink href="/destinations/new">Create destination</ButtonLink>}
        />
      ) : (
        <>
          <Table rows={overview.deliveries} />
          <Lines rows={overview.deliveries} />
        </>
      )}
    </Panel>
  );
}
