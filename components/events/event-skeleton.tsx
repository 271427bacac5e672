import { Skeleton } from '#components/ui/skeleton.tsx';

/** The shape of an event's details while they come. */
export function EventSkeleton() {
  return (
    <div role="status" aria-label="Loading the event" className="flex flex-col gap-6">
      <Skeleton className="h-9 w-full" />
      <Skeleton className="h-4 w-20" />
      <Skeleton className="h-64 w-full" />
      <Skeleton className="h-4 w-20" />
      <Skeleton className="h-32 w-full" />
    </div>
  );
}
