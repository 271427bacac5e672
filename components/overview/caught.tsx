import { HorizontalBars } from '#components/charts/horizontal-bars.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { statusWord } from '#components/ui/status-words.ts';
import type { Overview } from '#lib/metrics/schema.ts';
import { RANGE_WORDS } from './range-choice.tsx';

/** Which patterns catch how much; each bar leads to its findings. */
export function Caught({ overview }: { overview: Overview | undefined }) {
  return (
    <Panel title="Findings by pattern" note={overview ? `last ${RANGE_WORDS[overview.range]}` : undefined}>
      {overview ? (
        <HorizontalBars
          label="Findings by pattern"
          emptyReason={`Nothing found in the last ${RANGE_WORDS[overview.range]}`}
          bars={overview.findings_by_pattern.map(({ pattern, severity, count }) => ({
            id: pattern,
            label: pattern,
            value: count,
            tone: statusWord('severity', severity).tone,
            href: `/findings?${new URLSearchParams({ pattern, range: overview.range })}`,
          }))}
        />
      ) : (
        <Skeleton className="h-32 w-full" />
      )}
    </Panel>
  );
}
