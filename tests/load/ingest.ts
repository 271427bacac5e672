import { measureArrays, measureLatency, measureSingles } from './ingest/accept.ts';
import { measureHistory } from './ingest/history.ts';
import { measureOverload } from './ingest/overload.ts';
import { measurePaging } from './ingest/paging.ts';
import { measureStatements } from './ingest/statements.ts';
import type { Parts } from './parts.ts';

/** In the order of a whole run; the history comes last, because it stays. */
export const INGEST_PARTS: Parts = {
  singles: { words: 'single events against two yardsticks', measure: measureSingles },
  arrays: { words: 'arrays against raw inserts', measure: measureArrays },
  latency: { words: 'answers at steady rates', measure: measureLatency },
  statements: { words: 'SQL statements per event', measure: measureStatements },
  overload: { words: 'three times as much as it takes', measure: measureOverload },
  paging: { words: 'reading while events come in', measure: measurePaging },
  history: { words: '10 million stored events', measure: measureHistory },
};
