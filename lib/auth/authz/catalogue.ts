import { processSingleton } from '#lib/platform/singleton.ts';
import type { NamedPermission } from '../grants/schema.ts';
import { CATALOGUE, ensureFresh, holds, knownEpoch, type Stamp } from './freshness.ts';
import { readCatalogue } from './holder-repo.ts';

type Entry = { byName: ReadonlyMap<string, NamedPermission>; stamp: Stamp };

const slot = (): { entry: Entry | null } => processSingleton('authz.catalogue', () => ({ entry: null }));

/** Every permission there is, by name; at most a second old. @throws AppError `unavailable` when it cannot be told. */
export async function permissionCatalogue(): Promise<ReadonlyMap<string, NamedPermission>> {
  await ensureFresh();
  const own = slot();
  if (own.entry && holds(own.entry.stamp)) return own.entry.byName;
  const epoch = knownEpoch();
  const { version, permissions } = await readCatalogue();
  const byName = new Map(permissions.map((one) => [one.name, one]));
  own.entry = { byName, stamp: { version, epoch, tags: [CATALOGUE] } };
  return byName;
}
