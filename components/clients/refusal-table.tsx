'use client';

import { Time } from '#components/ui/time.tsx';
import { TONES } from '#components/ui/tones.ts';
import type { ClientRefusals } from '#lib/clients/refusals/schema.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import { OUTCOME_RANGES, type OutcomeRange } from './outcome-buckets.ts';
import { REFUSAL_WORDS } from './refusal-words.ts';

type Reason = ClientRefusals['reasons'][number];

function Row({ reason: { reason, description, count, last_at, last_address } }: { reason: Reason }) {
  const { label, tone } = REFUSAL_WORDS[reason];
  return (
    <tr className="border-t align-top">
      <th scope="row" className="py-1.5 pr-3 text-left font-normal">
        <span className="flex items-baseline gap-2">
          <span
            aria-hidden
            className="size-2 shrink-0 rounded-[2px]"
            style={{ background: TONES[tone].fill }}
          />
          <span>
            <span className="font-medium">{label}</span>
            <span className="block text-ink-3 text-xs">{description}</span>
          </span>
        </span>
      </th>
      <td className="figures py-1.5 pr-3 text-right">{formatNumber(count)}</td>
      <td className="py-1.5 pr-3 text-right">
        <Time at={last_at} />
        <code className="block text-ink-3 text-xs [overflow-wrap:anywhere]">
          {last_address ?? 'address unknown'}
        </code>
      </td>
    </tr>
  );
}

/** Why calls were refused, the most frequent reason first. The callers are told none of it. */
export function RefusalTable({ refusals, range }: { refusals: ClientRefusals; range: OutcomeRange }) {
  if (refusals.reasons.length === 0) {
    return (
      <p className="text-ink-3 text-sm">
        No call in its name was refused for its token, its address or its rate in the last{' '}
        {OUTCOME_RANGES[range].label}. What was wrong with its events stands under Warnings.
      </p>
    );
  }
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Refused calls by reason</caption>
      <thead className="text-ink-3 text-xs">
        <tr>
          <th scope="col" className="py-1 pr-3 text-left font-normal">
            Refused because
          </th>
          <th scope="col" className="py-1 pr-3 text-right font-normal">
            Calls
          </th>
          <th scope="col" className="py-1 pr-3 text-right font-normal">
            Last, and from where
          </th>
        </tr>
      </thead>
      <tbody>
        {refusals.reasons.map((reason) => (
          <Row key={reason.reason} reason={reason} />
        ))}
      </tbody>
    </table>
  );
}
