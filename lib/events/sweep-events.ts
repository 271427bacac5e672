import { uuidv7Floor } from '#lib/platform/ids.ts';
import { log } from '#lib/platform/log.ts';
import { enqueue, hasWaitingJobs } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { findUnprocessed, readSweepMark, writeSweepMark } from './repo.ts';

const MARK = 'processed-events';
const SAFE_AGE_MS = 60_000;
const BEHIND_MS = 10_000;
const CHUNK = 500;
const MAX_CHUNKS = 200;

export type SweepOptions = {
  /** After a start, or a break of the database, nobody knows what was held: take what is new and what waits as well. */
  afterBreak?: boolean;
};

/**
 * The events table is the truth: what is accepted, not processed and held by no job gets a new job. While jobs
 * wait in the queue nothing counts as lost; an event in the hands of a live worker is locked and skipped there.
 */
export async function sweepEvents(now: Date, options: SweepOptions = {}): Promise<{ enqueued: number }> {
  const { afterBreak = false } = options;
  if (!afterBreak && (await hasWaitingJobs('process-events'))) return { enqueued: 0 };
  const mark = await readSweepMark(MARK);
  const lost = await findUnprocessed({
    fromId: mark,
    belowId: uuidv7Floor(new Date(now.getTime() - (afterBreak ? 0 : BEHIND_MS))),
    limit: CHUNK * MAX_CHUNKS,
  });
  for (let i = 0; i < lost.length; i += CHUNK)
    await enqueue('process-events', { ids: lost.slice(i, i + CHUNK) });
  if (lost.length > 0) {
    log[afterBreak ? 'info' : 'warn'](
      { events: lost.length },
      'accepted events that no worker is known to hold are enqueued again',
    );
    wakeWorkers('process-events');
  }
  // A commit may come a little after its id was made: the mark stays a minute behind.
  const safe = uuidv7Floor(new Date(now.getTime() - SAFE_AGE_MS));
  const next = lost[0] !== undefined && lost[0] < safe ? lost[0] : safe;
  if (mark === null || next > mark) await writeSweepMark(MARK, next);
  return { enqueued: lost.length };
}
