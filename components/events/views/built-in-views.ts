import type { ViewQuery } from '#lib/event-views/schema.ts';
import { NONE } from '#lib/events/schema.ts';

export type BuiltInView = { id: string; name: string; query: (now: Date) => ViewQuery };

/** Everything, said by name: a bare address is where one's own default view is put. */
const ALL_EVENTS = 'all';

/** The day as the reader's clock has it. */
function startOfDay(now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}

/** Views that every reader finds; their names are ids that no saved view has. */
export const BUILT_IN_VIEWS: readonly BuiltInView[] = [
  { id: ALL_EVENTS, name: 'All events', query: () => ({}) },
  {
    id: 'blocked-today',
    name: 'Blocked today',
    query: (now) => ({ verdict: 'block', from: startOfDay(now) }),
  },
  {
    id: 'caught-24h',
    name: 'Caught in the last 24 h',
    query: () => ({ 'not.severity': NONE, range: '24h' }),
  },
  { id: 'failed', name: 'Failed', query: () => ({ status: 'failed' }) },
];
