'use client';

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { ButtonLink } from '#components/ui/button.tsx';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Id } from '#components/ui/id.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Finding } from '#lib/findings/schema.ts';
import { ActionBadge } from './action-badge.tsx';
import { Confidence } from './confidence.tsx';

export type FindingDrawerProps = DrawerFrame & {
  open: boolean;
  finding: Finding | undefined;
  isLoading: boolean;
};

function Body({ finding }: { finding: Finding }) {
  return (
    <div className="flex flex-col gap-6">
      <div className="rounded-panel border bg-sunken px-3 py-3">
        <p className="text-ink-3 text-xs">Found, masked for everybody</p>
        <p className="mt-1 font-mono [overflow-wrap:anywhere]">
          <bdi>{finding.masked}</bdi>
        </p>
      </div>
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold text-base">Why</h3>
        {finding.reasons.length > 0 ? (
          <ul className="flex list-disc flex-col gap-1 pl-4 marker:text-ink-3">
            {finding.reasons.map((reason) => (
              <li key={reason} className="first-letter:uppercase [overflow-wrap:anywhere]">
                {reason}
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-ink-3">Its form alone.</p>
        )}
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="font-semibold text-base">Facts</h3>
        <Facts>
          <Fact name="Time">
            <Time at={finding.created_at} exact />
          </Fact>
          <Fact name="Pattern">
            <Link href={`/patterns/${finding.pattern_id}`} className="rounded-badge hover:underline">
              {finding.pattern}
            </Link>
            <span className="text-ink-3">version {finding.version}</span>
          </Fact>
          <Fact name="Place">
            <bdi className="font-mono text-xs [overflow-wrap:anywhere]">{finding.path}</bdi>
          </Fact>
          <Fact name="Characters">
            <span className="figures">
              {finding.start}–{finding.end}
            </span>
          </Fact>
          <Fact name="Confidence">
            <Confidence value={finding.confidence} />
          </Fact>
          <Fact name="State">
            <StatusBadge kind="finding" value={finding.state} />
          </Fact>
          <Fact name="Event">
            <Id id={finding.event_id} of="event id" full />
          </Fact>
          <Fact name="Finding">
            <Id id={finding.id} of="finding id" full />
          </Fact>
        </Facts>
      </section>
      <ButtonLink href={`/events/${finding.event_id}`} icon={ArrowRight} className="self-start">
        Open its event
      </ButtonLink>
    </div>
  );
}

/** One finding beside the list: what, why, where. */
export function FindingDrawer({ open, finding, isLoading, ...frame }: FindingDrawerProps) {
  return (
    <Drawer
      open={open}
      {...frame}
      title={finding ? `${finding.pattern} v${finding.version}` : 'Finding'}
      subtitle={
        finding ? (
          <>
            <StatusBadge kind="severity" value={finding.severity} />
            <ActionBadge action={finding.action} />
          </>
        ) : null
      }
    >
      {finding ? (
        <Body finding={finding} />
      ) : isLoading ? (
        <Skeleton className="h-64 w-full" />
      ) : (
        <EmptyState sentence="This finding is not on this page of the list: other filters or newer findings moved it." />
      )}
    </Drawer>
  );
}
