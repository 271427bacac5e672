'use client';

import { useState } from 'react';
import { checkInput } from '#components/record/check-input.ts';
import { DeleteZone } from '#components/record/delete-zone.tsx';
import { denial } from '#components/record/denial.ts';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Form } from '#components/ui/form.tsx';
import { Id } from '#components/ui/id.tsx';
import { Fact, Facts, Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import { type Client, ClientChange } from '#lib/clients/schema.ts';
import { blastRadius } from './blast-radius.ts';
import { Expiry } from './client-cells.tsx';
import { draftOf, patchOf } from './client-draft.ts';
import { ClientFields } from './client-fields.tsx';
import { ClientWarnings } from './client-warnings.tsx';
import { OutcomesPanel } from './outcomes-panel.tsx';
import { SecretPanel } from './secret-panel.tsx';
import { TryClient } from './try-client.tsx';
import { useLastHour } from './use-outcomes.ts';

type ClientProps = { client: Client; denied: string | null };
/** `radius`: what cutting it off would stop, as a sentence. */
type Cut = { radius: string };

function Settings({ client: current, denied }: ClientProps) {
  const refresh = useRefresh('/clients');
  const [client, setClient] = useState(current);
  const [draft, setDraft] = useState(() => draftOf(current));
  const submit = async () => {
    const patch = patchOf(client, draft);
    checkInput(ClientChange, patch);
    const saved = await apiFetch<Client>(`/clients/${client.client_id}`, { method: 'PATCH', body: patch });
    setClient(saved);
    setDraft(draftOf(saved));
    notifyDone(`${saved.name} saved`);
    await refresh();
  };
  return (
    <Panel title="Settings">
      <Form onSubmit={submit} submitLabel="Save client" submitDisabledReason={denied} note={denied}>
        <ClientFields draft={draft} set={(change) => setDraft({ ...draft, ...change })} />
      </Form>
    </Panel>
  );
}

function About({ client, denied, radius }: ClientProps & Cut) {
  return (
    <Panel>
      <div className="flex flex-col gap-3 pt-2">
        <EnabledSwitch
          base="/clients"
          thing={{ id: client.client_id, name: client.name }}
          enabled={client.enabled}
          denied={denied}
          loses={`${radius}Its tokens and sessions are refused at once, until it is enabled again. Nothing is deleted.`}
          label={client.enabled ? 'Enabled' : 'Disabled'}
          hint={
            client.enabled
              ? 'Off, its tokens are refused at once; nothing is deleted.'
              : 'Its tokens are refused. What it sent stays.'
          }
        />
        <Facts>
          <Fact name="Client id">
            <Id id={client.client_id} of="client id" full />
          </Fact>
          <Fact name="Auth id">
            <Id id={client.auth_id} of="auth id" full />
          </Fact>
          <Fact name="Last used">
            <Time at={client.last_used_at} never="never used" />
          </Fact>
          <Fact name="Expires">
            <Expiry at={client.expires_at} />
          </Fact>
          <Fact name="Created">
            <Time at={client.created_at} exact />
          </Fact>
        </Facts>
      </div>
    </Panel>
  );
}

export type ClientPageProps = {
  id: string;
  mayWrite: boolean;
  mayReadEvents: boolean;
  publicUrl: string | null;
};

export function ClientPage({ id, mayWrite, mayReadEvents, publicUrl }: ClientPageProps) {
  const query = useRecord<Client>('/clients', `/${id}`, { fresh: true });
  const denied = denial(mayWrite, 'clients:write');
  const radius = blastRadius(useLastHour(id, mayReadEvents));
  return (
    <>
      <PageHeader title={query.data?.name ?? 'Client'} />
      <Loaded query={query} what="The client could not be loaded">
        {(client) => (
          <div className="@container">
            <div className="grid items-start gap-4 @4xl:grid-cols-2">
              <div className="flex min-w-0 flex-col gap-4">
                <About client={client} denied={denied} radius={radius} />
                <OutcomesPanel clientId={id} mayReadEvents={mayReadEvents} />
                {mayReadEvents ? <ClientWarnings clientId={id} /> : null}
                <TryClient client={client} publicUrl={publicUrl} denied={denied} />
              </div>
              <div className="flex min-w-0 flex-col gap-4">
                <SecretPanel client={client} denied={denied} radius={radius} />
                <Settings client={client} denied={denied} />
                <DeleteZone
                  base="/clients"
                  listHref="/clients"
                  noun="client"
                  thing={{ id, name: client.name }}
                  consequences={`${radius}Its tokens are refused at once and for good: the application needs a new client to go on. The events it sent stay and keep naming it.`}
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
