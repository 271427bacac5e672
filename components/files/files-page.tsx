'use client';

import { FileQuestion, FileSearch, Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { DataTable } from '#components/data-table/data-table.tsx';
import type { Column } from '#components/data-table/table-model.ts';
import type { FilterSpec } from '#components/data-table/table-state.ts';
import { useList } from '#components/data-table/use-list.ts';
import { useNeighbours } from '#components/data-table/use-neighbours.ts';
import { RowTime } from '#components/events/row-time.tsx';
import { denial } from '#components/record/denial.ts';
import { useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { statusWord } from '#components/ui/status-words.ts';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import { FILE_STATES, type ScannedFile } from '#lib/files/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { FileDrawer } from './file-drawer.tsx';
import { REASON_WORDS, sizeText } from './file-words.ts';
import { UnscannableDialog } from './unscannable-dialog.tsx';
import { uploadFile } from './upload-file.ts';

const REFRESH_MS = 2_000;
const FILTERS: readonly FilterSpec[] = [
  { key: 'q', label: 'Name', kind: 'text' },
  {
    key: 'state',
    label: 'State',
    kind: 'select',
    options: FILE_STATES.map((value) => ({ value, label: statusWord('file', value).word })),
  },
];
const rowId = (file: ScannedFile) => file.id;

const COLUMNS: readonly Column<ScannedFile>[] = [
  {
    id: 'time',
    header: 'Uploaded',
    width: 'w-24',
    cell: (file) => <RowTime at={file.created_at} name={file.name ?? 'a file'} />,
  },
  {
    id: 'name',
    header: 'Name',
    cell: (file) =>
      file.name === null ? (
        <span className="text-ink-3">Shown once it was scanned</span>
      ) : (
        <bdi className="font-medium text-ink">{file.name}</bdi>
      ),
    sortValue: (file) => file.name ?? '',
    definition: 'Masked where it holds something that was caught.',
  },
  {
    id: 'state',
    header: 'State',
    cell: (file) => (
      <span className="flex items-center gap-2 whitespace-nowrap">
        <StatusBadge kind="file" value={file.state} />
        {file.reason ? <span className="text-ink-3 text-xs">{REASON_WORDS[file.reason].word}</span> : null}
      </span>
    ),
    sortValue: (file) => FILE_STATES.indexOf(file.state),
  },
  { id: 'kind', header: 'Kind', cell: (file) => file.kind, sortValue: (file) => file.kind ?? '' },
  {
    id: 'size',
    header: 'Size',
    align: 'right',
    cell: (file) => <span className="figures">{sizeText(file.size_bytes)}</span>,
    sortValue: (file) => file.size_bytes,
  },
  {
    id: 'uploader',
    header: 'From',
    cell: (file) => <bdi>{file.uploader}</bdi>,
    sortValue: (file) => file.uploader,
  },
];

/** Files that were looked into, and a place to drop more. */
export function FilesPage({ mayWrite, maySettle }: { mayWrite: boolean; maySettle: boolean }) {
  const list = useList<ScannedFile>('/files', { filters: FILTERS, refetchIntervalMs: REFRESH_MS });
  const neighbours = useNeighbours(list, rowId);
  const refresh = useRefresh('/files');
  const input = useRef<HTMLInputElement>(null);
  const [progress, setProgress] = useState<string | null>(null);
  const { open, setOpen } = list.state;
  const denied = denial(mayWrite, 'files:write');
  const ruleDenial = denial(maySettle, 'patterns:write');
  const [settling, setSettling] = useState(false);

  const upload = async (files: readonly File[]) => {
    let taken = 0;
    for (const [at, file] of files.entries()) {
      const of = files.length > 1 ? ` ${at + 1} of ${files.length}` : '';
      try {
        await uploadFile(file, (share) => setProgress(`Uploading${of}: ${Math.round(share * 100)} %`));
        taken += 1;
      } catch (error) {
        notifyFailed(`${file.name} was not taken`, error);
      }
      await refresh();
    }
    setProgress(null);
    if (taken > 0) notifyDone(`${formatCount(taken, 'file')} taken, scanned in a moment`);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    if (denied === null && progress === null) void upload([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way, the button is the first
    <div className="flex flex-col gap-3" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <PageHeader
        action={
          <Button
            variant="primary"
            icon={Upload}
            disabledReason={denied}
            busy={progress !== null}
            onClick={() => input.current?.click()}
          >
            Upload files
          </Button>
        }
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to be scanned"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          void upload(files);
        }}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="text-ink-3 text-xs">
          {progress ??
            'Up to 25 MiB each; drop them anywhere here. Their bytes are kept encrypted and deleted once they were scanned.'}
        </p>
        <Button size="sm" icon={FileQuestion} onClick={() => setSettling(true)}>
          When a file cannot be scanned
        </Button>
      </div>
      {settling ? <UnscannableDialog denied={ruleDenial} onClose={() => setSettling(false)} /> : null}
      <DataTable
        id="files"
        what="files"
        noun="file"
        columns={COLUMNS}
        list={list}
        rowId={rowId}
        empty={{
          icon: FileSearch,
          sentence:
            'No file has been scanned yet. Upload one here, or let a program send it with POST /api/v1/files.',
        }}
      />
      <FileDrawer id={open} denied={denied} onClose={() => setOpen(null)} {...neighbours} />
    </div>
  );
}
