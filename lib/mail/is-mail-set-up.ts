import { answeredWithin } from '#lib/platform/answered-within.ts';
import { prisma } from '#lib/platform/db.ts';
import { hasMailSettings } from './repo.ts';

const AT_ONCE_MS = 1_000;

/** Whether the product can send mail of its own. */
export const isMailSetUp = (): Promise<boolean> => hasMailSettings(prisma());

/** The same for a page that stands without the store: no, where that cannot be told at once. */
export const isMailKnownSetUp = (): Promise<boolean> =>
  answeredWithin(AT_ONCE_MS, isMailSetUp()).catch(() => false);
