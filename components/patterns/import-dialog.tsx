'use client';

import { useId, useState } from 'react';
import { useRefresh } from '#components/record/use-record.ts';
import { type ApiProblem, apiFetch, isApiProblem } from '#components/ui/api.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Textarea } from '#components/ui/input.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { ImportItem, ImportPlan } from '#lib/dlp/exchange/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';

const KINDS = {
  create: { word: 'New', tone: 'pass' },
  change: { word: 'Changes', tone: 'redact' },
  unchanged: { word: 'Unchanged', tone: 'neutral' },
} as const;

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function Item({ item }: { item: ImportItem }) {
  const { word, tone } = KINDS[item.kind];
  return (
    <li className="flex flex-col gap-1 py-2">
      <span className="flex items-center gap-2 text-sm">
        <Badge tone={tone}>{word}</Badge>
        <span className="min-w-0 break-words font-medium">{item.name}</span>
      </span>
      {item.kind === 'change' ? (
        <ul className="flex flex-col gap-0.5 text-xs">
          {item.changes.map(({ field, before, after }) => (
            <li key={field} className="break-all">
              <span className="text-ink-2">{field}</span>{' '}
              <del className="font-mono text-ink-3">{shown(before)}</del>{' '}
              <ins className="font-mono no-underline">{shown(after)}</ins>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function Plan({ plan }: { plan: ImportPlan }) {
  // What happens first, what does not happen last.
  const order = ['create', 'change', 'unchanged'];
  const items = plan.items.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return (
    <ul aria-label="What the import does" className="max-h-[40dvh] divide-y overflow-y-auto">
      {items.map((item) => (
        <Item key={item.name} item={item} />
      ))}
    </ul>
  );
}

function planText({ items }: ImportPlan): string {
  const count = (kind: ImportItem['kind']) => items.filter((item) => item.kind === kind).length;
  return `${formatCount(count('create'), 'new pattern')}, ${count('change')} changed, ${count('unchanged')} unchanged. Patterns that the document does not name stay as they are.`;
}

/** Takes patterns from a YAML document: first what would happen, then all of it or nothing. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const id = useId();
  const refresh = useRefresh('/patterns');
  const [yaml, setYaml] = useState('');
  const [plan, setPlan] = useState<ImportPlan | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const changes = plan?.items.filter(({ kind }) => kind !== 'unchanged').length ?? 0;

  const ask = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (!isApiProblem(error)) throw error;
      setPlan(null);
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const look = () =>
    ask(async () =>
      setPlan(await apiFetch<ImportPlan>('/patterns/import/plan', { method: 'POST', body: { yaml } })),
    );
  const apply = () =>
    ask(async () => {
      await apiFetch('/patterns/import', { method: 'POST', body: { yaml, plan: plan?.plan } });
      notifyDone(`${formatCount(changes, 'pattern')} imported`);
      await refresh();
      onClose();
    });

  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Import patterns"
      description={
        plan
          ? planText(plan)
          : 'From a YAML document as an export writes it. Nothing is changed before you have seen the plan.'
      }
      actions={
        plan ? (
          <>
            <Button onClick={() => setPlan(null)}>Back</Button>
            <Button
              variant="primary"
              busy={busy}
              disabledReason={changes === 0 ? 'There is nothing to change' : null}
              onClick={() => void apply()}
            >
              Import
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              busy={busy}
              disabledReason={yaml.trim() === '' ? 'Choose a file or paste a document first' : null}
              onClick={() => void look()}
            >
              Show the plan
            </Button>
          </>
        )
      }
    >
      {plan ? (
        <Plan plan={plan} />
      ) : (
        <div className="flex flex-col gap-3">
          <input
            type="file"
            accept=".yaml,.yml,application/yaml,text/yaml"
            aria-label="YAML file"
            className="text-sm"
            onChange={async (event) => {
              const [file] = event.target.files ?? [];
              if (file) setYaml(await file.text());
            }}
          />
          <label htmlFor={id} className="sr-only">
            YAML document
          </label>
          <Textarea
            id={id}
            mono
            rows={10}
            spellCheck={false}
            value={yaml}
            placeholder={
              'format: the-eye/patterns/1\npatterns:\n  - name: Ticket\n    regex: \\bTCK-\\d{4}\\b'
            }
            onChange={(event) => setYaml(event.target.value)}
          />
        </div>
      )}
      {problem ? (
        <div role="alert" className="mt-3 rounded-control bg-block-soft px-3 py-2 text-block-text text-sm">
          <p>{problem.detail}</p>
          <ul className="mt-1 list-disc pl-4">
            {problem.errors.slice(0, 10).map(({ path, message }) => (
              <li key={`${path} ${message}`} className="break-words">
                {path}: {message}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </Dialog>
  );
}
