import { lockNoticeMarks } from '#lib/notices/repo.ts';
import type { Notice } from '#lib/notices/schema.ts';
import type { PgClient } from '#lib/platform/db.ts';
import { raiseNotice } from './raise-notice.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type Subject = { id: string; name: string };

const keyOf = ({ id }: Subject, what: string): string => `destination ${id} ${what}`;

const about = (
  subject: Subject,
  what: string,
  { data, ...rest }: Pick<Notice, 'title' | 'quietMs' | 'data'>,
): Notice => ({
  name: `destination.${what}`,
  key: keyOf(subject, what),
  link: `/destinations/${subject.id}`,
  data: { destination: subject.name, destination_id: subject.id, ...data },
  ...rest,
});

/** Whether the last thing told of it, of these two, was that it fails. */
async function isToldFailing(client: PgClient, subject: Subject): Promise<boolean> {
  const [failing, recovered] = [keyOf(subject, 'failing'), keyOf(subject, 'recovered')];
  const marks = await lockNoticeMarks(client, [failing, recovered]);
  const failedAt = marks.get(failing);
  return failedAt !== undefined && failedAt > (marks.get(recovered) ?? Number.NEGATIVE_INFINITY);
}

/**
 * Tells that it fails, unless that was the last thing told of it; one that fails and recovers by turns is told so once
 * an hour. It cannot be told itself.
 */
export async function tellFailing(
  client: PgClient,
  subject: Subject,
  why: { title: string; data: Record<string, unknown> },
): Promise<void> {
  if (await isToldFailing(client, subject)) return;
  const notice = about(subject, 'failing', { ...why, quietMs: HOUR_MS });
  await raiseNotice(client, { ...notice, exceptDestinationId: subject.id });
}

/** Tells that it takes deliveries again, to whoever was told that it fails. */
export async function tellRecovered(client: PgClient, subject: Subject): Promise<void> {
  if (!(await isToldFailing(client, subject))) return;
  const title = `${subject.name} takes deliveries again`;
  await raiseNotice(client, about(subject, 'recovered', { title, quietMs: 0, data: {} }));
}

/** By the product for a reason, or by somebody: both are told, each once in ten minutes. */
export async function tellDisabled(
  client: PgClient,
  subject: Subject,
  { reason, by }: { reason: string | null; by: string | null },
): Promise<void> {
  const title =
    reason === null ? `${subject.name} was disabled by ${by}` : `${subject.name} was disabled. ${reason}`;
  const consequence = 'Events that arrive are not kept for it until it is enabled again.';
  const notice = about(subject, 'disabled', {
    title,
    quietMs: 10 * MINUTE_MS,
    data: { reason, disabled_by: by, consequence },
  });
  await raiseNotice(client, {
    ...notice,
    key: `${notice.key} ${reason === null ? 'by somebody' : 'by itself'}`,
  });
}

/** More deliveries than usual ended on the dead shelf: told once an hour for as long as it goes on. */
export async function tellDeadLetters(client: PgClient, subject: Subject, died: number): Promise<void> {
  const title = `${died} deliveries to ${subject.name} died within an hour`;
  const data = {
    died_in_the_last_hour: died,
    consequence: 'They are on the dead shelf and are not tried again.',
  };
  const notice = about(subject, 'dead_letters', { title, quietMs: HOUR_MS, data });
  const link = `/deliveries?status=dead&destination=${subject.id}`;
  await raiseNotice(client, { ...notice, link, exceptDestinationId: subject.id });
}

/** Paused for long while events go on to wait for it: told once a day. */
export async function tellWaiting(
  client: PgClient,
  subject: Subject,
  { pausedAt, waiting }: { pausedAt: Date; waiting: string },
): Promise<void> {
  const title = `${subject.name} is paused, and ${waiting} wait for it`;
  const data = { paused_since: pausedAt.toISOString(), waiting };
  const notice = about(subject, 'waiting', { title, quietMs: DAY_MS, data });
  await raiseNotice(client, { ...notice, exceptDestinationId: subject.id });
}
