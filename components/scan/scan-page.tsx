'use client';

import { ScanSearch } from 'lucide-react';
import { useState } from 'react';
import { ActionBadge } from '#components/findings/action-badge.tsx';
import { Confidence } from '#components/findings/confidence.tsx';
import { PageHeader } from '#components/shell/page-header.tsx';
import { type ApiProblem, apiFetch, isApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/input.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { formatCount } from '#lib/format/format-number.ts';
import type { ScanAnswer } from '#lib/pipeline/schema.ts';

type Scanned = { text: string; answer: ScanAnswer };

/** The text with what was found in it marked; where two findings overlap, the mark covers both. */
function Marked({ text, answer }: Scanned) {
  const parts: { at: number; text: string; marked: boolean }[] = [];
  let at = 0;
  for (const { start, end } of answer.findings) {
    if (end <= at) continue;
    if (start > at) parts.push({ at, text: text.slice(at, start), marked: false });
    parts.push({ at: Math.max(at, start), text: text.slice(Math.max(at, start), end), marked: true });
    at = end;
  }
  parts.push({ at, text: text.slice(at), marked: false });
  return (
    <pre className="whitespace-pre-wrap font-mono text-xs leading-5 [overflow-wrap:anywhere]">
      {parts.map((part) =>
        part.marked ? (
          <mark key={part.at} className="rounded-badge bg-redact-soft text-ink">
            {part.text}
          </mark>
        ) : (
          <span key={part.at}>{part.text}</span>
        ),
      )}
    </pre>
  );
}

function Answer({ text, answer }: Scanned) {
  const { findings, excluded, truncated } = answer;
  const note = [
    excluded > 0 ? `${formatCount(excluded, 'match', 'matches')} excluded` : null,
    truncated ? 'there is more than is shown' : null,
  ].filter(Boolean);
  return (
    <div className="flex flex-col gap-4" role="status">
      <Panel title={formatCount(findings.length, 'finding')} note={note.join(' · ') || undefined}>
        {findings.length === 0 ? (
          <p className="text-ink-3">The patterns in force find nothing in it.</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {findings.map((finding) => (
              <li key={`${finding.pattern} ${finding.start} ${finding.end}`} className="flex flex-col gap-1">
                <span className="flex flex-wrap items-center gap-2">
                  <span className="font-medium">{finding.pattern}</span>
                  <bdi className="font-mono text-xs">{finding.masked}</bdi>
                  <StatusBadge kind="severity" value={finding.severity} />
                  <ActionBadge action={finding.action} />
                  <Confidence value={finding.confidence} />
                </span>
                <span className="text-ink-3 text-xs">
                  version {finding.version} · characters {finding.start}–{finding.end}
                  {finding.reasons.length > 0 ? ` · ${finding.reasons.join(', ')}` : ' · its form alone'}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title="Where it stands" note="Your own text: it stays in this window">
        <Marked text={text} answer={answer} />
      </Panel>
    </div>
  );
}

/** Paste a text, see what the patterns in force find in it. Nothing of it is kept. */
export function ScanPage() {
  const [text, setText] = useState('');
  const [scanned, setScanned] = useState<Scanned | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const scan = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setScanned({ text, answer: await apiFetch<ScanAnswer>('/scan', { method: 'POST', body: { text } }) });
    } catch (error) {
      setScanned(null);
      if (!isApiProblem(error)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex max-w-form flex-col gap-4">
      <PageHeader />
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (text !== '' && !busy) void scan();
        }}
      >
        <Field
          label="Text"
          name="text"
          hint="At most 64 KiB. It is looked into with the patterns in force, and neither it nor what is found is kept."
        >
          <Textarea
            mono
            rows={10}
            value={text}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey))
                event.currentTarget.form?.requestSubmit();
            }}
          />
        </Field>
        <Button
          type="submit"
          variant="primary"
          icon={ScanSearch}
          className="self-start"
          busy={busy}
          disabledReason={text === '' ? 'Paste a text first' : null}
        >
          Scan
        </Button>
      </form>
      {problem ? (
        <ErrorState
          what="The text could not be scanned"
          error={problem}
          onRetry={() => void scan()}
          retrying={busy}
        />
      ) : null}
      {scanned ? <Answer {...scanned} /> : null}
      {scanned || problem ? null : (
        <EmptyState
          icon={ScanSearch}
          sentence="Programs ask the same with POST /api/v1/scan, with the token of a client or a user."
        />
      )}
    </div>
  );
}
