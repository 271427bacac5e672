import { prisma } from '#lib/platform/db.ts';
import { hasMailSettings } from './repo.ts';

/** Whether the product can send mail of its own. */
export const isMailSetUp = (): Promise<boolean> => hasMailSettings(prisma());
