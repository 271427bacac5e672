import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { clock } from '#lib/platform/clock.ts';
import { toEventDetail } from '../get-event.ts';
import type { EventContentRow } from '../read-repo.ts';
import { type EventEncoder, eventEncoder } from './encode-event.ts';
import { type ExportProgress, moveExport, type RunningExport } from './progress-repo.ts';
import { MAX_EXPORT_BYTES } from './schema.ts';

const compress = promisify(gzip);

const CHUNK_BYTES = 1024 * 1024;

/** A worker's turn at an export: what the store knows of it, and the lines since then. */
export type ExportTurn = {
  job: RunningExport;
  encoder: EventEncoder;
  saved: ExportProgress;
  lines: string[];
  bytes: number;
  rows: number;
  /** The last event that was looked at. */
  reached: ExportProgress['position'];
  scanRows: number | null;
  savedAtMs: number;
};

export function beginTurn(job: RunningExport): ExportTurn {
  const encoder = eventEncoder(job.format, job.columns);
  const turn: ExportTurn = {
    ...{ job, encoder, saved: job, lines: [], bytes: 0, rows: 0 },
    ...{ reached: job.position, scanRows: job.scanRows, savedAtMs: performance.now() },
  };
  return turn;
}

/** The first chunk begins with the header, and stands for itself where no event follows. */
const headerOf = ({ saved, encoder }: ExportTurn): string => (saved.chunkCount === 0 ? encoder.header : '');

/** Writes the lines and the position in one commit; false when the export is no longer this worker's. */
export async function saveTurn(turn: ExportTurn, { isLast = false } = {}): Promise<boolean> {
  const header = headerOf(turn);
  const isChunk = turn.rows > 0 || (isLast && header !== '');
  const content = isChunk ? await compress(header + turn.lines.join('')) : null;
  const after = {
    rowsWritten: turn.saved.rowsWritten + turn.rows,
    sizeBytes: turn.saved.sizeBytes + (isChunk ? Buffer.byteLength(header) + turn.bytes : 0),
    chunkCount: turn.saved.chunkCount + (isChunk ? 1 : 0),
    position: turn.reached,
    scanRows: turn.scanRows,
  };
  const isOurs = await moveExport(turn.job.id, turn.saved, { ...after, content }, clock.now());
  Object.assign(turn, { saved: after, lines: [], bytes: 0, rows: 0, savedAtMs: performance.now() });
  return isOurs;
}

/** Which limit one more line would break. */
function limitAt({ job, saved, rows, bytes }: ExportTurn, lineBytes: number): 'rows' | 'size' | null {
  if (saved.rowsWritten + rows >= job.rowLimit) return 'rows';
  return saved.sizeBytes + bytes + lineBytes > MAX_EXPORT_BYTES ? 'size' : null;
}

/** Adds events, writing each chunk that is full; answers why not all of them were, or null. */
export async function addEvents(
  turn: ExportTurn,
  events: readonly EventContentRow[],
): Promise<'rows' | 'size' | 'lost' | null> {
  for (const event of events) {
    const line = turn.encoder.encode(toEventDetail(event));
    const lineBytes = Buffer.byteLength(line);
    const limit = limitAt(turn, lineBytes);
    if (limit) return limit;
    turn.lines.push(line);
    turn.bytes += lineBytes;
    turn.rows += 1;
    turn.reached = { at: event.occurred_at, id: event.id };
    if (turn.bytes >= CHUNK_BYTES && !(await saveTurn(turn))) return 'lost';
  }
  return null;
}
