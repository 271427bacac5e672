import Link from 'next/link';
import type { Column } from '#components/data-table/table-model.ts';
import { Sparkline } from '#components/ui/sparkline.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Pattern } from '#lib/dlp/schema.ts';
import type { AllPatternFigures, PatternFigures, PatternPrecision } from '#lib/findings/schema.ts';
import { formatNumber, formatPercent } from '#lib/format/format-number.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What the patterns did lately, for whoever may see findings. */
export function figureColumns(figures: AllPatternFigures): readonly Column<Pattern>[] {
  const figuresOf = new Map<string, PatternFigures>(figures.items.map((one) => [one.pattern_id, one]));
  const precisionOf = new Map<string, PatternPrecision>(
    figures.precision.map((one) => [`${one.pattern_id} ${one.version}`, one]),
  );
  const found = (row: Pattern): number => sum(figuresOf.get(row.id)?.per_day ?? []);
  const precision = (row: Pattern) => precisionOf.get(`${row.id} ${row.version}`);
  return [
    {
      id: 'found',
      header: 'Found, 30 days',
      align: 'right',
      definition: 'Places in events, files and messages, per UTC day',
      cell: (row) => {
        const days = figuresOf.get(row.id)?.per_day;
        if (days === undefined || found(row) === 0) return <span className="text-ink-3">0</span>;
        return (
          <span className="flex items-center justify-end gap-2">
            <Sparkline
              values={days}
              label={`Per day, most ${formatNumber(Math.max(...days))}`}
              className="h-4 w-16 text-accent"
            />
            <span className="figures">{formatNumber(found(row))}</span>
          </span>
        );
      },
      sortValue: found,
    },
    {
      id: 'open',
      header: 'Open',
      align: 'right',
      definition: 'Findings that wait for a decision or are in review',
      cell: (row) => {
        const open = figuresOf.get(row.id)?.open ?? 0;
        if (open === 0) return <span className="text-ink-3">0</span>;
        const query = new URLSearchParams({ pattern: row.name, state: 'open' });
        return (
          <Link href={`/findings?${query}`} className="figures underline underline-offset-2">
            {formatNumber(open)}
          </Link>
        );
      },
      sortValue: (row) => figuresOf.get(row.id)?.open ?? 0,
    },
    {
      id: 'precision',
      header: 'Precision',
      align: 'right',
      definition: 'Of what reviewers judged of this version, the share that was a leak',
      cell: (row) => {
        const judged = precision(row);
        if (judged?.precision == null) return <span className="text-ink-3">Not judged</span>;
        return <span className="figures">{formatPercent(judged.precision)}</span>;
      },
      sortValue: (row) => precision(row)?.precision ?? -1,
    },
    {
      id: 'last_hit',
      header: 'Last found',
      cell: (row) => {
        const at = figuresOf.get(row.id)?.last_hit_at ?? null;
        return at === null ? <span className="text-ink-3">Not lately</span> : <Time at={at} />;
      },
      sortValue: (row) => figuresOf.get(row.id)?.last_hit_at ?? '',
      hidden: true,
    },
  ];
}
