import { documentAtFault } from '#lib/dlp/scan-failure.ts';

const blamed = new WeakMap<object, string>();

/** Notes which of the scanned events ended the scan, if one did; gives the error back to be thrown. */
export function blameEvent(error: unknown, events: readonly { id: string }[]): unknown {
  const event = events[documentAtFault(error) ?? -1];
  if (event) blamed.set(error as object, event.id);
  return error;
}

/** The event that ended the scan of its batch; null for any other error. */
export function eventAtFault(error: unknown): string | null {
  return typeof error === 'object' && error !== null ? (blamed.get(error) ?? null) : null;
}
