import { isReadTimeout, readBounded } from './read-bounded.ts';

const FIRST_SCAN_ROWS = 20_000;
const LEAST_SCAN_ROWS = 50;

/** A table with an `id` under a short name, and the conditions that its rows have to meet. */
export type IdSource = {
  from: string;
  /** `d` for `deliveries d`. */
  alias: string;
  /** Made anew for each statement: parameters are numbered as they are added. */
  conditions: () => { parts: string[]; values: unknown[]; param: (value: unknown) => string };
};

export type IdStep = {
  after: string | null;
  belowId: string;
  limit: number;
  /** So many rows are looked at in one statement, whether they match or not; null for all. */
  scanRows: number | null;
};

/** `reached` is where to go on; null when there is nothing further. */
export type IdsFound = { ids: string[]; reached: string | null; scanRows: number | null };

function between(
  { alias }: IdSource,
  { after, belowId }: IdStep,
  param: (value: unknown) => string,
): string[] {
  return [`${alias}.id < ${param(belowId)}`, ...(after === null ? [] : [`${alias}.id > ${param(after)}`])];
}

async function endOfScan(source: IdSource, step: IdStep, scanRows: number): Promise<string | null> {
  const values: unknown[] = [];
  const parts = between(source, step, (value) => `$${values.push(value)}`);
  const [end] = await readBounded<{ id: string }>(
    `SELECT ${source.alias}.id FROM ${source.from} WHERE ${parts.join(' AND ')}
      ORDER BY ${source.alias}.id OFFSET $${values.push(scanRows - 1)} LIMIT 1`,
    values,
  );
  return end?.id ?? null;
}

async function read(source: IdSource, step: IdStep): Promise<IdsFound> {
  const { scanRows, limit } = step;
  const end = scanRows === null ? null : await endOfScan(source, step, scanRows);
  const { parts, values, param } = source.conditions();
  parts.push(...between(source, step, param));
  if (end !== null) parts.push(`${source.alias}.id <= ${param(end)}`);
  const rows = await readBounded<{ id: string }>(
    `SELECT ${source.alias}.id FROM ${source.from} WHERE ${parts.join(' AND ')}
      ORDER BY ${source.alias}.id LIMIT ${param(limit)}`,
    values,
  );
  const ids = rows.map(({ id }) => id);
  return { ids, reached: ids.length === limit ? (ids.at(-1) ?? end) : end, scanRows };
}

/**
 * The next ids in their order, oldest first. A filter that finds few rows among many would take longer than a read may:
 * from then on so many rows are looked at in one statement.
 */
export async function walkIds(source: IdSource, step: IdStep): Promise<IdsFound> {
  try {
    return await read(source, step);
  } catch (error) {
    const { scanRows } = step;
    if (!isReadTimeout(error) || (scanRows !== null && scanRows <= LEAST_SCAN_ROWS)) throw error;
    const fewer = scanRows === null ? FIRST_SCAN_ROWS : Math.max(LEAST_SCAN_ROWS, Math.floor(scanRows / 4));
    return walkIds(source, { ...step, scanRows: fewer });
  }
}
