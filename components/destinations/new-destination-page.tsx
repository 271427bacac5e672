'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { denial } from '#components/record/denial.ts';
import { useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { notifyDone } from '#components/ui/toast.tsx';
import { type CreatedDestination, DestinationInput } from '#lib/dispatch/schema.ts';
import { NEW_DESTINATION } from './destination-draft.ts';
import { type ChoosingRights, DestinationForm } from './destination-form.tsx';
import { SigningSecretReveal } from './signing-secret-reveal.tsx';

export type NewDestinationPageProps = {
  mayWrite: boolean;
  defaultPlan: readonly number[];
  rights: ChoosingRights;
};

export function NewDestinationPage({ mayWrite, defaultPlan, rights }: NewDestinationPageProps) {
  const router = useRouter();
  const refresh = useRefresh('/destinations');
  const [created, setCreated] = useState<CreatedDestination | null>(null);
  const save = async (body: Record<string, unknown>) => {
    const destination = await apiFetch<CreatedDestination>('/destinations', { method: 'POST', body });
    await refresh();
    if (destination.signing_secret) setCreated(destination);
    else {
      notifyDone(`${destination.name} created`);
      router.push(`/destinations/${destination.id}`);
    }
  };
  return (
    <>
      <PageHeader title="New destination" />
      <DestinationForm
        initial={NEW_DESTINATION}
        isNew
        schema={DestinationInput}
        defaultPlan={defaultPlan}
        submitLabel="Create destination"
        denied={denial(mayWrite, 'destinations:write')}
        cancelHref="/destinations"
        rights={rights}
        onSave={save}
      />
      {created ? (
        <SigningSecretReveal
          destination={created}
          onStored={() => router.push(`/destinations/${created.id}`)}
        />
      ) : null}
    </>
  );
}
