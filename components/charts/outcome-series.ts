import type { Series } from './limit-series.ts';

/** What events came to, stacked from below. */
export const OUTCOME_SERIES: readonly Series[] = [
  { key: 'pass', label: 'Passed', tone: 'pass' },
  { key: 'redact', label: 'Redacted', tone: 'redact' },
  { key: 'block', label: 'Blocked', tone: 'block' },
  { key: 'failed', label: 'Failed', tone: 'dead' },
  { key: 'waiting', label: 'Waiting', tone: 'flight' },
];
