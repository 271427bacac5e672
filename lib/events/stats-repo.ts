import { uuidv7Ms } from '#lib/platform/ids.ts';
import { readBounded } from '#lib/platform/read-bounded.ts';
import { type Conditions, type FilterOfReader, filterConditions } from './filter-conditions.ts';
import type { BarGrid } from './histogram.ts';
import type { FacetName } from './schema.ts';

/** Above this planner's cost a range is counted from a sample; below, an exact count takes well under a second. */
const EXACT_COST = 12_000;
const SAMPLE_ROWS = 120_000;
const FACET_VALUES = 20;

const COLUMNS: Readonly<Record<FacetName, string>> = {
  status: 'status',
  verdict: 'verdict',
  severity: 'severity',
  category: 'category',
  name: 'name',
  client: 'client_id::text',
  source: 'source_id::text',
};

const whereOf = ({ parts }: Conditions): string => ['true', ...parts].join(' AND ');

type Plan = { 'QUERY PLAN': { Plan: { 'Total Cost': number; 'Plan Rows': number } }[] };

async function plan(text: string, values: unknown[]): Promise<{ cost: number; rows: number }> {
  const [row] = await readBounded<Plan>(`EXPLAIN (FORMAT JSON) ${text}`, values);
  const top = row?.['QUERY PLAN'][0]?.Plan;
  if (!top) throw new Error('The planner answered no plan.');
  return { cost: top['Total Cost'], rows: top['Plan Rows'] };
}

/** Which share of the pages to read, in percent: 100 unless the planner finds the whole too much. */
export async function chooseSample(filter: FilterOfReader): Promise<number> {
  const conditions = filterConditions(filter);
  const exact = await plan(`SELECT 1 FROM events e WHERE ${whereOf(conditions)}`, conditions.values);
  if (exact.cost <= EXACT_COST) return 100;
  // A sample reads pages and no index: what counts is how many rows lie in the range, whatever else is asked.
  const { from, to, ownClientId } = filter;
  const range = filterConditions({ from, to, ownClientId });
  const { rows } = await plan(`SELECT 1 FROM events e WHERE ${whereOf(range)}`, range.values);
  return Math.min(100, Math.max(0.1, (SAMPLE_ROWS / rows) * 100));
}

/** When the oldest event that is kept was received; null without any. */
export async function oldestKeptAt(): Promise<Date | null> {
  const [row] = await readBounded<{ id: string }>('SELECT id FROM events ORDER BY id LIMIT 1');
  return row ? new Date(uuidv7Ms(row.id)) : null;
}

export type Counted = {
  total: number;
  /** By the number of the bar; negative: before the first. */
  bars: {
    bar: number;
    count: number;
    pass: number;
    redact: number;
    block: number;
    failed: number;
    waiting: number;
  }[];
  facets: Map<FacetName, { value: string | null; count: number }[]>;
};

type CountedRow = Omit<Counted['bars'][number], 'bar'> & {
  facet: FacetName | 'bar' | 'total';
  bar: number | null;
  value: string | null;
};

const count = (condition: string): string => `count(*) FILTER (WHERE ${condition})::int`;

/** One pass over the events for the total, the bars and every facet asked for; a facet has one value too many when there are more. */
export async function countEvents(
  filter: FilterOfReader,
  what: { facets: readonly FacetName[]; grid: BarGrid | null; percent: number; without?: FacetName },
): Promise<Counted> {
  const { facets, grid, percent, without } = what;
  const conditions = filterConditions(filter, without);
  const columns = facets.map((name) => `e.${COLUMNS[name]} AS ${name}`);
  if (grid) {
    const [from, width] = [conditions.param(grid.fromMs / 1000), conditions.param(grid.widthMs / 1000)];
    columns.push(
      `greatest(-1, floor((extract(epoch FROM e.occurred_at) - ${from}::float8) / ${width}::float8))::int AS bar`,
    );
  }
  const sample = percent < 100 ? `TABLESAMPLE SYSTEM (${conditions.param(percent)}) REPEATABLE (1)` : '';
  const names = [...facets, ...(grid ? ['bar'] : [])];
  const kind = names.map((name) => `WHEN GROUPING(${name}) = 0 THEN '${name}'`).join(' ');
  const value = facets.map((name) => `WHEN GROUPING(${name}) = 0 THEN ${name}`).join(' ');
  const rows = await readBounded<CountedRow>(
    `WITH matching AS (
        SELECT ${columns.join(', ')}, e.verdict AS v, e.status AS s FROM events e ${sample} WHERE ${whereOf(conditions)}
      ), counted AS (
        SELECT CASE ${kind} ELSE 'total' END AS facet, ${grid ? 'bar' : 'NULL::int AS bar'},
          ${facets.length > 0 ? `CASE ${value} END` : 'NULL::text'} AS value, count(*)::int AS count, ${count("v = 'pass'")} AS pass,
          ${count("v = 'redact'")} AS redact, ${count("v = 'block'")} AS block, ${count("s = 'failed'")} AS failed,
          ${count("s IN ('accepted', 'processing')")} AS waiting
        FROM matching GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(', ')}, ())
      ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY facet ORDER BY count DESC, value) AS rank FROM counted
      )
      SELECT facet, bar, value, count, pass, redact, block, failed, waiting FROM ranked
      WHERE facet = 'bar' OR rank <= ${FACET_VALUES + 1} ORDER BY rank`,
    conditions.values,
  );
  return toCounted(rows, facets, 100 / percent);
}

function toCounted(rows: CountedRow[], facets: readonly FacetName[], factor: number): Counted {
  const scale = (counted: number): number => Math.round(counted * factor);
  const counted: Counted = { total: 0, bars: [], facets: new Map(facets.map((name) => [name, []])) };
  for (const { facet, bar, value, ...counts } of rows) {
    if (facet === 'total') counted.total = scale(counts.count);
    else if (facet !== 'bar') counted.facets.get(facet)?.push({ value, count: scale(counts.count) });
    else if (bar !== null) {
      const { count, pass, redact, block, failed, waiting } = counts;
      counted.bars.push({
        bar,
        count: scale(count),
        pass: scale(pass),
        redact: scale(redact),
        block: scale(block),
        failed: scale(failed),
        waiting: scale(waiting),
      });
    }
  }
  return counted;
}

/** Names of clients and sources by id. */
export async function senderNames(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await readBounded<{ id: string; name: string }>(
    `SELECT id, name FROM clients WHERE id = ANY($1::uuid[])
      UNION ALL SELECT id, name FROM sources WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
