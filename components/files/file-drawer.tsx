'use client';

import Link from 'next/link';
import { useState } from 'react';
import { EventSection } from '#components/events/event-section.tsx';
import { ActionBadge } from '#components/findings/action-badge.tsx';
import { Confidence } from '#components/findings/confidence.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { Id } from '#components/ui/id.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { ScannedFile } from '#lib/files/schema.ts';
import type { FindingPlace } from '#lib/findings/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { isPicture, REASON_WORDS, sizeText } from './file-words.ts';

type DescribedFile = ScannedFile & { findings: FindingPlace[] };

export type FileDrawerProps = DrawerFrame & { id: string | null; denied: string | null };

function Found({ findings }: { findings: readonly FindingPlace[] }) {
  if (findings.length === 0) return <p className="text-ink-3">Nothing was found in it.</p>;
  return (
    <ul className="flex flex-col gap-3">
      {findings.map((place) => (
        <li key={place.place_id} className="flex min-w-0 flex-col gap-1">
          <span className="flex flex-wrap items-center gap-2">
            <Link
              href={`/findings?open=${place.id}`}
              prefetch={false}
              className="rounded-badge font-medium text-accent-text hover:underline"
            >
              {place.pattern}
            </Link>
            <bdi className="font-mono text-xs">{place.masked}</bdi>
            <ActionBadge action={place.action} />
            <Confidence value={place.confidence} />
          </span>
          <bdi className="font-mono text-ink-2 text-xs [overflow-wrap:anywhere]">{place.path}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Details({
  file,
  denied,
  onGone,
}: {
  file: DescribedFile;
  denied: string | null;
  onGone: () => void;
}) {
  const refresh = useRefresh('/files');
  const [asks, setAsks] = useState(false);
  return (
    <div className="flex flex-col gap-6">
      {file.reason ? (
        <p role="alert" className="rounded-panel bg-redact-soft px-3 py-2 text-ink">
          It was not scanned to its end. {REASON_WORDS[file.reason].advice}
        </p>
      ) : null}
      <EventSection as="h3" title="Findings" note={formatCount(file.findings.length, 'place')}>
        {file.state === 'queued' || file.state === 'scanning' ? (
          <p className="text-ink-3">It is being scanned.</p>
        ) : (
          <Found findings={file.findings} />
        )}
      </EventSection>
      <EventSection as="h3" title="Facts">
        <Facts>
          <Fact name="Kind">
            {file.kind ?? <span className="text-ink-3">Unknown</span>}
            {isPicture(file.kind) ? (
              <span className="text-ink-3"> · only what its metadata says was looked into</span>
            ) : null}
          </Fact>
          <Fact name="Size">{sizeText(file.size_bytes)}</Fact>
          <Fact name="From">
            <bdi>{file.uploader}</bdi>
          </Fact>
          <Fact name="Uploaded">
            <Time at={file.created_at} exact />
          </Fact>
          <Fact name="Scanned">
            {file.scanned_at ? (
              <Time at={file.scanned_at} exact />
            ) : (
              <span className="text-ink-3">Not yet</span>
            )}
          </Fact>
          <Fact name="File">
            <Id id={file.id} of="file id" full />
          </Fact>
        </Facts>
      </EventSection>
      <Button variant="danger" className="self-start" disabledReason={denied} onClick={() => setAsks(true)}>
        Delete file
      </Button>
      {asks ? (
        <ConfirmDialog
          open
          onClose={() => setAsks(false)}
          title="Delete file"
          consequences="The file and the places that were found in it are forgotten. What reviewers decided about its findings stays."
          action="Delete file"
          onConfirm={async () => {
            await apiFetch(`/files/${file.id}`, { method: 'DELETE' });
            notifyDone('The file is deleted');
            onGone();
            await refresh('lists');
          }}
        />
      ) : null}
    </div>
  );
}

function OpenFile({ id, denied, ...frame }: FileDrawerProps & { id: string }) {
  const query = useRecord<DescribedFile>('/files', `/${id}`, { refetchIntervalMs: 2_000 });
  return (
    <Drawer
      open
      {...frame}
      title={<bdi>{query.data?.name ?? 'File'}</bdi>}
      subtitle={query.data ? <StatusBadge kind="file" value={query.data.state} /> : null}
    >
      <Loaded query={query} what="The file could not be loaded">
        {(file) => <Details key={id} file={file} denied={denied} onGone={frame.onClose} />}
      </Loaded>
    </Drawer>
  );
}

/** One file beside the list: what was found in it and where, or why it could not be read. */
export function FileDrawer({ id, ...rest }: FileDrawerProps) {
  return id === null ? null : <OpenFile id={id} {...rest} />;
}
