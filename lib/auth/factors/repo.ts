import { type Db, type Prisma, prisma } from '#lib/platform/db.ts';

export type AuthenticatorRow = Prisma.AuthenticatorGetPayload<object>;
export type PasskeyRow = Prisma.PasskeyGetPayload<object>;

export function findAuthenticator(db: Db, userId: string): Promise<AuthenticatorRow | null> {
  return db.authenticator.findUnique({ where: { userId } });
}

/** In place of one that was never confirmed. */
export async function putAuthenticator(
  db: Db,
  row: Pick<AuthenticatorRow, 'id' | 'userId' | 'sealed' | 'createdAt'>,
): Promise<void> {
  await db.authenticator.deleteMany({ where: { userId: row.userId, confirmedAt: null } });
  await db.authenticator.create({ data: row });
}

/** Takes the code of this time step, if none of it or a later one was taken; true for whoever comes first. */
export async function takeStep(db: Db, id: string, step: number): Promise<boolean> {
  const { count } = await db.authenticator.updateMany({
    where: { id, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
    data: { lastStep: step },
  });
  return count === 1;
}

export async function confirmAuthenticator(db: Db, id: string, now: Date): Promise<void> {
  await db.authenticator.update({ where: { id }, data: { confirmedAt: now } });
}

export async function deleteAuthenticator(db: Db, userId: string): Promise<boolean> {
  const { count } = await db.authenticator.deleteMany({ where: { userId, confirmedAt: { not: null } } });
  return count === 1;
}

export function findPasskeys(db: Db, userId: string): Promise<PasskeyRow[]> {
  return db.passkey.findMany({ where: { userId }, orderBy: { id: 'asc' } });
}

export function findPasskey(db: Db, credentialId: string): Promise<PasskeyRow | null> {
  return db.passkey.findUnique({ where: { credentialId } });
}

export async function insertPasskey(db: Db, data: Prisma.PasskeyUncheckedCreateInput): Promise<void> {
  await db.passkey.create({ data });
}

export async function notePasskeyUse(
  db: Db,
  id: string,
  use: { counter: number; backedUp: boolean; now: Date },
): Promise<void> {
  const { counter, backedUp, now } = use;
  await db.passkey.update({ where: { id }, data: { counter, backedUp, lastUsedAt: now } });
}

export async function deletePasskey(db: Db, userId: string, id: string): Promise<boolean> {
  const { count } = await db.passkey.deleteMany({ where: { id, userId } });
  return count === 1;
}

export async function replaceRecoveryCodes(
  db: Db,
  userId: string,
  codes: readonly { id: string; codeHash: Buffer }[],
): Promise<void> {
  await db.recoveryCode.deleteMany({ where: { userId } });
  const data = codes.map(({ id, codeHash }) => ({ id, userId, codeHash: new Uint8Array(codeHash) }));
  await db.recoveryCode.createMany({ data });
}

export function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  return db.recoveryCode.count({ where: { userId, usedAt: null } });
}

/** True for whoever comes first. */
export async function takeRecoveryCode(
  db: Db,
  userId: string,
  use: { codeHash: Buffer; now: Date },
): Promise<boolean> {
  const { count } = await db.recoveryCode.updateMany({
    where: { userId, codeHash: new Uint8Array(use.codeHash), usedAt: null },
    data: { usedAt: use.now },
  });
  return count === 1;
}

export async function insertChallenge(challenge: {
  challengeHash: Buffer;
  userId: string | null;
  expiresAt: Date;
}): Promise<void> {
  const { challengeHash, ...rest } = challenge;
  await prisma().passkeyChallenge.create({ data: { challengeHash: new Uint8Array(challengeHash), ...rest } });
}

/** True once, for the one it was made for. */
export async function takeChallenge(
  challengeHash: Buffer,
  userId: string | null,
  now: Date,
): Promise<boolean> {
  const { count } = await prisma().passkeyChallenge.deleteMany({
    where: { challengeHash: new Uint8Array(challengeHash), userId, expiresAt: { gt: now } },
  });
  return count === 1;
}

export async function deleteChallengesBefore(moment: Date): Promise<void> {
  await prisma().passkeyChallenge.deleteMany({ where: { expiresAt: { lt: moment } } });
}

export type FactorCounts = { totp: boolean; passkey: boolean };

export async function countFactors(db: Db, userId: string): Promise<FactorCounts> {
  const totp = await db.authenticator.count({ where: { userId, confirmedAt: { not: null } } });
  return { totp: totp > 0, passkey: (await db.passkey.count({ where: { userId } })) > 0 };
}
