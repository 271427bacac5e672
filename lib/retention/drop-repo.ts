import { type Db, Prisma } from '#lib/platform/db.ts';

/** As long as a writer may have to wait behind us. */
const LOCK_WAIT_MS = 100;
const LOCK_NOT_AVAILABLE = '55P03';

/** The files are removed after the locks are given back. `name` is made by `partitionOf` and nowhere else. */
export async function dropTable(db: Db, name: string): Promise<void> {
  await db.$executeRaw(Prisma.raw(`SET LOCAL lock_timeout = ${LOCK_WAIT_MS}`));
  await db.$executeRaw(Prisma.raw(`DROP TABLE IF EXISTS ${name}`));
}

export function isLockTimeout(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && at.code === LOCK_NOT_AVAILABLE) return true;
    // As the client for what administrators edit reports what the server refused.
    if (at.message.includes(LOCK_NOT_AVAILABLE)) return true;
  }
  return false;
}
