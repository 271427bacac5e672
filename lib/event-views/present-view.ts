import type { EventViewRow } from './repo.ts';
import { type EventView, type ViewQuery, viewFaults } from './schema.ts';

/** As the reader gets it. A filter that is none any more is left out and named, so that the rest still works. */
export function presentView(row: EventViewRow, readerId: string): EventView {
  const query = row.query as ViewQuery;
  const ignored = viewFaults(query);
  const stale = new Set(ignored.map(({ member }) => member));
  return {
    id: row.id,
    name: row.name,
    shared: row.shared,
    mine: row.ownerId === readerId,
    owner_name: row.owner.name,
    query: Object.fromEntries(Object.entries(query).filter(([member]) => !stale.has(member))),
    ignored,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** What the audit log keeps of it: with the member as it was stored. */
export const auditedView = ({ name, shared, query }: EventViewRow) => ({ name, shared, query });
