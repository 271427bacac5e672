'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { checkInput } from '#components/record/check-input.ts';
import { denial } from '#components/record/denial.ts';
import { useBaseUrl } from '#components/record/use-base-url.ts';
import { useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Snippets } from '#components/ui/code-block.tsx';
import { FormPage } from '#components/ui/form-page.tsx';
import { SecretReveal } from '#components/ui/secret-reveal.tsx';
import { ClientInput, type CreatedClient } from '#lib/clients/schema.ts';
import { type ClientDraft, inputOf, NEW_CLIENT } from './client-draft.ts';
import { ClientFields } from './client-fields.tsx';
import { signingSnippets } from './snippets.ts';
import { callOf } from './try-client.tsx';

type CreatedProps = { client: CreatedClient; baseUrl: string; onStored: () => void };

function Created({ client, baseUrl, onStored }: CreatedProps) {
  const snippets = signingSnippets({
    baseUrl,
    clientId: client.client_id,
    secretKey: client.secret_key,
    ...callOf(client),
  });
  return (
    <SecretReveal
      open
      title={`Secrets of ${client.name}`}
      secrets={[
        { name: 'CLIENT_ID', value: client.client_id },
        { name: 'SECRET_KEY', value: client.secret_key },
        { name: 'AUTH_ID', value: client.auth_id },
        { name: 'AUTH_SECRET', value: client.secret },
      ]}
      fileName={`${client.name.replace(/[^\w.-]+/g, '-')}.env`}
      onStored={onStored}
    >
      <p className="text-ink-2 text-sm">
        The client signs its tokens with SECRET_KEY. AUTH_ID and AUTH_SECRET open sessions for programs that
        cannot sign.
      </p>
      <section aria-label="Send the first event" className="flex flex-col gap-1">
        <h3 className="font-medium">Send the first event</h3>
        <p className="text-ink-2 text-sm">Works as pasted: the key is in it.</p>
        <Snippets label="Language" snippets={snippets} />
      </section>
    </SecretReveal>
  );
}

export type NewClientPageProps = { mayWrite: boolean; publicUrl: string | null };

export function NewClientPage({ mayWrite, publicUrl }: NewClientPageProps) {
  const router = useRouter();
  const refresh = useRefresh('/clients');
  const baseUrl = useBaseUrl(publicUrl);
  const denied = denial(mayWrite, 'clients:write');
  const [draft, setDraft] = useState<ClientDraft>(NEW_CLIENT);
  const [created, setCreated] = useState<CreatedClient | null>(null);
  const submit = async () => {
    const input = inputOf(draft);
    checkInput(ClientInput, input);
    setCreated(await apiFetch<CreatedClient>('/clients', { method: 'POST', body: input }));
    await refresh();
  };
  return (
    <>
      <PageHeader title="New client" />
      <FormPage
        onSubmit={submit}
        submitLabel="Create client"
        submitDisabledReason={denied}
        cancelHref="/clients"
        note={denied ?? 'Its secrets are shown next, once.'}
      >
        <ClientFields draft={draft} set={(change) => setDraft({ ...draft, ...change })} />
      </FormPage>
      {created ? (
        <Created
          client={created}
          baseUrl={baseUrl}
          onStored={() => router.push(`/clients/${created.client_id}`)}
        />
      ) : null}
    </>
  );
}
