import { z } from 'zod';

export const OVERVIEW_RANGES = { '15m': 15, '1h': 60, '6h': 360, '24h': 1440 } as const;

export const OverviewQuery = z.strictObject({ range: z.enum(['15m', '1h', '6h', '24h']).default('1h') });
export type OverviewQuery = z.infer<typeof OverviewQuery>;

export type Bucket = {
  at: string;
  pass: number;
  redact: number;
  block: number;
  failed: number;
  waiting: number;
};

/** One minute of receipt and one destination: `accepted` is what dispatch decided, the rest what became of it. */
export type LedgerRow = {
  minute: string;
  destination_id: string;
  destination: string | null;
  accepted: number;
  delivered: number;
  withheld: number;
  discarded: number;
  dead: number;
  in_flight: number;
  /** Accepted less all the others: anything but 0 is an event lost or doubled. */
  difference: number;
};

export type Ledger = {
  from: string;
  to: string;
  rows: LedgerRow[];
  /** No row older than a minute has a difference. */
  balanced: boolean;
};

export type Overview = {
  range: OverviewQuery['range'];
  bucket_seconds: number;
  /** Ends with the bucket that is still filling. */
  events: Bucket[];
  totals: {
    events: number;
    events_before: number;
    findings: number;
    findings_before: number;
    waiting: number;
  };
  findings_by_pattern: { pattern: string; severity: string; count: number }[];
  deliveries: {
    destination_id: string;
    destination: string;
    kind: string;
    enabled: boolean;
    delivered: number;
    failed_attempts: number;
    waiting: number;
    dead: number;
    withheld: number;
  }[];
  /** Accept to the first delivery, over the range; null while nothing was delivered. */
  delivery_ms: { p50: number; p95: number } | null;
  has_clients: boolean;
  /** Of the last 15 minutes, whichever range was asked for; null when it could not be counted in time. */
  ledger: Ledger | null;
};
