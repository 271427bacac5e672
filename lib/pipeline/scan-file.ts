import type { Match, ScanResult, Unscannable } from '#lib/dlp/match.ts';
import { replaceMatches } from '#lib/dlp/redact-document.ts';
import { scanDocuments } from '#lib/dlp/scan-documents.ts';
import type { ScanSubject } from '#lib/dlp/scan-request.ts';
import { extractFile } from '#lib/files/extract/extract-file.ts';
import type { ExtractedText, UnscannableReason } from '#lib/files/extract/schema.ts';
import { openFile } from '#lib/files/open-file.ts';
import { type FinishedFile, finishFile, takeFile } from '#lib/files/repo.ts';
import { insertFindings } from '#lib/findings/repo.ts';
import { inPgTransaction } from '#lib/platform/db.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { actOnUnscannable } from './act-on-unscannable.ts';
import { raiseNotice } from './raise-notice.ts';
import { removeLeakingFile } from './remove-leaking-file.ts';
import { keptMatches, toFindings } from './to-findings.ts';

/** So many pieces go to a thread at once: a sheet has hundreds of thousands of cells. */
const AT_ONCE = 2_000;
const MAX_NAME = 1_000;

type Scanned = { matches: Match[]; unscannable: Unscannable | null };

async function scanPieces(subject: ScanSubject, segments: readonly ExtractedText[]): Promise<Scanned> {
  const matches: Match[] = [];
  for (let from = 0; from < segments.length; from += AT_ONCE) {
    const { results } = await scanDocuments([{ subject, segments: segments.slice(from, from + AT_ONCE) }]);
    const result = results[0] as ScanResult;
    matches.push(...result.matches.map((match) => ({ ...match, slot: match.slot + from })));
    // What follows the last match that is kept is unknown.
    if (result.truncated) return { matches, unscannable: 'too_large' };
    if (result.unscannable !== null) return { matches, unscannable: result.unscannable };
  }
  return { matches, unscannable: null };
}

type Outcome = { file: Omit<FinishedFile, 'id'>; matches: Match[] };

const unread = (reason: UnscannableReason, kind: string | null, name: string): Outcome['file'] => ({
  name,
  kind,
  state: 'unscannable',
  reason,
});

async function outcomeOf(given: { name: string; bytes: Buffer }, clientId: string | null): Promise<Outcome> {
  const extracted = await extractFile(given);
  const isRead = extracted.state === 'extracted';
  const subject = {
    kind: 'file' as const,
    ...(clientId !== null && { clientId }),
    ...(isRead && { fileKind: extracted.kind }),
  };
  const segments = isRead ? extracted.segments : [{ text: given.name, place: 'file name' }];
  const scanned = await scanPieces(subject, segments);
  const { unscannable } = scanned;
  const matches = [...keptMatches({ ...scanned, truncated: false })];
  const inName = matches.filter(({ slot }) => slot === 0);
  const name = replaceMatches(given.name, inName).slice(0, MAX_NAME);
  if (!isRead) return { file: unread(extracted.reason, extracted.kind, name), matches };
  if (unscannable !== null) return { file: unread(unscannable, extracted.kind, name), matches };
  const isLeaking = matches.some(({ effect }) => effect !== 'none');
  return {
    file: { name, kind: extracted.kind, state: isLeaking ? 'leaking' : 'clean', reason: null },
    matches,
  };
}

/**
 * Takes the text out of a file, scans it, and writes what was found, the file's state and the end of its bytes in one
 * commit. A file that was scanned, deleted or taken by another worker to its end is passed over.
 */
export async function scanFile(id: string): Promise<void> {
  const taken = await takeFile(id);
  if (taken === null) return;
  const { file, matches } = await outcomeOf(openFile(taken), taken.clientId);
  let isToBeRemoved = false;
  await inPgTransaction(async (client) => {
    if (!(await finishFile(client, { id, ...file }))) return;
    await insertFindings(client, toFindings({ kind: 'file', id }, matches));
    isToBeRemoved = await removeLeakingFile(client, id, matches);
    if (file.state !== 'unscannable' || file.reason === null) return;
    const outcome = await actOnUnscannable(client, id, file.reason);
    isToBeRemoved ||= outcome.isToBeRemoved;
    if (!outcome.isToBeTold) return;
    await raiseNotice(client, {
      name: 'file.unscannable',
      title: `A file could not be scanned: ${file.reason}`,
      key: `file.unscannable.${file.reason}`,
      link: `/files?open=${id}`,
      data: { file_id: id, reason: file.reason },
    });
  });
  if (isToBeRemoved) wakeWorkers('remediate-slack');
}
