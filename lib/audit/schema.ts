import { z } from 'zod';
import { Moment, SearchText } from '#lib/platform/schema.ts';

/** What an entry can be about. */
export const AUDIT_SUBJECTS = [
  'audit',
  'backtest',
  'bulk_operation',
  'client',
  'client_session',
  'delivery',
  'destination',
  'encryption_key',
  'enrichment_rule',
  'event',
  'event_view',
  'exclusion',
  'export',
  'file',
  'finding',
  'mail_settings',
  'pattern',
  'permission',
  'retention',
  'role',
  'session',
  'signing_key',
  'slack_channel',
  'slack_message',
  'slack_workspace',
  'source',
  'unscannable_rules',
  'user',
] as const;
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

export const AuditQuery = z.strictObject({
  /** Part of the actor's name, or his id. */
  actor: SearchText.optional(),
  /** A whole action (`patterns.create`) or its beginning (`patterns.`). */
  action: SearchText.optional(),
  subject_type: SearchText.optional(),
  subject_id: SearchText.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  /** Part of the actor's name, the action or the subject's id. */
  q: SearchText.optional(),
});
export type AuditQuery = z.output<typeof AuditQuery>;

/** Rows of an exported file at most. */
export const MAX_EXPORTED = 500_000;
export const AuditExportQuery = AuditQuery.extend({ format: z.enum(['csv', 'ndjson']).default('csv') });
export type AuditExportQuery = z.output<typeof AuditExportQuery>;

export const AuditEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.object({
    type: z.enum(['user', 'client', 'source', 'system', 'anonymous']),
    id: z.string().nullable(),
    name: z.string(),
  }),
  request_id: z.string(),
  address: z.string().nullable(),
  action: z.string(),
  subject_type: z.string(),
  subject_id: z.string(),
  before: z.json(),
  after: z.json(),
});
export type AuditEntry = z.output<typeof AuditEntry>;

/** Links of the chain that one call walks. */
export const VERIFIED_AT_ONCE = 5_000;

export const VerificationQuery = z.strictObject({
  /** `next` of the stretch before. */
  from: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
});

export const AuditVerification = z.strictObject({
  checked: z.int(),
  /** Where the next stretch begins; null at the end of the chain. */
  next: z.int().nullable(),
  /** At most 20. */
  faults: z.array(
    z.strictObject({
      /** Changed since it was sealed, deleted, or links of the chain were taken out before this one. */
      kind: z.enum(['entry_changed', 'entry_missing', 'link_missing']),
      seq: z.int(),
      entry_id: z.uuid().nullable(),
    }),
  ),
  /** The newest link: noted elsewhere, it shows later that nothing before it was exchanged as a whole. */
  head: z.strictObject({ seq: z.int(), digest: z.string() }).nullable(),
});
export type AuditVerification = z.output<typeof AuditVerification>;
