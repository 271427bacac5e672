'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import type { EventExport } from '#lib/events/exports/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { fileHref, isUnderWay } from './export-words.ts';
import { useExports } from './use-exports.ts';

function tell(one: EventExport): void {
  if (one.state === 'done') {
    const run = () => window.location.assign(fileHref(one));
    notifyDone(`Export of ${formatCount(one.rows_written, 'event')} is ready`, {
      label: 'Download',
      run,
      stays: true,
    });
  } else if (one.state === 'failed')
    notifyFailed('The export failed', new Error(one.error ?? 'No reason is known.'));
}

/** Says on whatever page that an export has ended; the list of exports says it itself. */
export function ExportWatch({ mayExport }: { mayExport: boolean }) {
  const exports = useExports(mayExport);
  const isListed = usePathname() === '/exports';
  const watched = useRef(new Set<string>());
  useEffect(() => {
    for (const one of exports) {
      if (isUnderWay(one)) watched.current.add(one.id);
      else if (watched.current.delete(one.id) && !isListed) tell(one);
    }
  }, [exports, isListed]);
  return null;
}
