import { clock } from '#lib/platform/clock.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import type { Db } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { throttleAddress } from '#lib/platform/throttle.ts';
import { findLink, type LinkRow } from './repo.ts';

const RULE = { key: 'link', what: 'link', triesPerWindow: 30, windowSeconds: 60 };

/** One answer for all that no longer opens: used, over, replaced by a newer one, or never made. */
export const deadLink = (): AppError =>
  new AppError('not_found', 'This link was used already, has expired, or was replaced by a newer one.');

/** Counts a try at a link before it is looked at. @throws AppError `rate_limited` */
export const throttleLink = (address: string | undefined) => throttleAddress(address, RULE);

/** A link that still opens. @throws AppError `not_found` */
export async function requireLink(db: Db, token: string): Promise<LinkRow> {
  const link = await findLink(db, sha256(token));
  const opens = link?.user.enabled && link.expiresAt > clock.now() && link.email === link.user.email;
  if (!link || !opens) throw deadLink();
  return link;
}
