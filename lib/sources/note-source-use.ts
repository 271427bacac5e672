import { notebook } from '#lib/platform/notebook.ts';
import { addSourceUses, type SourceUse } from './secret-repo.ts';

const uses = notebook<SourceUse>({
  what: 'uses of sources',
  flushEveryMs: 10_000,
  max: 5_000,
  keyOf: ({ sourceId, secretId }) => `${sourceId} ${secretId}`,
  merge: (known, use) => {
    known.calls += use.calls;
    known.atMs = Math.max(known.atMs, use.atMs);
    known.sinceMs = Math.min(known.sinceMs, use.sinceMs);
  },
  countOf: ({ calls }) => calls,
  write: addSourceUses,
});

/** Remembers that a source was called, and with which of its secrets. */
export const noteSourceUse = (sourceId: string, secretId: string | null, atMs: number): void =>
  uses.note({ sourceId, secretId, sinceMs: atMs, atMs, calls: 1 });

/** Writes what is remembered; a process that ends calls it last. @throws when the store is away: nothing is forgotten. */
export const flushSourceUses = (): Promise<void> => uses.flush();
