import Link from 'next/link';
import { useRecord } from '#components/record/use-record.ts';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RaisedNotice } from '#lib/notices/schema.ts';
import { NoticeRow } from './notice-row.tsx';
import type { NoticesQuery } from './use-notices.ts';

/** Says so when the notices reach nobody but whoever opens this list. */
function ReachNote({ onFollow }: { onFollow: () => void }) {
  const { data } = useRecord<{ items: readonly unknown[] }>(
    '/destinations',
    '?notices=true&enabled=true&limit=1',
  );
  if (!data || data.items.length > 0) return null;
  return (
    <p className="border-t px-4 py-2 text-ink-2 text-xs">
      No enabled destination gets notices, so they are only here.{' '}
      <Link href="/destinations" onClick={onFollow} className="rounded-badge underline hover:text-ink">
        Choose a destination
      </Link>
    </p>
  );
}

export type NoticesListProps = {
  query: NoticesQuery;
  newIds: ReadonlySet<string>;
  maySeeDestinations: boolean;
  onFollow: () => void;
};

function Rows({ notices, newIds, onFollow }: { notices: readonly RaisedNotice[] } & Rest) {
  if (notices.length === 0) {
    return (
      <p className="px-4 py-6 text-center text-ink-3 text-sm">
        Nothing in the last 30 days. Destinations that fail, recover or are disabled stand here, and dead
        deliveries that pile up.
      </p>
    );
  }
  return (
    <ul className="min-h-0 flex-1 divide-y divide-line overflow-y-auto">
      {notices.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} isNew={newIds.has(notice.id)} onFollow={onFollow} />
      ))}
    </ul>
  );
}

type Rest = Pick<NoticesListProps, 'newIds' | 'onFollow'>;

export function NoticesList({ query, newIds, maySeeDestinations, onFollow }: NoticesListProps) {
  const { data, error, refetch, isFetching } = query;
  return (
    <>
      {data ? (
        <Rows notices={data.items} newIds={newIds} onFollow={onFollow} />
      ) : error ? (
        <div className="flex flex-col items-start gap-2 px-4 py-4">
          <p role="alert" className="text-block-text text-sm">
            The notices could not be loaded: {error.detail}
          </p>
          <Button size="sm" busy={isFetching} onClick={() => void refetch()}>
            Load notices
          </Button>
        </div>
      ) : (
        <Skeleton className="m-4 h-16" />
      )}
      {maySeeDestinations ? <ReachNote onFollow={onFollow} /> : null}
    </>
  );
}
