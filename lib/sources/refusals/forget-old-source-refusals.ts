import { deleteRefusalsBefore } from './repo.ts';
import { SOURCE_REFUSALS_KEPT_DAYS } from './schema.ts';

/** Answers how many rows. */
export const forgetOldSourceRefusals = (now: Date): Promise<number> =>
  deleteRefusalsBefore(new Date(now.getTime() - SOURCE_REFUSALS_KEPT_DAYS * 86_400_000));
