import { deleteRefusalsBefore } from './repo.ts';
import { REFUSALS_KEPT_DAYS } from './schema.ts';

/** Answers how many rows. */
export const forgetOldRefusals = (now: Date): Promise<number> =>
  deleteRefusalsBefore(new Date(now.getTime() - REFUSALS_KEPT_DAYS * 86_400_000));
