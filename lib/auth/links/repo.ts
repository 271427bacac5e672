import { type Db, type Prisma, prisma } from '#lib/platform/db.ts';

export type AccountMailRow = Prisma.AccountMailGetPayload<object>;
export type NewMail = Pick<AccountMailRow, 'id' | 'kind' | 'userId' | 'address' | 'createdAt'> & {
  data: Record<string, string>;
};

export async function insertMail(db: Db, mail: NewMail): Promise<void> {
  await db.accountMail.create({ data: { ...mail, nextAttemptAt: mail.createdAt } });
}

/**
 * Takes a mail that waits and whose time has come, for as long as one attempt may take: two workers never send the same
 * one at the same moment. Null when there is nothing to do.
 */
export async function claimMail(id: string, now: Date, untilLost: Date): Promise<AccountMailRow | null> {
  const [row] = await prisma().accountMail.updateManyAndReturn({
    where: { id, state: 'waiting', nextAttemptAt: { lte: now } },
    data: { attempts: { increment: 1 }, nextAttemptAt: untilLost },
  });
  return row ?? null;
}

export async function finishMail(
  id: string,
  outcome: { state: 'sent' | 'failed'; error: string | null; now: Date },
): Promise<void> {
  const { state, error, now } = outcome;
  await prisma().accountMail.update({ where: { id }, data: { state, error, finishedAt: now } });
}

export async function postponeMail(id: string, until: Date, error: string): Promise<void> {
  await prisma().accountMail.update({ where: { id }, data: { nextAttemptAt: until, error } });
}

export async function dropMail(id: string): Promise<void> {
  await prisma().accountMail.deleteMany({ where: { id } });
}

export async function findDueMails(before: Date, limit: number): Promise<string[]> {
  const rows = await prisma().accountMail.findMany({
    where: { state: 'waiting', nextAttemptAt: { lte: before } },
    orderBy: { nextAttemptAt: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

export function findLatestMail(db: Db, userId: string): Promise<AccountMailRow | null> {
  return db.accountMail.findFirst({ where: { userId }, orderBy: { id: 'desc' } });
}

export async function deleteMailsBefore(moment: Date): Promise<void> {
  await prisma().accountMail.deleteMany({ where: { createdAt: { lt: moment } } });
  await prisma().accountLink.deleteMany({ where: { expiresAt: { lt: moment } } });
}

export type NewLink = Prisma.AccountLinkUncheckedCreateInput;

/** In place of the one before: of several mails only the newest link opens. */
export async function putLink(db: Db, link: NewLink): Promise<void> {
  const { userId, purpose } = link;
  await db.accountLink.upsert({
    where: { userId_purpose: { userId, purpose } },
    create: link,
    update: link,
  });
}

const WITH_USER = {
  user: { select: { id: true, email: true, name: true, enabled: true, invitedAt: true } },
} as const;
export type LinkRow = Prisma.AccountLinkGetPayload<{ include: typeof WITH_USER }>;

export function findLink(db: Db, tokenHash: Buffer): Promise<LinkRow | null> {
  return db.accountLink.findUnique({
    where: { tokenHash: new Uint8Array(tokenHash) },
    include: WITH_USER,
  });
}

/** True for whoever comes first. */
export async function spendLink(db: Db, id: string): Promise<boolean> {
  const { count } = await db.accountLink.deleteMany({ where: { id } });
  return count === 1;
}

/** Links that were sent and are worth nothing from now on. */
export async function dropLinks(db: Db, userId: string, purposes: readonly string[]): Promise<void> {
  await db.accountLink.deleteMany({ where: { userId, purpose: { in: [...purposes] } } });
}

export type ProvenAccount = { passwordHash?: string; emailVerifiedAt: Date; invitedAt?: null };

export async function proveAccount(db: Db, userId: string, data: ProvenAccount): Promise<void> {
  await db.user.update({ where: { id: userId }, data, select: { id: true } });
}
