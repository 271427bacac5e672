import type { ClaimedEvent } from '#lib/events/repo.ts';
import type { Notice } from '#lib/notices/schema.ts';
import type { PgClient } from '#lib/platform/db.ts';
import { internalAlertOf, isAbout } from '#lib/sources/internal-alert.ts';
import { type CachedSource, cachedSource } from '#lib/sources/source-cache.ts';
import { raiseNotice } from './raise-notice.ts';

/** An event with the form of its content that others may see. */
export type ShownEvent = { event: ClaimedEvent; shown: unknown };

/** The sources of these events that an application is set for, by id. */
async function watchingSources(events: readonly ShownEvent[]): Promise<ReadonlyMap<string, CachedSource>> {
  const ids = new Set(events.flatMap(({ event }) => event.source_id ?? []));
  const found = await Promise.all([...ids].map(async (id) => [id, await cachedSource(id)] as const));
  return new Map(found.flatMap(([id, source]) => (source?.ownApplicationId ? [[id, source] as const] : [])));
}

function alertOf({ event, shown }: ShownEvent, source: CachedSource): Notice | null {
  const applicationId = source.ownApplicationId;
  if (applicationId === null || !isAbout(event.data, applicationId)) return null;
  const { title, type, facts } = internalAlertOf(shown);
  return {
    name: 'security.internal_alert',
    category: 'security',
    title,
    // One of an event, whoever processes it and however often.
    key: `internal alert ${event.id}`,
    link: `/events/${event.id}`,
    data: { source: source.actor.name, application_id: applicationId, notification: type, ...facts },
  };
}

/** One alert for each notification about the operator's own application, in the commit that settles its event. */
export async function raiseInternalAlerts(client: PgClient, events: readonly ShownEvent[]): Promise<number> {
  const sources = await watchingSources(events);
  const notices = events.flatMap((each) => {
    const source = sources.get(each.event.source_id ?? '');
    return source ? (alertOf(each, source) ?? []) : [];
  });
  notices.sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const notice of notices) await raiseNotice(client, notice);
  return notices.length;
}
