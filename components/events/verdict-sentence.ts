import type { FindingPlace } from '#lib/findings/schema.ts';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';

const NAMED = 3;
const list = new Intl.ListFormat('en', { type: 'conjunction' });

function namesOf(findings: readonly FindingPlace[]): string {
  const names = [...new Set(findings.map(({ pattern, version }) => `${pattern} v${version}`))];
  const rest = names.length - NAMED;
  return list.format(rest > 0 ? [...names.slice(0, NAMED), `${rest} more`] : names);
}

/** The trace's own words, for what the findings cannot explain: a scan that did not come to its end. */
function traceReason({ trace = [] }: DescribedEvent): string | null {
  const detail = trace.findLast(({ step }) => step === 'decided' || step === 'failed')?.detail;
  return detail ? `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.` : null;
}

/** What was decided about an event, in one sentence. The reasons in full stand in its trace. */
export function verdictSentence(event: DescribedEvent): string {
  const { status, verdict, findings = [] } = event;
  if (status === 'failed') return traceReason(event) ?? 'It could not be processed.';
  if (verdict === null) return 'Accepted and kept; it has not been scanned yet.';
  const acting = namesOf(findings.filter(({ action }) => action === verdict));
  if (verdict === 'pass' && findings.length === 0) return 'Passed: nothing was found.';
  // A replay by other rules takes back no finding.
  const earlier = namesOf(findings.filter(({ action }) => action === 'redact' || action === 'block'));
  if (verdict === 'pass' && earlier !== '')
    return `Passed by its last scan; an earlier one caught ${earlier}.`;
  if (verdict === 'pass') return `Passed; only noted: ${namesOf(findings)}.`;
  if (acting === '') return traceReason(event) ?? 'The scan did not come to its end.';
  return verdict === 'block'
    ? `Blocked by ${acting}; nothing is delivered.`
    : `Redacted by ${acting}; destinations get the masked form.`;
}
