import { TriangleAlert } from 'lucide-react';
import type { PatternCostResult } from '#lib/dlp/schema.ts';
import { formatNumber, formatPercent } from '#lib/format/format-number.ts';

const VERDICTS: Readonly<Record<PatternCostResult['verdict'], string | null>> = {
  fine: null,
  slow: 'It looks at every text and is slow. Keywords would let it look only where one of them stands.',
  too_slow: 'It looks at every text and is so slow that all scans would feel it. Give it keywords.',
};

function lookedAt(share: number): string {
  if (share === 0) return 'looks at nothing in ordinary text';
  return share > 0.99 ? 'looks at every text' : `looks at ${formatPercent(share)} of ordinary text`;
}

/** How fast the pattern is, and on which text it backtracks. */
export function PatternCost({ cost }: { cost: PatternCostResult }) {
  const warning = VERDICTS[cost.verdict];
  return (
    <div className="flex flex-col gap-1 text-sm" role="status" aria-label="What it costs">
      <p className="figures text-ink-2">
        {cost.mbps > 5_000 ? 'Over 5,000' : formatNumber(cost.mbps)} MB/s, {lookedAt(cost.looked_at)}
      </p>
      {warning ? <p className="text-redact-text">{warning}</p> : null}
      {cost.attack ? (
        <p className="flex items-start gap-2 text-redact-text">
          <TriangleAlert size={14} className="mt-0.5 shrink-0" aria-hidden />
          <span className="min-w-0">
            It backtracks without end on <code className="break-all text-xs">{cost.attack.text}</code>
            {cost.attack.length > cost.attack.text.length
              ? ` (${formatNumber(cost.attack.length)} characters)`
              : null}
            . There the linear engine takes over, some fifty times slower.
          </span>
        </p>
      ) : null}
    </div>
  );
}
