'use client';

import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { EventExport } from '#lib/events/exports/schema.ts';
import { formatBytes, formatPercent } from '#lib/format/format-number.ts';
import { FORMAT_WORDS, isUnderWay, rowsText, shareOf } from './export-words.ts';
import { useExportCalls, useExports } from './use-exports.ts';

function Row({ one, onCancel }: { one: EventExport; onCancel: () => void }) {
  const share = shareOf(one);
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
      <StatusBadge kind="export" value={one.state} />
      <span className="font-medium text-sm">{FORMAT_WORDS[one.format]}</span>
      <ProgressBar
        label={`Export as ${FORMAT_WORDS[one.format]}`}
        share={one.state === 'queued' ? 0 : share}
        text={rowsText(one)}
        className="min-w-24 max-w-64 flex-1"
      />
      <span className="figures text-ink-2 text-xs">
        {rowsText(one)}
        {share === null ? '' : `, ≈ ${formatPercent(share)}`}
        {one.size_bytes > 0 ? `, ${formatBytes(one.size_bytes)}` : ''}
      </span>
      <Button size="sm" variant="ghost" className="ml-auto" onClick={onCancel}>
        Cancel export
      </Button>
    </li>
  );
}

/** One's exports that are under way, whichever page or browser started them; nothing without any. */
export function ExportProgress({ mayExport }: { mayExport: boolean }) {
  const underWay = useExports(mayExport).filter(isUnderWay);
  const { cancel } = useExportCalls();
  if (underWay.length === 0) return null;
  return (
    <section aria-label="Exports under way" className="rounded-panel border bg-panel">
      <ul className="divide-y">
        {underWay.map((one) => (
          <Row key={one.id} one={one} onCancel={() => void cancel(one)} />
        ))}
      </ul>
      <p className="border-t px-3 py-1.5 text-ink-3 text-xs">
        It goes on when you leave this page. All of them stand under{' '}
        <Link href="/exports" className="text-accent-text underline">
          Exports
        </Link>
        .
      </p>
    </section>
  );
}
