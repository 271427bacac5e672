'use client';

import Link from 'next/link';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import { MAX_HOLDERS, type PermissionHolder, type PermissionHolders } from '#lib/auth/grants/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';

function reason({ grant, role, from_role }: PermissionHolder, permission: string): string {
  const what = grant === permission ? '' : grant === 'all_all' ? ' (everything)' : ` (${grant})`;
  if (role === null) return `Given directly${what}`;
  return `Role ${role}${from_role ? `, which takes over from ${from_role}` : ''}${what}`;
}

function Holders({ permission, holders }: { permission: string; holders: PermissionHolders }) {
  const { items, capped } = holders;
  if (items.length === 0) return <p className="text-ink-2">Nobody.</p>;
  return (
    <>
      <p className="mb-2 text-ink-2 text-sm">
        {capped ? `The first ${MAX_HOLDERS} of them` : formatCount(items.length, 'person', 'people')}
      </p>
      <ul aria-label="People who may" className="divide-y rounded-panel border">
        {items.map((holder) => (
          <li
            key={holder.user_id}
            className="flex flex-wrap items-baseline justify-between gap-x-4 px-3 py-2"
          >
            <Link
              href={`/users?open=${holder.user_id}`}
              className="min-w-0 underline-offset-2 hover:underline"
            >
              <bdi className="font-medium">{holder.name}</bdi>{' '}
              <span className="text-ink-3 text-xs">{holder.email}</span>
            </Link>
            <span className="text-ink-2 text-sm">
              {reason(holder, permission)}
              {holder.expires_at ? (
                <span className="text-ink-3">
                  , until <Time at={holder.expires_at} exact />
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Who may do this, and why. */
export function HoldersDialog({ permission, onClose }: { permission: string; onClose: () => void }) {
  const query = useRecord<PermissionHolders>('/permissions', `/${encodeURIComponent(permission)}/holders`, {
    fresh: true,
  });
  return (
    <Dialog open wide onClose={onClose} title={`Who may ${permission}`}>
      <Loaded query={query} what="The people could not be loaded">
        {(holders) => <Holders permission={permission} holders={holders} />}
      </Loaded>
    </Dialog>
  );
}
