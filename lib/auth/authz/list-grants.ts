import type { Context } from '../context.ts';
import { requireRoleReader } from '../grants/require-role-reader.ts';
import { isSelf } from '../is-self.ts';
import { requireUser } from '../require-user.ts';
import { readGrants } from './holder-repo.ts';
import type { UserGrant } from './schema.ts';

/** All that a user may do now and where he has it from, one entry for each way; everybody may see his own. */
export async function listGrants(ctx: Context, userId: string): Promise<{ items: UserGrant[] }> {
  if (!isSelf(ctx, userId)) requireRoleReader(ctx);
  await requireUser(ctx.db, userId);
  const grants = await readGrants(userId);
  return {
    items: grants.map(({ expires_at, ...grant }) => ({
      ...grant,
      expires_at: expires_at?.toISOString() ?? null,
    })),
  };
}
