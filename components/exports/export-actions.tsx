'use client';

import { Ban, Download, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '#components/ui/button.tsx';
import { buttonClass } from '#components/ui/button-class.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import type { EventExport } from '#lib/events/exports/schema.ts';
import { formatBytes, formatCount } from '#lib/format/format-number.ts';
import { FORMAT_WORDS, fileHref, isUnderWay } from './export-words.ts';
import { useExportCalls } from './use-exports.ts';

/** What can be done with an export in its state: fetch it, end it, delete it. */
export function ExportActions({ one }: { one: EventExport }) {
  const { cancel, remove } = useExportCalls();
  const [asking, setAsking] = useState(false);
  const what = `${FORMAT_WORDS[one.format]} export of ${formatCount(one.rows_written, 'event')}`;
  return (
    <span className="flex items-center justify-end gap-1">
      {one.state === 'done' ? (
        <a
          href={fileHref(one)}
          download
          className={buttonClass('secondary', { size: 'sm' })}
          aria-label={`Download ${what}`}
        >
          <Download size={16} aria-hidden />
          Download
        </a>
      ) : null}
      {isUnderWay(one) ? (
        <IconButton size="sm" icon={Ban} label="Cancel export" onClick={() => void cancel(one)} />
      ) : (
        <IconButton size="sm" icon={Trash2} label="Delete export" onClick={() => setAsking(true)} />
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Delete export"
        consequences={
          one.state === 'done'
            ? `The file of ${formatBytes(one.size_bytes)} is deleted. The events stay as they are.`
            : 'It is taken off this list. The events stay as they are.'
        }
        action="Delete export"
        onConfirm={() => remove(one)}
      />
    </span>
  );
}
