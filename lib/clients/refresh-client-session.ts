import type { Context } from '#lib/auth/context.ts';
import { clock } from '#lib/platform/clock.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';
import { networkOf } from '#lib/platform/network.ts';
import { isHashOf, refreshTokenAge } from '#lib/platform/refresh-token.ts';
import { admissionFault } from './admission-fault.ts';
import { endSession } from './end-session.ts';
import { noteRefusedCall } from './refusals/note-refused-call.ts';
import type { RefusalReason } from './refusals/schema.ts';
import { type ClientRow, findClient } from './repo.ts';
import { clientRefreshTokens, endOfSession, pairOf, type SessionPair } from './session-pair.ts';
import { type ClientSessionRow, countTryElsewhere, findSession, rotateToken } from './session-repo.ts';

/** So many refreshes from another network end the session: its refresh token is in other hands, or its holder has moved for good. */
const TRIES_ELSEWHERE = 3;

/** Counted for the client, if there is one, and answered alike. */
function refuse(clientId: string | null, reason: RefusalReason, { address }: Context): AppError {
  noteRefusedCall(clientId, reason, address);
  return new AppError(
    'unauthenticated',
    'The refresh token is unknown, expired or spent: open a new session.',
  );
}

type Session = Pick<ClientSessionRow, 'id' | 'clientId'>;

/** Neither a thief nor the owner can be told apart, so the session ends for both. Joins the caller's transaction. */
async function revoke(ctx: Context, { id, clientId }: Session, named: { name: string; reason: string }) {
  const { name, reason } = named;
  log.warn({ sessionId: id, clientId, address: ctx.address, reason }, 'the session of a client is ended');
  const actor = { type: 'client', id: clientId, name, allowedCategories: [] } as const;
  await endSession({ ...ctx, actor }, id, reason);
}

/** Of tries at the same moment one is the third. */
async function refuseElsewhere(ctx: Context, session: Session, name: string): Promise<AppError> {
  noteRefusedCall(session.clientId, 'session_moved', ctx.address);
  await inTransaction(ctx, async (tx) => {
    const reason = `${TRIES_ELSEWHERE} refreshes from another network`;
    const tries = await countTryElsewhere(tx.db, session.id);
    if (tries === TRIES_ELSEWHERE) await revoke(tx, session, { name, reason });
  });
  return new AppError('forbidden', 'The address has changed since the session began: open a new session.');
}

/** Why a session is not renewed that is asked for from its own network; null when it is. */
function faultOf(session: ClientSessionRow, client: ClientRow, { address }: Context): RefusalReason | null {
  const now = clock.now();
  if (session.revokedAt) return 'session_revoked';
  return session.expiresAt <= now ? 'session_expired' : admissionFault(client, address, now);
}

/**
 * Exchanges a refresh token for a new pair and spends it; within 10 s a repeat gets the same pair.
 * @throws AppError `unauthenticated` (unknown, expired, or reused: which ends the session), `forbidden` (from
 * another network than the session's: the token stays good, but the third time ends the session).
 */
export async function refreshClientSession(ctx: Context, refreshToken: string): Promise<SessionPair> {
  const token = clientRefreshTokens.parse(refreshToken);
  const session = token && (await findSession(token.sessionId));
  const client = session && (await findClient(ctx.db, session.clientId));
  if (!token || !session || !client) throw refuse(null, 'session_expired', ctx);
  const now = clock.now();
  const spent = sha256(refreshToken);
  const age = refreshTokenAge(session, spent, now);
  if (age === 'reused') {
    await revoke(ctx, session, { name: client.name, reason: 'refresh token reused' });
    throw refuse(client.id, 'refresh_token_reused', ctx);
  }
  if (session.network !== networkOf(ctx.address)) throw await refuseElsewhere(ctx, session, client.name);
  const fault = faultOf(session, client, ctx);
  if (fault) throw refuse(client.id, fault, ctx);
  const next = clientRefreshTokens.next(token);
  if (age === 'repeated') return pairOf(session, next);
  const renewed = { ...session, refreshedAt: now, expiresAt: endOfSession(session.createdAt, now) };
  const rotation = { spent, next: sha256(next), now, expiresAt: renewed.expiresAt };
  if (await rotateToken(session.id, rotation)) return pairOf(renewed, next);
  // Another request with the same token was faster, or the session ended meanwhile: the row knows.
  const settled = await findSession(session.id);
  if (!settled || settled.revokedAt || !isHashOf(settled.tokenHash, rotation.next))
    throw refuse(client.id, 'session_revoked', ctx);
  return pairOf(settled, next);
}
