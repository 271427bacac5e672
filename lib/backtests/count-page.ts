import { compareMatches, type Stretch } from './compare-matches.ts';
import type { BacktestHits, Difference } from './schema.ts';

/** A match of one side, with what may be kept of it. */
export type FoundMatch = Stretch & {
  fingerprint: Buffer;
  path: string;
  masked: string;
  confidence: number;
};

export type ScannedEvent = {
  id: string;
  at: Date;
  clientId: string | null;
  category: string;
  tested: readonly FoundMatch[];
  baseline: readonly FoundMatch[];
  unscannable: boolean;
  truncated: boolean;
};

type Facet = 'day' | 'client' | 'category';
export type CountRow = {
  facet: Facet;
  key: string;
  tested: number;
  baseline: number;
  added: number;
  lost: number;
};
export type ValueRow = { fingerprint: Buffer; tested: boolean; baseline: boolean };
export type SampleRow = { kind: Difference; eventId: string; at: Date } & Pick<
  FoundMatch,
  'path' | 'masked' | 'confidence'
>;

export type PageCounts = {
  events: number;
  unscannable: number;
  truncated: number;
  hits: BacktestHits;
  counts: CountRow[];
  values: ValueRow[];
  samples: SampleRow[];
};

/** Of each kind, in all. */
export const MAX_SAMPLES = 50;
const MAX_TEXT = 1_000;

/** Everything a page adds, so that it can be written in the commit that moves the backtest on. */
export function countPage(events: readonly ScannedEvent[]): PageCounts {
  const page: PageCounts = {
    events: events.length,
    unscannable: events.filter(({ unscannable }) => unscannable).length,
    truncated: events.filter(({ truncated }) => truncated).length,
    hits: { tested: 0, baseline: 0, new: 0, lost: 0, same: 0 },
    counts: [],
    values: [],
    samples: [],
  };
  const counts = new Map<string, CountRow>();
  const values = new Map<string, ValueRow>();
  for (const event of events) addEvent(page, event, { counts, values });
  return { ...page, counts: [...counts.values()], values: [...values.values()] };
}

type Tables = { counts: Map<string, CountRow>; values: Map<string, ValueRow> };

function addEvent(page: PageCounts, event: ScannedEvent, { counts, values }: Tables): void {
  const { tested, baseline } = event;
  if (tested.length === 0 && baseline.length === 0) return;
  const difference = compareMatches(tested, baseline);
  page.hits.tested += tested.length;
  page.hits.baseline += baseline.length;
  for (const kind of ['new', 'lost', 'same'] as const) {
    page.hits[kind] += difference[kind].length;
    for (const match of difference[kind]) addSample(page.samples, kind, { event, match });
  }
  for (const [facet, key] of facetsOf(event)) {
    const row = entry(counts, `${facet} ${key}`, () => ({ ...{ facet, key }, ...NOTHING }));
    row.tested += tested.length;
    row.baseline += baseline.length;
    row.added += difference.new.length;
    row.lost += difference.lost.length;
  }
  for (const side of ['tested', 'baseline'] as const) {
    for (const { fingerprint } of event[side]) {
      const fresh = () => ({ fingerprint, tested: false, baseline: false });
      entry(values, fingerprint.toString('hex'), fresh)[side] = true;
    }
  }
}

const NOTHING = { tested: 0, baseline: 0, added: 0, lost: 0 };

function facetsOf({ at, clientId, category }: ScannedEvent): [Facet, string][] {
  return [
    ['day', at.toISOString().slice(0, 10)],
    ['client', clientId ?? ''],
    ['category', category],
  ];
}

function addSample(
  samples: SampleRow[],
  kind: Difference,
  { event, match }: { event: ScannedEvent; match: FoundMatch },
): void {
  if (samples.filter((sample) => sample.kind === kind).length >= MAX_SAMPLES) return;
  const { confidence } = match;
  const [path, masked] = [match.path.slice(0, MAX_TEXT), match.masked.slice(0, MAX_TEXT)];
  samples.push({ kind, eventId: event.id, at: event.at, path, masked, confidence });
}

function entry<T>(map: Map<string, T>, key: string, fresh: () => T): T {
  const known = map.get(key) ?? fresh();
  map.set(key, known);
  return known;
}
