'use client';

import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AccessReview } from '#lib/auth/review/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';

const SPANS = [30, 60, 90, 180, 365].map((days) => ({ value: String(days), label: `${days} days` }));
const LINK = 'rounded-badge font-medium text-accent-text underline [overflow-wrap:anywhere]';

type SectionProps<T> = {
  title: string;
  note: string;
  list: { total: number; items: readonly T[] };
  none: string;
  keyOf: (item: T) => string;
  children: (item: T) => ReactNode;
};

function Section<T>({ title, note, list, none, keyOf, children }: SectionProps<T>) {
  return (
    <Panel title={`${title} (${list.total})`} note={note} flush>
      {list.total === 0 ? (
        <p className="flex items-center gap-2 px-4 pt-2 pb-4 text-ink-2 text-sm">
          <CircleCheck size={16} aria-hidden className="text-pass-text" />
          {none}
        </p>
      ) : (
        <ul className="mt-2 divide-y border-t" aria-label={title}>
          {list.items.map((item) => (
            <li key={keyOf(item)} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2 text-sm">
              {children(item)}
            </li>
          ))}
        </ul>
      )}
      {list.total > list.items.length ? (
        <p className="border-t px-4 py-2 text-ink-3 text-xs">The first {list.items.length} are shown.</p>
      ) : null}
    </Panel>
  );
}

function Review({ review }: { review: AccessReview }) {
  return (
    <div className="@container">
      <div className="grid items-start gap-4 @4xl:grid-cols-2">
        <Section
          title="Administrators without a second factor"
          note="A password alone opens everything"
          list={review.administrators_without_second_factor}
          none="Whoever may do everything has a second factor."
          keyOf={({ id }) => id}
        >
          {({ id, email, name }) => (
            <>
              <Link className={LINK} href={`/users?open=${id}`}>
                {name}
              </Link>
              <bdi className="text-ink-3 [overflow-wrap:anywhere]">{email}</bdi>
            </>
          )}
        </Section>
        <Section
          title="People with rights who were not seen"
          note="Neither signed in nor by a token"
          list={review.idle_users}
          none="Everybody who holds rights was here."
          keyOf={({ id }) => id}
        >
          {({ id, name, roles, direct_permissions, last_seen_at }) => (
            <>
              <Link className={LINK} href={`/users?open=${id}`}>
                {name}
              </Link>
              <span className="min-w-0 flex-1 text-ink-2 [overflow-wrap:anywhere]">
                {[...roles, ...(direct_permissions > 0 ? [`${direct_permissions} given directly`] : [])].join(
                  ', ',
                )}
              </span>
              <span className="text-ink-3">
                <Time at={last_seen_at} never="never here" />
              </span>
            </>
          )}
        </Section>
        {review.dormant_clients ? (
          <Section
            title="Clients that did not call"
            note="Their secrets still open"
            list={review.dormant_clients}
            none="Every client has called."
            keyOf={({ id }) => id}
          >
            {({ id, name, last_used_at }) => (
              <>
                <Link className={LINK} href={`/clients/${id}`}>
                  {name}
                </Link>
                <span className="text-ink-3">
                  <Time at={last_used_at} never="never called" />
                </span>
              </>
            )}
          </Section>
        ) : null}
        <Section
          title="Roles that nobody holds"
          note="Neither directly nor through another role"
          list={review.unheld_roles}
          none="Every role is held."
          keyOf={({ name }) => name}
        >
          {({ name, permissions }) => (
            <>
              <Link className={LINK} href="/roles">
                {name}
              </Link>
              <span className="text-ink-3">{formatCount(permissions, 'permission')}</span>
            </>
          )}
        </Section>
        <Section
          title="Permissions that are given to nobody"
          note="In no role and in no user’s hands"
          list={review.unheld_permissions}
          none="Every permission is in use."
          keyOf={({ name }) => name}
        >
          {({ name }) => <code className="text-xs">{name}</code>}
        </Section>
      </div>
    </div>
  );
}

/** What of the rights given nobody uses, to be taken back. */
export function AccessReviewPage() {
  const [days, setDays] = useState('90');
  const query = useRecord<AccessReview>('/access_review', `?days=${days}`);
  return (
    <>
      <PageHeader
        description="Rights that nobody uses help nobody but whoever gets hold of them."
        action={<Select compact options={SPANS} value={days} onChange={setDays} aria-label="Not seen for" />}
      />
      <Loaded query={query} what="The review could not be made">
        {(review) => <Review review={review} />}
      </Loaded>
    </>
  );
}
