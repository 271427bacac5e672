'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useRefresh } from '#components/record/use-record.ts';
import { type ApiProblem, apiFetch, isApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import { Countdown } from '#components/ui/time.tsx';
import type { FindingDetail, Revealed } from '#lib/findings/schema.ts';

function ReasonDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const client = useQueryClient();
  const refresh = useRefresh('/findings');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const reveal = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      const body = { reason: reason.trim() };
      const shown = await apiFetch<Revealed>(`/findings/${id}/reveal`, { method: 'POST', body });
      client.setQueryData(['revealed', id], shown);
      void refresh();
      onClose();
    } catch (error) {
      setRefusal(isApiProblem(error) ? (error.errors?.[0]?.message ?? error.detail) : String(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Reveal what was found"
      description="For five minutes you see the value and what stands beside it. Who, when and why stand in the audit log and in this finding's history."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={busy}
            disabledReason={reason.trim() === '' ? 'Say why first' : null}
            onClick={() => void reveal()}
          >
            Reveal
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '' && !busy) void reveal();
        }}
      >
        <Field label="Why do you need to see it?" name="reason" error={refusal ?? undefined}>
          <Input
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
            autoComplete="off"
          />
        </Field>
      </form>
    </Dialog>
  );
}

function Shown({ finding, shown, onHide }: { finding: FindingDetail; shown: Revealed; onHide: () => void }) {
  const pathOf = new Map(finding.all_places.map((place) => [place.place_id, place.path]));
  useEffect(() => {
    const left = Date.parse(shown.expires_at) - Date.now();
    const timer = setTimeout(onHide, Math.max(0, left));
    return () => clearTimeout(timer);
  }, [shown, onHide]);
  return (
    <section
      aria-label="Revealed"
      className="flex flex-col gap-2 rounded-panel border border-redact bg-sunken px-3 py-3"
    >
      <p className="flex items-center justify-between gap-2 text-ink-2 text-xs">
        <span>
          Revealed to you, hidden again <Countdown to={shown.expires_at} />
        </span>
        <Button size="sm" variant="ghost" icon={EyeOff} onClick={onHide}>
          Hide
        </Button>
      </p>
      {shown.places.length === 0 ? (
        <p className="text-ink-3">
          Its values were not kept: it was found before The Eye kept them, or its places are gone.
        </p>
      ) : null}
      {shown.places.slice(0, 5).map(({ place_id: id, before, value, after }) => (
        <div key={id}>
          <p className="font-mono text-ink-3 text-xs">{pathOf.get(id)}</p>
          <p className="whitespace-pre-wrap font-mono text-ink-2 text-xs [overflow-wrap:anywhere]">
            <bdi>
              {before}
              <mark className="rounded-badge bg-redact-soft px-0.5 text-ink">{value}</mark>
              {after}
            </bdi>
          </p>
        </div>
      ))}
    </section>
  );
}

/** What was found: masked, until somebody who may says why he has to see it. */
export function Reveal({ finding, denied }: { finding: FindingDetail; denied: string | null }) {
  const { id, revealed_until: until } = finding;
  const client = useQueryClient();
  const [asks, setAsks] = useState(false);
  const [hidden, setHidden] = useState(false);
  const { data } = useQuery<Revealed, ApiProblem>({
    queryKey: ['revealed', id],
    queryFn: () => apiFetch<Revealed>(`/findings/${id}/reveal`),
    enabled: until !== null && denied === null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const isOver = data !== undefined && Date.parse(data.expires_at) <= Date.now();
  const shown = hidden || isOver ? undefined : data;
  const ask = () => (data && !isOver ? setHidden(false) : setAsks(true));
  const hide = () => {
    setHidden(true);
    // Once its time is over it has to be asked for again.
    if (data && Date.parse(data.expires_at) <= Date.now())
      client.removeQueries({ queryKey: ['revealed', id] });
  };
  useShortcut({ keys: 'v', label: 'Reveal', scope: 'Triage' }, ask, denied === null);
  return (
    <>
      {shown ? (
        <Shown finding={finding} shown={shown} onHide={hide} />
      ) : (
        <div className="flex items-center justify-between gap-3 rounded-panel border bg-sunken px-3 py-3">
          <div className="min-w-0">
            <p className="text-ink-3 text-xs">Found, masked for everybody</p>
            <p className="mt-1 font-mono [overflow-wrap:anywhere]">
              <bdi>{finding.masked}</bdi>
            </p>
          </div>
          <Button size="sm" icon={Eye} disabledReason={denied} onClick={ask}>
            Reveal
          </Button>
        </div>
      )}
      {asks ? (
        <ReasonDialog
          id={id}
          onClose={() => {
            setAsks(false);
            setHidden(false);
          }}
        />
      ) : null}
    </>
  );
}
