'use client';

import Link from 'next/link';
import { useState } from 'react';
import { checkInput } from '#components/record/check-input.ts';
import { DeleteZone } from '#components/record/delete-zone.tsx';
import { denial } from '#components/record/denial.ts';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { useBaseUrl } from '#components/record/use-base-url.ts';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Form } from '#components/ui/form.tsx';
import { Id } from '#components/ui/id.tsx';
import { Fact, Facts, Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import { type Source, SourceChange } from '#lib/sources/schema.ts';
import { PRESETS } from './presets.ts';
import { RefusedCalls } from './refused-calls.tsx';
import { SendSample } from './send-sample.tsx';
import { SetupSteps } from './setup-steps.tsx';
import { draftOf, patchOf } from './source-draft.ts';
import { SourceFields } from './source-fields.tsx';
import { SourceSecrets } from './source-secrets.tsx';

type SourceProps = { source: Source; denied: string | null };

function Settings({ source: current, denied }: SourceProps) {
  const refresh = useRefresh('/sources');
  const [source, setSource] = useState(current);
  const [draft, setDraft] = useState(() => draftOf(current));
  const submit = async () => {
    const patch = patchOf(source, draft);
    checkInput(SourceChange, patch);
    const saved = await apiFetch<Source>(`/sources/${source.id}`, { method: 'PATCH', body: patch });
    setSource(saved);
    setDraft(draftOf(saved));
    notifyDone(`${saved.name} saved`);
    await refresh();
  };
  return (
    <Panel title="Settings">
      <Form onSubmit={submit} submitLabel="Save source" submitDisabledReason={denied} note={denied}>
        <SourceFields draft={draft} set={(change) => setDraft({ ...draft, ...change })} />
      </Form>
    </Panel>
  );
}

function About({ source, denied, mayReadEvents }: SourceProps & { mayReadEvents: boolean }) {
  return (
    <Panel>
      <div className="flex flex-col gap-3 pt-2">
        <EnabledSwitch
          base="/sources"
          thing={source}
          enabled={source.enabled}
          denied={denied}
          loses="Its calls are refused with 401 at once, until it is enabled again; the sender may stop sending. Nothing is deleted."
          label={source.enabled ? 'Enabled' : 'Disabled'}
          hint={
            source.enabled ? 'Off, its calls are refused.' : 'Its calls are refused. What it brought stays.'
          }
        />
        {source.scheme === 'unverified' ? (
          <p className="text-block-text text-sm">
            Nothing is verified: whoever knows the address can make events.
          </p>
        ) : null}
        <Facts>
          <Fact name="Scheme">{PRESETS[source.scheme].label}</Fact>
          <Fact name="Source id">
            <Id id={source.id} of="source id" full />
          </Fact>
          <Fact name="Last call taken">
            <Time at={source.last_used_at} never="never" />
          </Fact>
          <Fact name="Created">
            <Time at={source.created_at} exact />
          </Fact>
          {mayReadEvents ? (
            <Fact name="Events">
              <Link href={`/events?source=${source.id}`} className="rounded-badge text-accent-text underline">
                See its events
              </Link>
            </Fact>
          ) : null}
        </Facts>
      </div>
    </Panel>
  );
}

export type SourcePageProps = {
  id: string;
  mayWrite: boolean;
  mayReadEvents: boolean;
  publicUrl: string | null;
};

export function SourcePage({ id, mayWrite, mayReadEvents, publicUrl }: SourcePageProps) {
  const query = useRecord<Source>('/sources', `/${id}`, { fresh: true });
  const baseUrl = useBaseUrl(publicUrl);
  const denied = denial(mayWrite, 'sources:write');
  return (
    <>
      <PageHeader title={query.data?.name ?? 'Source'} />
      <Loaded query={query} what="The source could not be loaded">
        {(source) => (
          <div className="@container">
            <div className="grid items-start gap-4 @4xl:grid-cols-2">
              <div className="flex min-w-0 flex-col gap-4">
                <About source={source} denied={denied} mayReadEvents={mayReadEvents} />
                <Panel title="Set up the sender">
                  <SetupSteps source={source} baseUrl={baseUrl} />
                </Panel>
                <SendSample source={source} publicUrl={publicUrl} denied={denied} />
              </div>
              <div className="flex min-w-0 flex-col gap-4">
                <RefusedCalls sourceId={id} />
                {source.scheme === 'unverified' ? null : <SourceSecrets source={source} denied={denied} />}
                <Settings source={source} denied={denied} />
                <DeleteZone
                  base="/sources"
                  listHref="/sources"
                  noun="source"
                  thing={source}
                  consequences="Its address answers nobody from then on, and its secret is gone for good. The events it brought stay and keep naming it."
                  denied={denied}
                />
              </div>
            </div>
          </div>
        )}
      </Loaded>
    </>
  );
}
