import { recordAudit } from '#lib/audit/record-audit.ts';
import { inTransaction } from '#lib/platform/db.ts';
import { env } from '#lib/platform/env.ts';
import { networkOf, plainAddress } from '#lib/platform/network.ts';
import type { Context } from './context.ts';
import { moveSession, type SessionRow } from './session-repo.ts';

/** What has to be the same; null for an address that is not known, which is never the same as another. */
const bound = (address: string | null | undefined, policy: 'strict' | 'prefix'): string | null =>
  policy === 'prefix' ? networkOf(address) : networkOf(address) && plainAddress(address ?? '');

/**
 * Whether a session may be renewed from here, as `ADDRESS_BINDING` has it: from the same address, from the same network (an
 * address of IPv4, a /64 of IPv6), or from anywhere with an entry in the audit log when it moves.
 */
export async function mayRenewFrom(ctx: Context, session: SessionRow): Promise<boolean> {
  const policy = env().ADDRESS_BINDING;
  if (policy !== 'observe') {
    const here = bound(ctx.address, policy);
    return here !== null && here === bound(session.address, policy);
  }
  const [before, after] = [networkOf(session.address), networkOf(ctx.address)];
  if (before === after || ctx.address === undefined) return true;
  const { address } = ctx;
  await inTransaction(ctx, async (tx) => {
    await moveSession(tx.db, session.id, address);
    const subject = { subjectType: 'session', subjectId: session.id } as const;
    const moved = { before: { address: session.address }, after: { address, user: session.email } };
    await recordAudit(tx, { action: 'sessions.move', ...subject, ...moved });
  });
  return true;
}
