'use client';

import type { ReactNode } from 'react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RecordQuery } from './use-record.ts';

export type LoadedProps<T> = {
  query: RecordQuery<T>;
  /** "The pattern could not be loaded" */
  what: string;
  /** Stands in its place meanwhile, of about its size. */
  skeleton?: ReactNode;
  children: (value: T) => ReactNode;
};

function Lines() {
  return (
    <div role="status" aria-label="Loading" className="flex max-w-form flex-col gap-4">
      <Skeleton className="h-control" />
      <Skeleton className="h-control" />
      <Skeleton className="h-24" />
      <Skeleton className="h-control w-1/2" />
    </div>
  );
}

/** A thing once it is there; before that its outline, and its failure with a way on. */
export function Loaded<T>({ query, what, skeleton, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    return (
      <ErrorState
        what={what}
        error={query.error}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  }
  return skeleton ?? <Lines />;
}
