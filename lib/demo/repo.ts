import type { Db } from '#lib/platform/db.ts';

/** Named by hand or by the demo, deleted or not: what somebody deleted is not put back. */
export function findDemoClient(db: Db, name: string) {
  return db.client.findFirst({
    where: { name },
    select: { id: true, enabled: true, deletedAt: true },
    orderBy: { createdAt: 'asc' },
  });
}

export function findDemoDestination(db: Db, name: string) {
  return db.destination.findFirst({
    where: { name },
    select: { id: true, config: true, enabled: true, deletedAt: true },
    orderBy: { createdAt: 'asc' },
  });
}
