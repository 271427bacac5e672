import { isViewMember, type ViewQuery } from '#lib/event-views/schema.ts';

/** Which view the reader came from; what is shown is the rest of the address. */
export const VIEW = 'view';
/** Survives the choice of a view: it is how a list is read, not what it shows. */
const KEPT = ['live'];

/** What of the address a view keeps; an empty member narrows nothing. */
export function viewStateOf(search: URLSearchParams): ViewQuery {
  return Object.fromEntries([...search].filter(([name, value]) => isViewMember(name) && value !== ''));
}

/** The address that shows a view: its members, its id, and how the list is read. */
export function searchOfView(query: ViewQuery, id: string | null, current: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of KEPT) {
    const value = current.get(name);
    if (value !== null) next.set(name, value);
  }
  if (id !== null) next.set(VIEW, id);
  return next;
}

/** Whether the state is another one than the view's own, in whatever order either names its members. */
export function isEdited(state: ViewQuery, query: ViewQuery): boolean {
  const names = Object.keys(state);
  if (names.length !== Object.keys(query).length) return true;
  return names.some((name) => !Object.hasOwn(query, name) || state[name] !== query[name]);
}
