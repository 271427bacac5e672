import { AppError } from './errors.ts';

/** A unique index refused the write: Prisma's P2002, or PostgreSQL's 23505 underneath a raw index. */
function isUniqueFault(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && (at.code === 'P2002' || at.code === '23505')) return true;
    if (/unique constraint/i.test(at.message)) return true;
  }
  return false;
}

/** Runs a write and says which field is taken when a unique index refuses it. */
export async function refuseTaken<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueFault(error)) throw error;
    throw new AppError('conflict', `This ${path} is taken.`, {
      cause: error,
      details: { errors: [{ path, message: 'is taken' }] },
    });
  }
}
