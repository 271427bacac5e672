'use client';

import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { formatNumber } from '#lib/format/format-number.ts';
import {
  SOURCE_REFUSALS_KEPT_DAYS,
  type SourceRefusalReason,
  type SourceRefusals,
} from '#lib/sources/refusals/schema.ts';

const REFRESH_MS = 10_000;

const LABELS: Readonly<Record<SourceRefusalReason, string>> = {
  source_disabled: 'Source disabled',
  no_secret: 'No secret set',
  no_signature: 'No signature',
  wrong_signature: 'Wrong signature',
  secret_ended: 'Old secret',
  too_old: 'Too old',
  repeated: 'Sent again',
  too_large: 'Too large',
  unsupported_media_type: 'Wrong type',
  not_json: 'Not JSON',
  wrong_shape: 'Wrong shape',
  overloaded: 'Store busy or away',
};

type Call = SourceRefusals['calls'][number];

function Reasons({ reasons }: Pick<SourceRefusals, 'reasons'>) {
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
          <th scope="col" className="py-1 text-right font-normal">
            Last
          </th>
        </tr>
      </thead>
      <tbody>
        {reasons.map(({ reason, description, count, last_at }) => (
          <tr key={reason} className="border-t align-top">
            <th scope="row" className="py-1.5 pr-3 text-left font-normal">
              <span className="font-medium">{LABELS[reason]}</span>
              <span className="block text-ink-3 text-xs">{description}</span>
            </th>
            <td className="figures py-1.5 pr-3 text-right">{formatNumber(count)}</td>
            <td className="py-1.5 text-right">
              <Time at={last_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function OneCall({ call: { at, reason, address, header_names, detail } }: { call: Call }) {
  return (
    <li className="flex flex-col gap-1 border-t py-2 text-sm">
      <span className="flex flex-wrap items-center gap-2">
        <Time at={at} />
        <Badge tone={reason === 'repeated' ? 'neutral' : 'block'}>{LABELS[reason]}</Badge>
        <code className="text-ink-3 text-xs [overflow-wrap:anywhere]">{address ?? 'address unknown'}</code>
      </span>
      {detail === null ? null : <span className="text-ink-2">{detail}</span>}
      <span className="text-ink-3 text-xs [overflow-wrap:anywhere]">
        Headers: {header_names.join(', ') || 'unknown'}
      </span>
    </li>
  );
}

/** Why calls were refused, and the latest of them. Their senders are told less. */
export function RefusedCalls({ sourceId }: { sourceId: string }) {
  const query = useRecord<SourceRefusals>('/sources', `/${sourceId}/refusals`, {
    refetchIntervalMs: REFRESH_MS,
  });
  return (
    <Panel title="Refused calls" note={`last ${SOURCE_REFUSALS_KEPT_DAYS} days`}>
      <Loaded query={query} what="The refused calls could not be loaded">
        {({ reasons, calls }) =>
          reasons.length === 0 ? (
            <p className="text-ink-3 text-sm">No call was refused.</p>
          ) : (
            <div className="flex flex-col gap-4">
              <Reasons reasons={reasons} />
              <div>
                <h3 className="font-medium text-sm">The latest</h3>
                <ol>
                  {calls.map((call) => (
                    <OneCall key={call.id} call={call} />
                  ))}
                </ol>
              </div>
            </div>
          )
        }
      </Loaded>
    </Panel>
  );
}
