'use client';

import Link from 'next/link';
import { EventSection } from '#components/events/event-section.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Button } from '#components/ui/button.tsx';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { Id } from '#components/ui/id.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { FindingDetail, FindingPlace, MaskedContext } from '#lib/findings/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { ActionBadge } from './action-badge.tsx';
import { Confidence } from './confidence.tsx';
import { FindingHistory } from './finding-history.tsx';
import { REASON_WORDS } from './finding-words.ts';
import { Reveal } from './reveal.tsx';
import { DECISIONS } from './triage-keys.ts';
import type { Decision } from './use-triage.ts';

export type FindingDrawerProps = DrawerFrame & {
  /** Null: closed. */
  id: string | null;
  /** "12 of 40" */
  position: string | null;
  /** Why it cannot be decided, or revealed; null when it can. */
  denied: { decide: string | null; reveal: string | null };
  onDecide: (decision: Decision) => void;
};

const SUBJECT_HREF: Readonly<Record<FindingPlace['subject']['kind'], (id: string) => string>> = {
  event: (id) => `/events/${id}`,
  file: (id) => `/files?open=${id}`,
  slack: (id) => `/slack?open=${id}`,
};

/** Where what was looked into is shown. */
const subjectHref = ({ subject }: FindingPlace): string => SUBJECT_HREF[subject.kind](subject.id);

function Surroundings({ masked, context }: { masked: string; context: MaskedContext | null }) {
  if (context === null || context.before + context.after === '') return null;
  return (
    <p className="whitespace-pre-wrap rounded-badge bg-sunken px-2 py-1 font-mono text-ink-2 text-xs [overflow-wrap:anywhere]">
      <bdi>
        {context.before}
        <mark className="rounded-badge bg-redact-soft px-0.5 text-ink">{masked}</mark>
        {context.after}
      </bdi>
    </p>
  );
}

function Places({ places }: { places: FindingDetail['all_places'] }) {
  if (places.length === 0) return <p className="text-ink-3">Everything it was found in has been deleted.</p>;
  return (
    <ul className="flex flex-col gap-3">
      {places.map((place) => (
        <li key={place.place_id} className="flex min-w-0 flex-col gap-1">
          <span className="flex flex-wrap items-center gap-2">
            <Link
              href={subjectHref(place)}
              prefetch={false}
              className="rounded-badge font-mono text-accent-text text-xs hover:underline"
            >
              <bdi>{place.path}</bdi>
            </Link>
            <ActionBadge action={place.action} inSlack={place.subject.kind === 'slack'} />
            <Confidence value={place.confidence} />
          </span>
          <span className="text-ink-3 text-xs">
            <Time at={place.created_at} /> · version {place.version} · characters {place.start}–{place.end}
            {place.reasons.length > 0 ? ` · ${place.reasons.join(', ')}` : ' · its form alone'}
          </span>
          <Surroundings masked={place.masked} context={place.context} />
        </li>
      ))}
    </ul>
  );
}

type BodyProps = Pick<FindingDrawerProps, 'denied' | 'onDecide'> & { finding: FindingDetail };

function Body({ finding, denied, onDecide }: BodyProps) {
  return (
    <div className="flex flex-col gap-6">
      <Reveal key={finding.id} finding={finding} denied={denied.reveal} />
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">Decide</legend>
        {DECISIONS.map(({ key, label, decision }) => (
          <Button key={key} size="sm" disabledReason={denied.decide} onClick={() => onDecide(decision)}>
            {label} <Kbd keys={key} />
          </Button>
        ))}
      </fieldset>
      <EventSection as="h3" title="Places" note={formatCount(finding.places, 'place')}>
        <Places places={finding.all_places} />
      </EventSection>
      <EventSection as="h3" title="Facts">
        <Facts>
          <Fact name="Pattern">
            <Link href={`/patterns/${finding.pattern_id}`} className="rounded-badge hover:underline">
              {finding.pattern}
            </Link>
          </Fact>
          <Fact name="State">
            <StatusBadge kind="finding" value={finding.state} />
            {finding.reason ? REASON_WORDS[finding.reason] : null}
          </Fact>
          <Fact name="Reviewer">{finding.assignee?.email ?? <span className="text-ink-3">Nobody</span>}</Fact>
          <Fact name="First seen">
            <Time at={finding.first_seen_at} exact />
          </Fact>
          <Fact name="Last seen">
            <Time at={finding.last_seen_at} exact />
          </Fact>
          <Fact name="Finding">
            <Id id={finding.id} of="finding id" full />
          </Fact>
        </Facts>
      </EventSection>
      <EventSection as="h3" title="History">
        <FindingHistory key={finding.id} finding={finding} denied={denied.decide} />
      </EventSection>
    </div>
  );
}

function OpenFinding({ id, position, denied, onDecide, ...frame }: FindingDrawerProps & { id: string }) {
  const query = useRecord<FindingDetail>('/findings', `/${id}`);
  const finding = query.data;
  return (
    <Drawer
      open
      {...frame}
      title={finding ? finding.pattern : 'Finding'}
      subtitle={
        finding ? (
          <>
            <StatusBadge kind="severity" value={finding.severity} />
            <StatusBadge kind="finding" value={finding.state} />
            {position ? <span className="figures text-ink-3 text-xs">{position}</span> : null}
          </>
        ) : null
      }
    >
      <Loaded
        query={query}
        what="The finding could not be loaded"
        skeleton={<Skeleton className="h-64 w-full" />}
      >
        {(loaded) => <Body finding={loaded} denied={denied} onDecide={onDecide} />}
      </Loaded>
    </Drawer>
  );
}

/** One finding beside the list: what, where, why, and what was decided. */
export function FindingDrawer({ id, ...rest }: FindingDrawerProps) {
  return id === null ? null : <OpenFinding id={id} {...rest} />;
}
