import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { type AuditVerification, VERIFIED_AT_ONCE } from './schema.ts';
import { BEGINNING, digestOf, sealEntries } from './seal-entries.ts';
import { findLastSeal, type Link, selectLinks } from './seal-repo.ts';

type Fault = AuditVerification['faults'][number];
const MAX_FAULTS = 20;

function faultOf(link: Link, expected: { seq: number; before: Buffer }): Fault['kind'] | null {
  if (link.seq !== expected.seq) return 'link_missing';
  if (link.text === null) return 'entry_missing';
  return digestOf(expected.before, link.text).equals(link.digest) ? null : 'entry_changed';
}

/**
 * Walks a stretch of the chain over the audit log, from the first link or from where the stretch before ended, and works
 * out every digest anew. What has no link yet gets one first.
 */
export async function verifyAudit(ctx: Context, { from }: { from: number }): Promise<AuditVerification> {
  requirePermission(ctx, 'audit:read');
  if (from === 0) await sealEntries();
  const head = await findLastSeal();
  // One link more than is checked: the one before, which the first follows.
  const links = await selectLinks(from, VERIFIED_AT_ONCE + 1);
  const known = from === 0 ? null : links.shift();
  const faults: Fault[] = [];
  let [seq, before] = [from, known?.digest ?? BEGINNING];
  if (from > 0 && known?.seq !== from) faults.push({ kind: 'link_missing', seq: from, entry_id: null });
  const checked = links.slice(0, VERIFIED_AT_ONCE);
  for (const link of checked) {
    const kind = faultOf(link, { seq: seq + 1, before });
    if (kind !== null && faults.length < MAX_FAULTS)
      faults.push({ kind, seq: link.seq, entry_id: link.entryId });
    // What follows is measured by what is kept, so that one change is told once.
    seq = link.seq;
    before = link.digest;
  }
  const last = checked.at(-1)?.seq ?? from;
  return {
    checked: checked.length,
    next: head !== null && last < head.seq && checked.length > 0 ? last : null,
    faults,
    head: head && { seq: head.seq, digest: head.digest.toString('hex') },
  };
}
