/** An event as a test knows it without asking the product. */
export type ModelEvent = {
  id: string;
  clientId: string;
  external_id: string | null;
  session_id: string | null;
  category: string;
  name: string;
  atMs: number;
  status: 'accepted' | 'processed';
  verdict: 'pass' | 'redact' | null;
  severity: 'high' | null;
  /** As whoever may not see more gets it. */
  data: unknown;
};

const bytes = (text: string): Buffer => Buffer.from(text);

/** JSON as the store writes it: the shorter key first, a space after colons and commas, whole numbers with all their digits. */
function storedText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(storedText).join(', ')}]`;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value).toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(
    ([a], [b]) => bytes(a).length - bytes(b).length || Buffer.compare(bytes(a), bytes(b)),
  );
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}: ${storedText(inner)}`).join(', ')}}`;
}

function textAt(value: unknown, path: readonly string[]): string | null {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return null;
    if (Array.isArray(at) && !/^\d+$/.test(part)) return null;
    at = (at as Record<string, unknown>)[part];
  }
  if (at === null) return null;
  return typeof at === 'string' ? at : storedText(at);
}

const holds = (text: string | null, part: string): boolean =>
  text?.toLowerCase().includes(part.toLowerCase()) ?? false;

function isFound(event: ModelEvent, words: string): boolean {
  const labels = [event.name, event.external_id, event.session_id];
  if (labels.some((label) => holds(label, words))) return true;
  return event.status === 'processed' && holds(storedText(event.data), words);
}

const momentOf = (text: string): number => Date.parse(/(z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`);

/** Whether one member of a filter lets the event through. */
function meets(event: ModelEvent, name: string, value: string, all: readonly ModelEvent[]): boolean {
  switch (name) {
    case 'client':
      return event.clientId === value.toLowerCase();
    case 'session_id':
    case 'category':
    case 'name':
    case 'status':
    case 'verdict':
    case 'severity':
      return event[name] === value;
    case 'from':
      return event.atMs >= momentOf(value);
    case 'to':
      return event.atMs < momentOf(value);
    case 'q': {
      const named = all.some(({ id }) => id === value.toLowerCase());
      return named ? event.id === value.toLowerCase() : isFound(event, value);
    }
    default:
      return event.status === 'processed' && textAt(event.data, name.split('.').slice(1)) === value;
  }
}

/** The events that a list answers to this filter, newest first, reckoned in memory and by nothing of the product. */
export function modelList(
  all: readonly ModelEvent[],
  filter: Readonly<Record<string, string>>,
  ownClientId: string | null,
): string[] {
  return all
    .filter(({ clientId }) => ownClientId === null || clientId === ownClientId)
    .filter((event) => Object.entries(filter).every(([name, value]) => meets(event, name, value, all)))
    .toSorted((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id);
}
