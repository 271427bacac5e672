import { ALL_PERMISSIONS } from '../permissions.ts';
import { type Grant, readGrants } from './holder-repo.ts';
import type { PermissionQuery } from './permission-query.ts';
import { permissionSet } from './permission-set.ts';

type Source = {
  grant: string;
  role: string | null;
  through: string | null;
  expires_at: string | null;
};
/** A part of the query with its answer; of a name, every grant that allows it. */
export type Explanation =
  | { name: string; valid: boolean; sources: Source[] }
  | { any: Explanation[]; valid: boolean }
  | { all: Explanation[]; valid: boolean };

const toSource = ({ permission, role, through, expires_at }: Grant): Source => ({
  grant: permission,
  role,
  through,
  expires_at: expires_at?.toISOString() ?? null,
});

function explain(query: PermissionQuery, grants: readonly Grant[]): Explanation {
  if (typeof query === 'string') {
    const fit = grants.filter(
      ({ permission }) => permission === ALL_PERMISSIONS || permissionSet([permission]).allows(query),
    );
    return { name: query, valid: fit.length > 0, sources: fit.map(toSource) };
  }
  if ('any' in query) {
    const any = query.any.map((part) => explain(part, grants));
    return { any, valid: any.some(({ valid }) => valid) };
  }
  const all = query.all.map((part) => explain(part, grants));
  return { all, valid: all.every(({ valid }) => valid) };
}

/** Which part of a query holds for a user, and by which grant and role: read at this moment. */
export async function explainQuery(userId: string, query: PermissionQuery): Promise<Explanation> {
  return explain(query, await readGrants(userId));
}
