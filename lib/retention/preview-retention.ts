import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { isReadTimeout } from '#lib/platform/read-bounded.ts';
import { QUEUES } from '#lib/queue/jobs.ts';
import { dayOf } from './expiry.ts';
import { previewStorage } from './preview-storage.ts';
import type { RetentionPreview, RetentionRules } from './schema.ts';
import { countStored, readDaySizes, samplePercent } from './storage-repo.ts';

const HOUR_MS = 3_600_000;
/** The job runs once an hour, in this minute. */
const RUN_MINUTE = Number.parseInt(QUEUES['apply-retention'].cron, 10);

function nextRun(now: Date): Date {
  const thisHour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS + RUN_MINUTE * 60_000;
  return new Date(thisHour > now.getTime() ? thisHour : thisHour + HOUR_MS);
}

async function readStored(lastDay: string, categories: readonly string[]) {
  const sizes = await readDaySizes(lastDay);
  return { sizes, counts: await countStored(sizes, categories) };
}

const TOO_SLOW = 'What is stored could not be counted in time: the database is busy.';

function inOwnWords(error: unknown): never {
  if (!isReadTimeout(error)) throw error;
  throw new AppError('unavailable', TOO_SLOW, { details: { extra: { reason: 'too_slow' } } });
}

/**
 * What is stored, and what the next run would delete of it under these rules. Nothing is changed.
 * @throws AppError `unavailable` when counting takes too long.
 */
export async function previewRetention(ctx: Context, rules: RetentionRules): Promise<RetentionPreview> {
  requirePermission(ctx, 'retention:read');
  const now = clock.now();
  const nextRunAt = nextRun(now);
  // A run after midnight finds one day more to be over.
  const today = dayOf(nextRunAt);
  const categories = rules.rules.map(({ category }) => category);
  const { sizes, counts } = await readStored(dayOf(now), categories).catch(inOwnWords);
  const filled = sizes.filter(({ heap_bytes }) => heap_bytes > 0).length;
  const days = sizes.map((size) => ({
    day: size.day,
    bytes: size.bytes,
    estimated: samplePercent(size, filled) < 100,
  }));
  return {
    today,
    next_run_at: nextRunAt.toISOString(),
    estimated: days.some(({ estimated }) => estimated),
    ...previewStorage(rules, { today, days, counts }),
  };
}
