import { enqueue } from '#lib/queue/enqueue.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { findNextQueued } from './progress-repo.ts';

/** Lets the export of this person begin that waits for one of the others to end. */
export async function enqueueNextExport(userId: string): Promise<void> {
  const id = await findNextQueued(userId);
  if (id === null) return;
  await enqueue('export-events', { id });
  wakeWorkers('export-events');
}
