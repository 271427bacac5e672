'use client';

import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { BacktestPanel } from '#components/backtests/backtest-panel.tsx';
import { changedFields } from '#components/record/changed-fields.ts';
import { checkInput, refusal } from '#components/record/check-input.ts';
import { DeleteZone } from '#components/record/delete-zone.tsx';
import { useRefresh } from '#components/record/use-record.ts';
import { apiFetch, isApiProblem } from '#components/ui/api.ts';
import { Field } from '#components/ui/field.tsx';
import { FormPage, FormSection } from '#components/ui/form-page.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import { type Pattern, PatternInput } from '#lib/dlp/schema.ts';
import { ActingFields } from './acting-fields.tsx';
import { BesideFields } from './beside-fields.tsx';
import { FindingFields } from './finding-fields.tsx';
import { draftOf, inputOf, NEW_PATTERN, type PatternDraft, sampleFaultPath } from './pattern-draft.ts';
import { PatternTester } from './pattern-tester.tsx';
import { SamplesField } from './samples-field.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { usePatternTest } from './use-pattern-test.ts';

export type PatternEditorProps = {
  /** Null: a new one. */
  pattern: Pattern | null;
  denied: string | null;
  /** Why no backtest can be started; null when it can. */
  backtestsDenied: string | null;
};

/** Saves and answers the pattern as it is now. */
async function save(pattern: Pattern | null, draft: PatternDraft, note: string): Promise<Pattern> {
  const input = inputOf(draft);
  checkInput(PatternInput, input);
  return pattern
    ? apiFetch<Pattern>(`/patterns/${pattern.id}`, {
        method: 'PATCH',
        body: {
          ...changedFields(pattern, input),
          expected_version: pattern.version,
          ...(note === '' ? {} : { note }),
        },
      })
    : apiFetch<Pattern>('/patterns', { method: 'POST', body: input });
}

export function PatternEditor({ pattern: current, denied, backtestsDenied }: PatternEditorProps) {
  // What the draft was made from: compared with anything newer, a save would take back what others changed.
  const [pattern] = useState(current);
  const router = useRouter();
  const refresh = useRefresh('/patterns');
  const [draft, setDraft] = useState(() => (pattern ? draftOf(pattern) : NEW_PATTERN));
  const [note, setNote] = useState('');
  const [text, setText] = useState(() => pattern?.samples.match.join('\n') ?? '');
  const set = (change: Partial<PatternDraft>) => setDraft((old) => ({ ...old, ...change }));
  const test = usePatternTest(draft, text);
  const outcomes = useMemo(
    () => new Map(test.tried?.result.samples.map((one) => [`${one.expected} ${one.text}`, one.found])),
    [test.tried],
  );

  const submit = async () => {
    try {
      const saved = await save(pattern, draft, note.trim());
      notifyDone(
        !pattern
          ? `${saved.name} created`
          : saved.version > pattern.version
            ? `${saved.name} saved as version ${saved.version}`
            : `${saved.name} saved, its definition is unchanged`,
      );
      await refresh();
      router.push(`/patterns?open=${saved.id}`);
    } catch (error) {
      if (!isApiProblem(error)) throw error;
      const moved = error.errors.map((fault) => ({ ...fault, path: sampleFaultPath(fault.path, draft) }));
      throw Object.assign(refusal(error.detail, moved), {
        status: error.status,
        requestId: error.requestId,
      });
    }
  };

  const tester = (
    <div className="flex flex-col gap-4">
      <PatternTester draft={draft} text={text} onText={setText} test={test} mayMeasure={denied === null} />
      {pattern ? (
        <Panel title="Try it on past events" note="Nothing found becomes a finding">
          <BacktestPanel patternId={pattern.id} denied={backtestsDenied} draft={() => inputOf(draft)} />
        </Panel>
      ) : null}
    </div>
  );
  return (
    <div className="@container">
      <div className="grid items-start gap-8 @4xl:grid-cols-[minmax(0,40rem)_minmax(24rem,1fr)]">
        <FormPage
          onSubmit={submit}
          submitLabel={pattern ? 'Save pattern' : 'Create pattern'}
          submitDisabledReason={denied}
          cancelHref={pattern ? `/patterns?open=${pattern.id}` : '/patterns'}
          note={
            denied ?? (pattern ? `A change of the definition becomes version ${pattern.version + 1}.` : null)
          }
          after={
            pattern ? (
              <DeleteZone
                base="/patterns"
                listHref="/patterns"
                noun="pattern"
                thing={pattern}
                consequences="It stops looking at once. What it found stays, with its name and version; the pattern itself can be brought back from the list of deleted ones."
                restore={() => apiFetch(`/patterns/${pattern.id}/restore`, { method: 'POST' })}
                denied={denied}
              />
            ) : null
          }
        >
          <FormSection title="What it is">
            <Field label="Name" name="name" required>
              <Input
                value={draft.name}
                maxLength={100}
                onChange={(event) => set({ name: event.target.value })}
                autoComplete="off"
              />
            </Field>
            <Field label="Description" name="description" optional>
              <Textarea
                rows={2}
                maxLength={2000}
                value={draft.description}
                onChange={(event) => set({ description: event.target.value })}
              />
            </Field>
          </FormSection>
          <FindingFields draft={draft} set={set} faults={test.faults} />
          <BesideFields draft={draft} set={set} faults={test.faults} />
          {/* Where there is no room beside the form, it belongs below what it tries. */}
          <div className="@4xl:hidden">{tester}</div>
          <ScopeFields draft={draft} set={set} />
          <ActingFields draft={draft} set={set} />
          <FormSection
            title="Samples"
            hint="Kept with the pattern. A save is refused while one of them comes out wrong."
          >
            <SamplesField
              name="samples.match"
              title="Must match"
              hint="Texts in which it has to find something. Invented ones: they are readable to everybody who may read patterns."
              texts={draft.samples.match}
              onChange={(match) => set({ samples: { ...draft.samples, match } })}
              found={(sample) => outcomes.get(`true ${sample}`)}
              expected
            />
            <SamplesField
              name="samples.no_match"
              title="Must not match"
              hint="Look-alikes in which it must find nothing."
              texts={draft.samples.no_match}
              onChange={(no_match) => set({ samples: { ...draft.samples, no_match } })}
              found={(sample) => outcomes.get(`false ${sample}`)}
              expected={false}
            />
          </FormSection>
          {pattern ? (
            <FormSection title="This change">
              <Field label="What and why" name="note" optional hint="Kept with the new version.">
                <Input
                  value={note}
                  maxLength={500}
                  onChange={(event) => setNote(event.target.value)}
                  autoComplete="off"
                />
              </Field>
            </FormSection>
          ) : null}
        </FormPage>
        <div className="min-w-0 @max-4xl:hidden @4xl:sticky @4xl:top-18">{tester}</div>
      </div>
    </div>
  );
}
