import { decideVerdict } from '#lib/dlp/decide-verdict.ts';
import type { Match, ScanResult } from '#lib/dlp/match.ts';
import { redactDocument } from '#lib/dlp/redact-document.ts';
import { SEVERITIES, type Severity, type Verdict } from '#lib/dlp/schema.ts';
import type { ClaimedEvent, ProcessedEvent } from '#lib/events/repo.ts';
import { MAX_LABEL_LENGTH } from '#lib/events/schema.ts';

/** What is looked into: everything the sender chose, labels included. */
export type ScannedDocument = {
  name: string;
  category: string;
  session_id: string | null;
  external_id: string | null;
  data: unknown;
};

export const toScannedDocument = (event: ClaimedEvent): ScannedDocument => ({
  name: event.name,
  category: event.category,
  session_id: event.session_id,
  external_id: event.external_id,
  data: event.data,
});

export type Judgement = {
  verdict: Verdict;
  severity: Severity | null;
  /** In words, for the trace. */
  reason: string;
  maskedData: ProcessedEvent['maskedData'];
  maskedLabels: ProcessedEvent['maskedLabels'];
};

const VERBS: Record<Verdict, string> = { pass: 'passed', redact: 'redacted', block: 'blocked' };
const MAX_NAMED = 3;

const describe = (match: Match): string =>
  [`${match.patternName} v${match.version}`, ...match.reasons, `confidence ${match.confidence}`].join(', ');

/** The strongest matches first: what they cause, then how sure it is. One pattern is named once. */
function explain(verdict: Verdict, result: ScanResult): string {
  if (result.unscannable) return `blocked: could not be scanned (${result.unscannable})`;
  if (result.truncated) return 'blocked: more findings than are kept, the rest is unknown';
  if (result.matches.length === 0) return 'passed: nothing found';
  const rank = { none: 0, log: 1, alert: 2, redact: 3, block: 4 };
  const ordered = [...result.matches].sort(
    (a, b) => rank[b.effect] - rank[a.effect] || b.confidence - a.confidence,
  );
  const perPattern = [
    ...new Map(ordered.toReversed().map((match) => [match.patternId, match])).values(),
  ].reverse();
  const named = perPattern.slice(0, MAX_NAMED).map(describe).join('; ');
  const rest = perPattern.length - MAX_NAMED;
  return `${VERBS[verdict]}: ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function highestSeverity(matches: Match[]): Severity | null {
  return matches.reduce<Severity | null>(
    (highest, { severity }) =>
      highest === null || SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(highest) ? severity : highest,
    null,
  );
}

/** A mask may be longer than what it hides, a label not longer than the store holds. */
const cutLabel = (text: string): string => text.slice(0, MAX_LABEL_LENGTH).replace(/[\ud800-\udbff]$/, '');

/**
 * What the scan means for the event. Whatever causes anything, were it a line in a log, is masked in the form that
 * readers get; what is only noted (too unsure, or of a pattern on a dry run) leaves the event as it is. An event
 * that could not be looked into to its end shows nothing of its content.
 */
export function judgeEvent(document: ScannedDocument, result: ScanResult): Judgement {
  const verdict = decideVerdict(result);
  const acting = result.matches.filter(({ effect }) => effect !== 'none');
  const severity = highestSeverity(acting);
  const reason = explain(verdict, result);
  if (result.truncated || result.unscannable) {
    return { verdict, severity, reason, maskedData: { value: null }, maskedLabels: {} };
  }
  if (acting.length === 0) return { verdict, severity, reason, maskedData: null, maskedLabels: {} };
  const masked = redactDocument(document, acting) as ScannedDocument;
  const maskedLabels: ProcessedEvent['maskedLabels'] = {};
  for (const label of ['name', 'category', 'session_id', 'external_id'] as const) {
    const text = masked[label];
    if (text !== null && text !== document[label]) maskedLabels[label] = cutLabel(text);
  }
  return { verdict, severity, reason, maskedData: { value: masked.data }, maskedLabels };
}
