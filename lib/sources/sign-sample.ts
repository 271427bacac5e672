import { randomUUID } from 'node:crypto';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { requireSource } from './require-source.ts';
import type { SourceScheme } from './schema.ts';
import { schemeOf } from './schemes/registry.ts';
import { signCall } from './sign-call.ts';

export type SignedSample = { name: string; headers: Record<string, string>; body: Buffer };

/**
 * A call as the sender of this source would make it, signed with the newest secret.
 * @throws AppError `conflict` without a secret that can sign.
 */
export async function signSample(ctx: Context, id: string): Promise<SignedSample> {
  requirePermission(ctx, 'sources:write');
  const row = await requireSource(ctx.db, id);
  const callId = randomUUID();
  const sample = schemeOf(row.scheme as SourceScheme).sample(callId);
  const body = Buffer.from(JSON.stringify(sample.body));
  const signed = signCall(row, { body, id: callId, atMs: clock.now().getTime() });
  if (!signed) {
    throw new AppError(
      'conflict',
      'Nothing here can sign for this source: it has no secret, or a public key alone.',
    );
  }
  await recordAudit(ctx, { action: 'sources.send_sample', subjectType: 'source', subjectId: id });
  return {
    name: row.name,
    headers: { 'Content-Type': 'application/json', ...sample.headers, ...signed },
    body,
  };
}
