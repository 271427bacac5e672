import { timingSafeEqual } from 'node:crypto';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { clock } from '#lib/platform/clock.ts';
import { keyedHash, sha256 } from '#lib/platform/crypto.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { isUuid, uuidv7 } from '#lib/platform/ids.ts';
import { networkOf } from '#lib/platform/network.ts';
import { throttleAddress } from '#lib/platform/throttle.ts';
import { admissionFault } from './admission-fault.ts';
import { noteRefusedCall } from './refusals/note-refused-call.ts';
import type { SessionInput } from './schema.ts';
import { clientRefreshTokens, endOfSession, pairOf, type SessionPair } from './session-pair.ts';
import { findClientByAuthId, insertSession } from './session-repo.ts';

const TRIES = { key: 'client-session', what: 'session', triesPerWindow: 60, windowSeconds: 60 };
const NOBODY = '00000000-0000-0000-0000-000000000000';
const NO_SECRET = new Uint8Array(32);

/**
 * Opens a session for a client that knows its authId and secret, bound to the network it calls from.
 * @throws AppError `unauthenticated`, alike for a wrong authId, a wrong secret and a client that may not sign in;
 * `forbidden` when the caller's address is not known; `rate_limited` after too many wrong ones from one network.
 */
export async function openClientSession(ctx: Context, given: SessionInput): Promise<SessionPair> {
  const network = networkOf(ctx.address);
  if (network === null) {
    throw new AppError(
      'forbidden',
      'A session is bound to an address, and the address of this call is not known.',
    );
  }
  const takeBack = await throttleAddress(ctx.address, TRIES);
  const authId = given.authId.toLowerCase();
  const client = await findClientByAuthId(isUuid(authId) ? authId : NOBODY);
  const hash = keyedHash(given.secret, 'client-session-secret');
  const isRight = timingSafeEqual(hash, client?.authSecretHash ?? NO_SECRET);
  const now = clock.now();
  const fault = client && isRight ? admissionFault(client, ctx.address, now) : 'wrong_session_secret';
  if (!client || fault) {
    noteRefusedCall(client?.id ?? null, fault ?? 'wrong_session_secret', ctx.address);
    throw new AppError('unauthenticated', 'The authId or the secret is wrong.');
  }
  const id = uuidv7();
  const refreshToken = clientRefreshTokens.make(id);
  const session = {
    id,
    clientId: client.id,
    network,
    createdAt: now,
    refreshedAt: now,
    expiresAt: endOfSession(now, now),
  };
  const actor = { type: 'client', id: client.id, name: client.name, allowedCategories: [] } as const;
  await inTransaction({ ...ctx, actor }, async (own) => {
    await insertSession(own.db, { ...session, tokenHash: new Uint8Array(sha256(refreshToken)) });
    const subject = { subjectType: 'client_session', subjectId: id } as const;
    await recordAudit(own, { action: 'client_sessions.create', ...subject, after: { network } });
  });
  await takeBack();
  return pairOf(session, refreshToken);
}
