import type { Context } from '#lib/auth/context.ts';
import { requireReader } from '#lib/auth/require-reader.ts';
import { clock } from '#lib/platform/clock.ts';
import { isReadTimeout, NARROW_THE_RANGE } from '#lib/platform/read-bounded.ts';
import { CLOCK_AHEAD_MS, type FilterOfReader } from './filter-conditions.ts';
import { type BarGrid, chooseGrid, isPartial } from './histogram.ts';
import { narrowToId } from './narrow-to-id.ts';
import {
  type EventBar,
  type EventFacet,
  type EventFilters,
  type EventStats,
  FACETS,
  type FacetName,
} from './schema.ts';
import { type Counted, chooseSample, countEvents, oldestKeptAt, senderNames } from './stats-repo.ts';

const SHOWN_VALUES = 20;
const HOUR_MS = 3_600_000;

/** A part that took too long is null; every other error is one. */
const orNull = <T>(reading: Promise<T>): Promise<T | null> =>
  reading.catch((error: unknown) => {
    if (isReadTimeout(error)) return null;
    throw error;
  });

function toBars(counted: Counted, grid: BarGrid, window: { from: Date; to: Date }): EventBar[] {
  const byBar = new Map(counted.bars.map((bar) => [bar.bar, bar]));
  return Array.from({ length: grid.count }, (_, i) => {
    const bar = byBar.get(i);
    return {
      at: new Date(grid.fromMs + i * grid.widthMs).toISOString(),
      count: bar?.count ?? 0,
      pass: bar?.pass ?? 0,
      redact: bar?.redact ?? 0,
      block: bar?.block ?? 0,
      failed: bar?.failed ?? 0,
      waiting: bar?.waiting ?? 0,
      partial: isPartial(grid, i, window),
    };
  });
}

type Values = { value: string | null; count: number }[];

const toFacet = (values: Values | undefined, names: Map<string, string>): EventFacet | null =>
  values === undefined
    ? null
    : {
        values: values.slice(0, SHOWN_VALUES).map(({ value, count }) => ({
          value,
          label: value === null ? 'none' : (names.get(value) ?? value),
          count,
        })),
        more: values.length > SHOWN_VALUES,
      };

/** The window of the bars: as asked for, or from the oldest event that is kept until now. */
async function windowOf(filter: EventFilters): Promise<{ from: Date; to: Date }> {
  const now = clock.now();
  const to = filter.to ?? new Date(now.getTime() + CLOCK_AHEAD_MS);
  const from = filter.from ?? (await orNull(oldestKeptAt())) ?? new Date(now.getTime() - HOUR_MS);
  return from < to ? { from, to } : { from: new Date(to.getTime() - HOUR_MS), to };
}

async function countAll(asked: FilterOfReader, grid: BarGrid) {
  const filter = (await orNull(narrowToId(asked))) ?? asked;
  const percent = await orNull(chooseSample(filter));
  if (percent === null) return { counted: null, facets: new Map<FacetName, Values>(), estimated: false };
  const active = FACETS.filter((name) => (filter[name] ?? filter.not?.[name]) !== undefined);
  const shared = FACETS.filter((name) => !active.includes(name));
  const [counted, ...apart] = await Promise.all([
    orNull(countEvents(filter, { facets: shared, grid, percent })),
    ...active.map((name) =>
      orNull(countEvents(filter, { facets: [name], grid: null, percent, without: name })),
    ),
  ]);
  const facets = new Map<FacetName, Values>();
  for (const part of [counted, ...apart])
    for (const [name, values] of part?.facets ?? []) facets.set(name, values);
  return { counted, facets, estimated: percent < 100 };
}

/**
 * Histogram and facets over the filter of the list. What cannot be counted in time is null and said so: the
 * page stands without it. A client sees what it sent itself; users need events:read.
 */
export async function getEventStats(ctx: Context, filter: EventFilters): Promise<EventStats> {
  const ownClientId = requireReader(ctx, 'events:read');
  const window = await windowOf(filter);
  const grid = chooseGrid(window.from, window.to);
  const { counted, facets, estimated } = await countAll({ ...filter, ownClientId }, grid);
  const senders = [...(facets.get('client') ?? []), ...(facets.get('source') ?? [])];
  const ids = senders.flatMap(({ value }) => (value === null ? [] : [value]));
  const names = (await orNull(senderNames(ids))) ?? new Map<string, string>();
  const facet = (name: FacetName): EventFacet | null =>
    toFacet(facets.get(name), name === 'client' || name === 'source' ? names : new Map());
  const whole = counted !== null && FACETS.every((name) => facets.has(name));
  return {
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    bucket_seconds: grid.widthMs / 1000,
    total: counted?.total ?? null,
    bars: counted && toBars(counted, grid, { from: window.from, to: filter.to ?? clock.now() }),
    earlier: counted && (counted.bars.find(({ bar }) => bar < 0)?.count ?? 0),
    facets: {
      status: facet('status'),
      verdict: facet('verdict'),
      severity: facet('severity'),
      category: facet('category'),
      name: facet('name'),
      client: facet('client'),
      source: facet('source'),
    },
    estimated,
    note: whole ? null : NARROW_THE_RANGE,
  };
}
