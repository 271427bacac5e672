import { notebook } from '#lib/platform/notebook.ts';
import { addHits, type ExclusionHits } from './repo.ts';

const book = notebook<ExclusionHits>({
  what: 'hits of exclusions',
  flushEveryMs: 2_000,
  max: 10_000,
  keyOf: ({ id }) => id,
  merge: (known, { hits, at }) => {
    known.hits += hits;
    known.at = at;
  },
  countOf: ({ hits }) => hits,
  write: addHits,
});

/** Counts what an exclusion left out; written every two seconds. */
export const noteExclusionHit = (id: string, at: Date): void => book.note({ id, hits: 1, at });

/** A process that ends calls it last. */
export const flushExclusionHits = book.flush;
