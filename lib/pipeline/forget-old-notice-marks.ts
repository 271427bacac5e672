import { pool } from '#lib/platform/db.ts';
import { deleteNoticeMarks } from './notice-repo.ts';
import { LONGEST_QUIET_MS } from './raise-notice.ts';

/** Forgets when notices were raised that nothing keeps quiet any more. */
export async function forgetOldNoticeMarks(): Promise<void> {
  await deleteNoticeMarks(pool(), LONGEST_QUIET_MS);
}
