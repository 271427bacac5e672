import { acceptEvents } from '#lib/events/accept-events.ts';
import { processEvents } from '#lib/pipeline/process-events.ts';
import type { TestClient } from './make-client.ts';

/** Takes events in the client's name as the endpoint does; answers their ids in order. */
export async function takeEvents(client: TestClient, events: readonly object[]): Promise<string[]> {
  const actor = { type: 'client', id: client.id, name: 'tests', allowedCategories: [] } as const;
  const outcomes = await acceptEvents(actor, [...events]);
  return outcomes.map((outcome) => {
    if (outcome instanceof Error) throw outcome;
    return outcome.id;
  });
}

/** The same, and processes them as the worker does. */
export async function takeAndProcess(client: TestClient, events: readonly object[]): Promise<string[]> {
  const ids = await takeEvents(client, events);
  await processEvents(ids);
  return ids;
}
