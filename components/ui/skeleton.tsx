import { clsx } from 'clsx';

/** A quiet block of the size of what is coming. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <span aria-hidden className={clsx('block animate-pulse rounded-badge bg-hover', className)} />;
}
