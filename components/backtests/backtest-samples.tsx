import Link from 'next/link';
import { Confidence } from '#components/findings/confidence.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { Time } from '#components/ui/time.tsx';
import type { BacktestDetail, BacktestSample } from '#lib/backtests/schema.ts';

const KINDS = [
  { value: 'new', label: 'New', empty: 'It finds nothing that the saved version does not find.' },
  { value: 'lost', label: 'Lost', empty: 'It finds everything that the saved version finds.' },
  { value: 'same', label: 'Same', empty: 'There is nothing that both find.' },
] as const;

function Samples({ samples, empty }: { samples: readonly BacktestSample[]; empty: string }) {
  if (samples.length === 0) return <p className="text-ink-3 text-sm">{empty}</p>;
  return (
    <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto">
      {samples.map((sample, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: the same value may stand twice in one place
          key={`${sample.event_id} ${sample.path} ${index}`}
          className="flex flex-wrap items-center gap-x-2 text-sm"
        >
          <bdi className="font-mono text-xs">{sample.masked}</bdi>
          <span className="min-w-0 break-words font-mono text-ink-3 text-xs">{sample.path}</span>
          <Confidence value={sample.confidence} />
          <Link href={`/events?open=${sample.event_id}`} className="text-accent-text text-xs hover:underline">
            Event of <Time at={sample.occurred_at} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The first of each kind, masked. */
export function BacktestSamples({ backtest }: { backtest: BacktestDetail }) {
  return (
    <Tabs
      label="What was found"
      tabs={KINDS.map(({ value, label, empty }) => ({
        value,
        label,
        count: backtest.hits[value],
        content: <Samples samples={backtest.samples[value]} empty={empty} />,
      }))}
    />
  );
}
