import type { AuditVerification } from '#lib/audit/schema.ts';
import { verifyAudit } from '#lib/audit/verify-audit.ts';
import type { Context } from '#lib/auth/context.ts';
import { AppError } from '#lib/platform/errors.ts';

const WORDS: Readonly<Record<AuditVerification['faults'][number]['kind'], string>> = {
  entry_changed: 'is not what was sealed',
  entry_missing: 'is gone',
  link_missing: 'follows a link that is gone',
};

/** Walks the whole chain; a fault ends in failure. */
export async function auditVerify(ctx: Context): Promise<string> {
  const faults: AuditVerification['faults'] = [];
  let checked = 0;
  let head: AuditVerification['head'] = null;
  for (let from: number | null = 0; from !== null; ) {
    const stretch: AuditVerification = await verifyAudit(ctx, { from });
    faults.push(...stretch.faults);
    checked += stretch.checked;
    head = stretch.head;
    from = stretch.next;
  }
  if (faults.length > 0) {
    const lines = faults
      .slice(0, 20)
      .map(({ kind, seq, entry_id }) => `  link ${seq}, entry ${entry_id}: it ${WORDS[kind]}`);
    throw new AppError('conflict', `The audit log was tampered with:\n${lines.join('\n')}`);
  }
  const end = head ? ` The newest is ${head.seq} ${head.digest}.` : '';
  return `${checked} links of the audit log checked, all whole.${end}`;
}
