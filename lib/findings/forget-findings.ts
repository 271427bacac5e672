import { prisma } from '#lib/platform/db.ts';
import { deleteExpiredReveals, deleteForgotten } from './review-repo.ts';

const AT_ONCE = 1_000;

/** Deletes reveals that are over, and findings that stand nowhere any more and were never reviewed. Answers how many. */
export async function forgetFindings(): Promise<number> {
  await deleteExpiredReveals(prisma());
  let forgotten = 0;
  for (let gone = AT_ONCE; gone === AT_ONCE; ) {
    gone = await deleteForgotten(prisma(), AT_ONCE);
    forgotten += gone;
  }
  return forgotten;
}
