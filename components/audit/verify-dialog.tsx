'use client';

import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { apiFetch, isApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Id } from '#components/ui/id.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import type { AuditVerification } from '#lib/audit/schema.ts';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';

type Fault = AuditVerification['faults'][number];
type Progress = {
  checked: number;
  faults: readonly Fault[];
  head: AuditVerification['head'];
  isOver: boolean;
  failure: string | null;
};

const START: Progress = { checked: 0, faults: [], head: null, isOver: false, failure: null };
const FAULT_WORDS: Readonly<Record<Fault['kind'], string>> = {
  entry_changed: 'was changed after it was written',
  entry_missing: 'was deleted',
  link_missing: 'follows entries whose links are gone',
};

/** Walks the chain stretch by stretch, from the moment it is shown. */
function useVerification(): Progress {
  const [progress, setProgress] = useState(START);
  useEffect(() => {
    const abort = new AbortController();
    const walk = async () => {
      let so = START;
      for (let from: number | null = 0; from !== null; ) {
        const path = `/audit/verification?from=${from}`;
        const stretch: AuditVerification = await apiFetch(path, { signal: abort.signal });
        so = {
          ...so,
          checked: so.checked + stretch.checked,
          faults: [...so.faults, ...stretch.faults],
          head: stretch.head,
          isOver: stretch.next === null,
        };
        setProgress(so);
        from = stretch.next;
      }
    };
    walk().catch((error: unknown) => {
      if (abort.signal.aborted) return;
      const failure = isApiProblem(error) ? error.detail : String(error);
      setProgress((so) => ({ ...so, failure }));
    });
    return () => abort.abort();
  }, []);
  return progress;
}

function Outcome({ checked, faults, head }: Progress) {
  if (faults.length > 0) {
    return (
      <div className="flex flex-col gap-2">
        <p className="flex items-center gap-2 font-medium text-block-text">
          <ShieldAlert size={16} aria-hidden /> {formatCount(faults.length, 'place')} where the log is not as
          it was written
        </p>
        <ul aria-label="Faults" className="flex flex-col gap-1 text-sm">
          {faults.slice(0, 20).map(({ kind, seq, entry_id }) => (
            <li key={`${seq} ${kind}`}>
              Entry {entry_id ? <Id id={entry_id} of="entry id" /> : formatNumber(seq)} {FAULT_WORDS[kind]}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-center gap-2 font-medium">
        <ShieldCheck size={16} aria-hidden className="text-pass-text" />{' '}
        {formatCount(checked, 'entry', 'entries')} checked, all as they were written
      </p>
      {head ? (
        <p className="text-ink-2 text-sm">
          The newest link is <Id id={head.digest} of="link" />. Noted somewhere else, it shows later that
          nothing before it was exchanged as a whole.
        </p>
      ) : null}
    </div>
  );
}

/** Whether the log is still as it was written, worked out anew from its first entry on. */
export function VerifyDialog({ onClose }: { onClose: () => void }) {
  const progress = useVerification();
  const { checked, head, isOver, failure } = progress;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Verify the audit log"
      description="Every entry is part of a chain: who changes, removes or slips in one breaks it."
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {failure ? (
        <p role="alert" className="text-block-text">
          {failure}
        </p>
      ) : isOver ? (
        <Outcome {...progress} />
      ) : (
        <ProgressBar
          label="Entries checked"
          share={head === null ? null : checked / head.seq}
          text={head === null ? 'It begins' : `${formatNumber(checked)} of ${formatNumber(head.seq)}`}
        />
      )}
    </Dialog>
  );
}
