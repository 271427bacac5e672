import type { AuditEntry } from '#lib/audit/schema.ts';

const PAGES: Readonly<Partial<Record<string, (id: string) => string>>> = {
  pattern: (id) => `/patterns?open=${id}`,
  client: (id) => `/clients/${id}`,
  destination: (id) => `/destinations/${id}`,
  enrichment_rule: (id) => `/enrichment/${id}`,
  user: (id) => `/users?open=${id}`,
  delivery: (id) => `/deliveries/${id}`,
  bulk_operation: (id) => `/bulk_operations?open=${id}`,
  event: (id) => `/events/${id}`,
  retention: () => '/settings/retention',
};

/** Where the subject of an entry has its page; null when it has none, or was deleted by it. */
export function subjectHref(entry: AuditEntry): string | null {
  if (entry.action.endsWith('.delete')) return null;
  return PAGES[entry.subject_type]?.(entry.subject_id) ?? null;
}

function nameIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const { name, email } = value as { name?: unknown; email?: unknown };
  if (typeof name === 'string') return name;
  return typeof email === 'string' ? email : null;
}

/** The subject's name as it was then, where the entry tells it. */
export function subjectName(entry: AuditEntry): string | null {
  return nameIn(entry.after) ?? nameIn(entry.before);
}
