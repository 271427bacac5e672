'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { checkInput } from '#components/record/check-input.ts';
import { denial } from '#components/record/denial.ts';
import { useBaseUrl } from '#components/record/use-base-url.ts';
import { useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { FormPage } from '#components/ui/form-page.tsx';
import { RadioCards } from '#components/ui/radio-cards.tsx';
import { SecretReveal } from '#components/ui/secret-reveal.tsx';
import { type CreatedSource, type SOURCE_SCHEMES, SourceInput } from '#lib/sources/schema.ts';
import { PRESETS } from './presets.ts';
import { SecretChoice } from './secret-choice.tsx';
import { SetupSteps } from './setup-steps.tsx';
import { inputOf, newDraft } from './source-draft.ts';
import { SourceFields } from './source-fields.tsx';
import { SHOWN_AFTERWARDS } from './source-secrets.tsx';

/** What people have comes before what people describe. */
const ORDER = Object.keys(PRESETS) as (typeof SOURCE_SCHEMES)[number][];
const CARDS = ORDER.map((value) => ({ value, ...PRESETS[value] }));

export type NewSourcePageProps = { mayWrite: boolean; publicUrl: string | null };

export function NewSourcePage({ mayWrite, publicUrl }: NewSourcePageProps) {
  const router = useRouter();
  const refresh = useRefresh('/sources');
  const baseUrl = useBaseUrl(publicUrl);
  const denied = denial(mayWrite, 'sources:write');
  const [draft, setDraft] = useState(() => newDraft('github'));
  const [created, setCreated] = useState<CreatedSource | null>(null);
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const submit = async () => {
    const input = inputOf(draft);
    checkInput(SourceInput, input);
    const made = await apiFetch<CreatedSource>('/sources', { method: 'POST', body: input });
    await refresh();
    // What was given is known already, and there is nothing else to be stored.
    if (draft.secretOrigin === 'made' && made.secret !== undefined) setCreated(made);
    else router.push(`/sources/${made.id}`);
  };
  const preset = PRESETS[draft.scheme];
  return (
    <>
      <PageHeader title="New source" />
      <FormPage
        onSubmit={submit}
        submitLabel="Create source"
        submitDisabledReason={denied}
        cancelHref="/sources"
        note={denied ?? (draft.secretOrigin === 'made' ? 'Its secret is shown next, once.' : null)}
      >
        <RadioCards
          legend="Who sends"
          name="scheme"
          options={CARDS}
          value={draft.scheme}
          onChange={(scheme) => setDraft(newDraft(scheme))}
        />
        <SourceFields draft={draft} set={set} />
        {preset.secret === null ? null : <SecretChoice draft={draft} set={set} />}
        <section aria-label="At the sender" className="flex flex-col gap-2 border-t pt-4">
          <h2 className="font-semibold text-base">At the sender</h2>
          <SetupSteps
            source={{ scheme: draft.scheme, path: `/api/v1/webhooks/${draft.name}` }}
            baseUrl={baseUrl}
          />
        </section>
      </FormPage>
      {created ? (
        <SecretReveal
          open
          title={`Secret of ${created.name}`}
          secrets={[{ name: 'WEBHOOK_SECRET', value: created.secret ?? '' }]}
          fileName={`${created.name}.env`}
          description={SHOWN_AFTERWARDS}
          onStored={() => router.push(`/sources/${created.id}`)}
        >
          <SetupSteps source={created} baseUrl={baseUrl} />
        </SecretReveal>
      ) : null}
    </>
  );
}
