import type { Context } from '../context.ts';
import type { NamedPermission } from '../grants/schema.ts';
import { permissionCatalogue } from './catalogue.ts';
import { requireAsked } from './require-asked.ts';

/** All that a user may do, directly and through roles, by name, as it was granted. @throws AppError as `requireAsked`. */
export async function listCombinedPermissions(
  ctx: Context,
  userId: string,
  { at_least }: { at_least?: number | undefined } = {},
): Promise<NamedPermission[]> {
  const { held } = await requireAsked(ctx, userId, at_least);
  const catalogue = await permissionCatalogue();
  return held.names.flatMap((name) => catalogue.get(name) ?? []);
}
