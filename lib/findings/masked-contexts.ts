import type { Db } from '#lib/platform/db.ts';
import { openSecret } from '#lib/platform/envelope.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import { selectSealed } from './read-repo.ts';
import type { LeakInPlace, MaskedContext } from './schema.ts';

const MOST = 10;

/** What stands beside a value in its latest places, by their ids: never the value, and every other one masked. */
export async function maskedContexts(db: Db, findingId: string): Promise<Map<string, MaskedContext>> {
  const rows = (await selectSealed(db, findingId)).slice(0, MOST);
  return new Map(
    rows.map(({ id, sealed }) => {
      const leak = JSON.parse(
        openSecret(sealed ?? '', sealedPlace('finding_places.sealed', id)),
      ) as LeakInPlace;
      return [id, { before: leak.before, after: leak.after }];
    }),
  );
}
