import type { AuditRow } from './repo.ts';
import type { AuditEntry } from './schema.ts';

export function presentEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actorType as AuditEntry['actor']['type'], id: row.actorId, name: row.actorName },
    request_id: row.requestId,
    address: row.address,
    action: row.action,
    subject_type: row.subjectType,
    subject_id: row.subjectId,
    before: row.before as AuditEntry['before'],
    after: row.after as AuditEntry['after'],
  };
}
