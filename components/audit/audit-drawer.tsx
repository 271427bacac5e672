'use client';

import { ScrollText } from 'lucide-react';
import Link from 'next/link';
import { Changes } from '#components/record/changes.tsx';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Id } from '#components/ui/id.tsx';
import { JsonView } from '#components/ui/json-view.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AuditEntry } from '#lib/audit/schema.ts';
import { subjectHref, subjectName } from './audit-subject.ts';

function Subject({ entry }: { entry: AuditEntry }) {
  const href = subjectHref(entry);
  const name = subjectName(entry) ?? entry.subject_type.replace('_', ' ');
  return (
    <>
      <span className="text-ink-3">{entry.subject_type.replace('_', ' ')}</span>
      {href ? (
        <Link href={href} className="text-accent-text underline">
          {name}
        </Link>
      ) : (
        name
      )}
    </>
  );
}

/** Says again when the entry was made. */
const AS_WHEN = ['updated_at'];

function Entry({ entry }: { entry: AuditEntry }) {
  const { before, after } = entry;
  const sides = [
    { value: 'before', label: 'Before', content: before },
    { value: 'after', label: 'After', content: after },
  ].filter(({ content }) => content !== null);
  return (
    <div className="flex flex-col gap-4">
      <Facts>
        <Fact name="When">
          <Time at={entry.at} exact />
        </Fact>
        <Fact name="Actor">
          {entry.actor.name}
          <span className="text-ink-3">{entry.actor.type}</span>
          {entry.actor.id ? <Id id={entry.actor.id} of="actor id" /> : null}
        </Fact>
        <Fact name="Subject">
          <Subject entry={entry} />
        </Fact>
        <Fact name="Subject id">
          <Id id={entry.subject_id} of="subject id" full />
        </Fact>
        <Fact name="From address">
          {entry.address ? <code className="text-xs">{entry.address}</code> : 'inside the product'}
        </Fact>
        <Fact name="Request">
          <Id id={entry.request_id} of="request id" full />
        </Fact>
      </Facts>
      {sides.length === 0 ? (
        <p className="text-ink-3 text-sm">The entry tells nothing further.</p>
      ) : (
        <Tabs
          label="What changed"
          tabs={[
            {
              value: 'changes',
              label: 'Changes',
              content: <Changes before={before} after={after} ignore={AS_WHEN} />,
            },
            ...sides.map(({ value, label, content }) => ({
              value,
              label,
              content: <JsonView value={content} label={label} />,
            })),
          ]}
        />
      )}
    </div>
  );
}

export type AuditDrawerProps = DrawerFrame & {
  open: boolean;
  /** Undefined: the open entry is not on this page of the log. */
  entry: AuditEntry | undefined;
  isLoading: boolean;
};

/** One entry: who, what, from where, and the difference it made. */
export function AuditDrawer({ open, entry, isLoading, ...frame }: AuditDrawerProps) {
  return (
    <Drawer
      open={open}
      {...frame}
      title={entry ? <code>{entry.action}</code> : 'Entry'}
      subtitle={
        entry ? (
          <>
            {entry.actor.name}, <Time at={entry.at} />
          </>
        ) : null
      }
    >
      {entry ? (
        <Entry key={entry.id} entry={entry} />
      ) : isLoading ? (
        <Skeleton className="h-40" />
      ) : (
        <EmptyState icon={ScrollText} sentence="This entry is not on this page of the log." />
      )}
    </Drawer>
  );
}
