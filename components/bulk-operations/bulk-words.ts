import type { BulkKind, BulkOperation } from '#lib/bulk-operations/schema.ts';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';

export const KIND_WORDS: Readonly<Record<BulkKind, string>> = {
  retry: 'Retry',
  resend: 'Resend',
  discard: 'Discard',
  replay: 'Replay',
};

/** What the kind does to each of its items. */
export const KIND_EFFECTS: Readonly<Record<BulkKind, string>> = {
  retry: 'Each is tried again under its own id. What has used up its plan gets one further attempt.',
  resend: 'Each event goes to its destination once more, as a new delivery with an id of its own.',
  discard: 'Nothing more is sent of them, and dead ones leave the shelf.',
  replay: 'Each event is enriched, scanned and dispatched again by the rules of today. What was found stays.',
};

export const itemsText = (target: BulkOperation['target'], count: number): string =>
  target === 'events' ? formatCount(count, 'event') : formatCount(count, 'delivery', 'deliveries');

export const isLive = ({ state }: Pick<BulkOperation, 'state'>): boolean => state === 'running';
export const isUnderWay = ({ state }: Pick<BulkOperation, 'state'>): boolean =>
  state === 'running' || state === 'paused';

const lookedAt = ({ done, skipped, failed }: BulkOperation): number => done + skipped + failed;

/** Between 0 and 1, never whole before the end. */
export function shareOf(operation: BulkOperation): number {
  if (operation.state === 'done') return 1;
  return operation.total === 0 ? 0 : Math.min(0.99, lookedAt(operation) / operation.total);
}

/** "120 of 4,000 deliveries" */
export function progressText(operation: BulkOperation): string {
  const items = itemsText(operation.target, operation.total);
  if (operation.state === 'planned' || operation.state === 'expired') return items;
  return operation.state === 'done'
    ? itemsText(operation.target, lookedAt(operation))
    : `${formatNumber(lookedAt(operation))} of ${items}`;
}

/** About how long what is left will take at the rate, in milliseconds. */
export function leftMs(operation: BulkOperation): number {
  return (Math.max(0, operation.total - lookedAt(operation)) / operation.rate_per_second) * 1_000;
}
