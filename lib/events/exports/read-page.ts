import { isReadTimeout } from '#lib/platform/read-bounded.ts';
import type { FilterOfReader } from '../filter-conditions.ts';
import type { EventContentRow } from '../read-repo.ts';
import { type EventPlace, findScanEnd, selectExportPage } from './page-repo.ts';

const PAGE = { rows: 1_000, bytes: 4 * 1024 * 1024 };
const FIRST_SCAN_ROWS = 20_000;
const LEAST_SCAN_ROWS = 50;

export type ReadFrom = { position: EventPlace | null; scanRows: number | null };
export type ExportPage = { rows: EventContentRow[]; next: EventPlace | null; scanRows: number | null };

async function read(filter: FilterOfReader, from: ReadFrom, belowId: string): Promise<ExportPage> {
  const { position: after, scanRows } = from;
  const until = scanRows === null ? null : await findScanEnd(filter, { after, belowId, rows: scanRows });
  const { rows, isWhole } = await selectExportPage(filter, { after, until, belowId }, PAGE);
  const last = rows.at(-1);
  if (isWhole || !last) return { rows, next: until, scanRows };
  return { rows, next: { at: last.occurred_at, id: last.id }, scanRows };
}

/**
 * The next page; `next` is null after the last one. A filter that finds few events among many would take longer than a
 * read may: from then on so many events are looked at in one statement, whether they match or not.
 */
export async function readPage(filter: FilterOfReader, from: ReadFrom, belowId: string): Promise<ExportPage> {
  try {
    return await read(filter, from, belowId);
  } catch (error) {
    if (!isReadTimeout(error) || (from.scanRows ?? Number.POSITIVE_INFINITY) <= LEAST_SCAN_ROWS) throw error;
    const scanRows =
      from.scanRows === null ? FIRST_SCAN_ROWS : Math.max(LEAST_SCAN_ROWS, Math.floor(from.scanRows / 4));
    return readPage(filter, { ...from, scanRows }, belowId);
  }
}
