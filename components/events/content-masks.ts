import type { Mask } from '#components/ui/json-rows.ts';
import type { FindingPlace } from '#lib/findings/schema.ts';

const IN_CONTENT = /^data(?=[.[]|$)\.?/;

/** Where finds overlap, nothing of what they share is shown. */
const HIDDEN = '********';

type Span = { end: number; masks: Mask[] };

function addTo(spans: Span[], finding: FindingPlace): void {
  const last = spans.at(-1);
  const mask = { text: finding.masked, pattern: finding.pattern };
  if (last && finding.start < last.end) {
    last.end = Math.max(last.end, finding.end);
    last.masks.push(mask);
  } else spans.push({ end: finding.end, masks: [mask] });
}

const merged = ({ masks }: Span): Mask => ({
  text: masks.length === 1 && masks[0] ? masks[0].text : HIDDEN,
  pattern: [...new Set(masks.map(({ pattern }) => pattern))].join(', '),
});

/** The masked spans of each place in the content, in their order, with what masked them. */
export function contentMasks(findings: readonly FindingPlace[]): Record<string, Mask[]> {
  const places = new Map<string, Span[]>();
  for (const finding of findings.toSorted((a, b) => a.start - b.start)) {
    if (!IN_CONTENT.test(finding.path)) continue;
    const path = finding.path.replace(IN_CONTENT, '');
    const spans = places.get(path) ?? [];
    addTo(spans, finding);
    places.set(path, spans);
  }
  return Object.fromEntries([...places].map(([path, spans]) => [path, spans.map(merged)]));
}
