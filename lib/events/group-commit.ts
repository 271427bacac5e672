import { isDataFault } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';

export type GroupCommitLimits = {
  /** Statements in flight at once. */
  writers: number;
  /**
   * While callers come faster than they are answered, a statement begins this long after the last one at the earliest:
   * those who come a little later share its cost. Whoever finds nobody waiting never waits for it.
   */
  spacingMs: number;
  maxRowsPerFlush: number;
  maxBytesPerFlush: number;
  /** Waiting rows and bytes beyond which a submission is refused. */
  maxWaitingRows: number;
  maxWaitingBytes: number;
  /** An answer is given within this time, or it is a refusal. */
  deadlineMs: number;
};

type Parked<Row, Result> = {
  rows: Row[];
  sizeBytes: number;
  /** By `performance.now()`. */
  dueMs: number;
  resolve: (results: Result[]) => void;
  reject: (error: unknown) => void;
};

/** How much the newest statement counts in the time that one takes lately. */
const NEWEST_SHARE = 0.2;
/** Of the time allowed, how much may be spent waiting: the rest is for the statement itself and for the way out. */
const WAITING_SHARE = 0.6;

/** Too much waits for what comes now to be stored in time. */
export const overloaded = (): AppError =>
  new AppError('unavailable', 'Too many events are waiting to be stored.', {
    details: { retryAfterSeconds: 1 },
  });

/**
 * Lets concurrent callers share one statement and one commit: rows that arrive while the writers are busy wait
 * together, an idle writer takes whatever is there at once. `write` stores all rows or throws; a batch that
 * fails for a row's sake is split in halves until the bad row fails alone. What could not be answered in time is turned
 * away at once: a queue that only ends in refusals would take the work of those who could be served.
 */
export function createGroupCommit<Row, Result>(
  write: (rows: Row[]) => Promise<Result[]>,
  limits: GroupCommitLimits,
): {
  submit: (rows: Row[], sizeBytes: number) => Promise<Result[]>;
  /** Whether what is submitted now can still be answered in time: whoever knows it early saves the work. */
  hasRoom: () => boolean;
  drain: () => Promise<void>;
  waiting: () => number;
} {
  const parked = new Set<Parked<Row, Result>>();
  /** All who have no answer yet, parked or in flight: as they came, so the first is due first. */
  const unanswered = new Set<Parked<Row, Result>>();
  const inFlight = new Set<Promise<void>>();
  let watched = false;
  /** How long a statement took lately. */
  let flushMs = 0;
  let waitingRows = 0;
  let waitingBytes = 0;
  let scheduled = false;
  let spacer: NodeJS.Timeout | null = null;
  let lastBeganMs = Number.NEGATIVE_INFINITY;

  const forget = (entry: Parked<Row, Result>): void => {
    if (!parked.delete(entry)) return;
    waitingRows -= entry.rows.length;
    waitingBytes -= entry.sizeBytes;
  };

  /** One timer for all: the time allowed is the same for everybody, so nobody is due before the first. */
  const watchUntil = (delayMs: number): void => {
    watched = true;
    setTimeout(watch, delayMs);
  };
  const watch = (): void => {
    watched = false;
    const nowMs = performance.now();
    for (const entry of unanswered) {
      if (entry.dueMs > nowMs) {
        watchUntil(entry.dueMs - nowMs);
        return;
      }
      unanswered.delete(entry);
      forget(entry);
      entry.reject(overloaded());
    }
  };

  const take = (): Parked<Row, Result>[] => {
    const taken: Parked<Row, Result>[] = [];
    let rows = 0;
    let bytes = 0;
    for (const entry of parked) {
      rows += entry.rows.length;
      bytes += entry.sizeBytes;
      if (taken.length > 0 && (rows > limits.maxRowsPerFlush || bytes > limits.maxBytesPerFlush)) break;
      taken.push(entry);
    }
    for (const entry of taken) forget(entry);
    return taken;
  };

  const flush = async (batch: Parked<Row, Result>[]): Promise<void> => {
    const startedMs = performance.now();
    try {
      const results = await write(batch.flatMap((entry) => entry.rows));
      flushMs += (performance.now() - startedMs - flushMs) * NEWEST_SHARE;
      let from = 0;
      for (const entry of batch) {
        unanswered.delete(entry);
        entry.resolve(results.slice(from, from + entry.rows.length));
        from += entry.rows.length;
      }
    } catch (error) {
      if (batch.length > 1 && isDataFault(error)) {
        const middle = batch.length >> 1;
        await flush(batch.slice(0, middle));
        await flush(batch.slice(middle));
      } else {
        for (const entry of batch) {
          unanswered.delete(entry);
          entry.reject(error);
        }
      }
    }
  };

  const pump = (): void => {
    scheduled = false;
    if (spacer !== null) clearTimeout(spacer);
    spacer = null;
    while (parked.size > 0 && inFlight.size < limits.writers) {
      lastBeganMs = performance.now();
      const running = flush(take()).finally(() => {
        inFlight.delete(running);
        pumpSpaced();
      });
      inFlight.add(running);
    }
  };

  const pumpSpaced = (): void => {
    const leftMs = lastBeganMs + limits.spacingMs - performance.now();
    if (parked.size === 0 || leftMs < 1 || waitingRows >= limits.maxRowsPerFlush) pump();
    else if (!scheduled) spacer ??= setTimeout(pump, leftMs);
  };

  // Less than a full statement is never turned away: it goes out with the next one, whatever the last one took.
  const hasRoom = (): boolean =>
    waitingRows <= limits.maxRowsPerFlush ||
    (waitingRows / limits.maxRowsPerFlush + inFlight.size) * flushMs <= limits.deadlineMs * WAITING_SHARE;

  const submit = (rows: Row[], sizeBytes: number): Promise<Result[]> => {
    if (
      !hasRoom() ||
      waitingRows + rows.length > limits.maxWaitingRows ||
      waitingBytes + sizeBytes > limits.maxWaitingBytes
    ) {
      return Promise.reject(overloaded());
    }
    return new Promise((resolve, reject) => {
      const dueMs = performance.now() + limits.deadlineMs;
      const entry: Parked<Row, Result> = { rows, sizeBytes, dueMs, resolve, reject };
      parked.add(entry);
      unanswered.add(entry);
      if (!watched) watchUntil(limits.deadlineMs);
      waitingRows += rows.length;
      waitingBytes += sizeBytes;
      if (scheduled || (spacer !== null && waitingRows < limits.maxRowsPerFlush)) return;
      scheduled = true;
      // After the requests that this turn of the event loop still brings.
      setImmediate(pump);
    });
  };

  const drain = async (): Promise<void> => {
    while (parked.size > 0 || inFlight.size > 0) {
      pump();
      await Promise.all(inFlight);
    }
  };

  return { submit, hasRoom, drain, waiting: () => waitingRows };
}
