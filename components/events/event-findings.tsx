import Link from 'next/link';
import { ActionBadge } from '#components/findings/action-badge.tsx';
import { Confidence } from '#components/findings/confidence.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { FindingPlace } from '#lib/findings/schema.ts';

/** What was caught in one event: masked, with the reasons that carried it. */
export function EventFindings({ findings }: { findings: readonly FindingPlace[] }) {
  if (findings.length === 0) return <p className="text-ink-3">Nothing was found in it.</p>;
  return (
    <ul className="flex min-w-0 flex-col divide-y divide-line rounded-panel border bg-panel">
      {findings.map((finding) => (
        <li key={finding.id} className="flex min-w-0 flex-col gap-1 px-3 py-2">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link
              href={`/patterns/${finding.pattern_id}`}
              className="rounded-badge font-medium hover:underline"
            >
              {finding.pattern} <span className="font-normal text-ink-3">v{finding.version}</span>
            </Link>
            <StatusBadge kind="severity" value={finding.severity} />
            <ActionBadge action={finding.action} />
            <span className="ml-auto flex items-center gap-1.5 text-ink-2 text-xs">
              <span className="text-ink-3">confidence</span>
              <Confidence value={finding.confidence} />
            </span>
          </div>
          <p className="min-w-0 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
            <span className="text-ink-3">{finding.path}</span> <bdi>{finding.masked}</bdi>
          </p>
          {finding.reasons.length > 0 ? (
            <p className="text-ink-2 text-sm">{finding.reasons.join(' · ')}</p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
