'use client';

import { Ban, Bell, Check, CircleAlert, Minus } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { JsonView } from '#components/ui/json-view.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ChoiceTrialResult } from '#lib/dispatch/choosing/schema.ts';
import { formatBytes, formatCount, formatNumber, formatPercent } from '#lib/format/format-number.ts';

/** Whether it is taken, and why not. */
export function Taking({ result }: { result: ChoiceTrialResult }) {
  const { notice, takes, withheld, unmet } = result;
  if (notice) {
    return (
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <Badge icon={Bell}>Notice</Badge>
        <span className="text-ink-2">
          It goes to the destinations that get notices of this installation, whatever their filter.
        </span>
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        {takes ? (
          <Badge tone={withheld ? 'withheld' : 'pass'} icon={withheld ? Ban : Check}>
            {withheld ? 'Taken, and withheld' : 'Taken'}
          </Badge>
        ) : (
          <Badge icon={Minus}>Not taken</Badge>
        )}
        <span className="text-ink-2">
          {withheld && takes
            ? withheld
            : takes
              ? 'This event would go there.'
              : 'This event would not go there.'}
        </span>
      </p>
      {unmet.length > 0 ? (
        <ul className="flex flex-col gap-1 text-sm">
          {unmet.map(({ at, operator, why }) => (
            <li key={`${at} ${operator}`} className="flex items-start gap-2">
              <CircleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
              <span className="min-w-0 break-words">
                {why}{' '}
                {at.includes('[') || at.startsWith('not') ? (
                  <code className="text-ink-3 text-xs">at {at}</code>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      ) : takes === false ? (
        <p className="text-ink-2 text-sm">The filter takes no event at all.</p>
      ) : null}
    </div>
  );
}

/** How many of the last events it would have taken. */
export function Share({ recent }: { recent: ChoiceTrialResult['recent'] }) {
  const { looked_at, taken, complete, since, latest } = recent;
  if (looked_at === 0) return <p className="text-ink-3 text-sm">There is no processed event to count yet.</p>;
  return (
    <div className="flex flex-col gap-1">
      <p className="text-sm">
        <span className="figures font-medium">{formatNumber(taken)}</span> of the last{' '}
        <span className="figures">{formatCount(looked_at, 'event')}</span>{' '}
        <span className="figures text-ink-2">({formatPercent(taken / looked_at)})</span>
        {since ? (
          <span className="text-ink-3">
            {' '}
            received since <Time at={since} />
          </span>
        ) : null}
      </p>
      <ProgressBar
        share={taken / looked_at}
        label="Share of the last events"
        text={`${formatNumber(taken)} of ${formatCount(looked_at, 'event')}`}
      />
      {complete ? null : (
        <p className="text-ink-3 text-xs">Looking further back would have taken too long.</p>
      )}
      {latest.length > 0 ? (
        <ul aria-label="The latest of them" className="flex flex-wrap gap-x-3 text-xs">
          {latest.map(({ id, name }) => (
            <li key={id}>
              <Link
                href={`/events/${id}`}
                target="_blank"
                className="inline-block py-1.5 text-accent-text hover:underline"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** The same in a line beside the filter, where the whole outcome is further down. */
export function ShareLine({ recent }: { recent: ChoiceTrialResult['recent'] | undefined }) {
  if (!recent || recent.looked_at === 0) return null;
  const { taken, looked_at } = recent;
  return (
    <p className="figures text-ink-2 text-sm">
      Would have taken {formatNumber(taken)} of the last {formatCount(looked_at, 'event')} (
      {formatPercent(taken / looked_at)}), see below.
    </p>
  );
}

/** The value of a JSON text, where showing it as a tree loses nothing of how it is written. */
function exactJson(text: string): { value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? { value } : null;
  } catch {
    return null;
  }
}

/** What would be sent. */
export function SentBody({ result: { body, body_fault } }: { result: ChoiceTrialResult }) {
  if (!body) {
    return <p className="break-words text-ink-2 text-sm">{body_fault ?? 'There is no body to show.'}</p>;
  }
  const json = exactJson(body.text);
  const isTree = json !== null && typeof json.value === 'object' && json.value !== null;
  return (
    <div className="flex flex-col gap-1">
      {isTree ? (
        <JsonView value={json.value} label="Body as it would be sent" depth={3} />
      ) : (
        <CodeBlock code={body.text} label="Copy body" wrap />
      )}
      <p className="figures text-ink-3 text-xs">
        {body.content_type} · {formatBytes(body.size_bytes)}
      </p>
    </div>
  );
}
