'use client';

import { useState } from 'react';
import { DeleteZone } from '#components/record/delete-zone.tsx';
import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { notifyDone } from '#components/ui/toast.tsx';
import {
  type CreatedDestination,
  type Destination,
  DestinationChange,
  type DestinationWithHealth,
} from '#lib/dispatch/schema.ts';
import { fieldsOf } from './config-draft.ts';
import { DeliveryState } from './delivery-state.tsx';
import { discarding } from './destination-cells.tsx';
import { draftOf, inputOf, patchOf } from './destination-draft.ts';
import { type ChoosingRights, DestinationForm } from './destination-form.tsx';
import { HealthPanel } from './health-panel.tsx';
import { SigningPanel } from './signing-panel.tsx';
import { SigningSecretReveal } from './signing-secret-reveal.tsx';
import { StatsPanel } from './stats-panel.tsx';
import { TestSend } from './test-send.tsx';

type SettingsProps = {
  destination: Destination;
  denied: string | null;
  defaultPlan: readonly number[];
  rights: ChoosingRights;
};

function Settings({ destination: current, denied, defaultPlan, rights }: SettingsProps) {
  const refresh = useRefresh('/destinations');
  const [destination, setDestination] = useState(current);
  const [made, setMade] = useState<CreatedDestination | null>(null);
  const initial = draftOf(destination);
  const save = async (body: Record<string, unknown>) => {
    if (Object.keys(body).length === 0) {
      notifyDone('Nothing was changed');
      return;
    }
    const path = `/destinations/${destination.id}`;
    const { signing_secret, ...saved } = await apiFetch<CreatedDestination>(path, { method: 'PATCH', body });
    setDestination(saved);
    if (signing_secret !== undefined) setMade({ ...saved, signing_secret });
    notifyDone(`${saved.name} saved`);
    await refresh();
  };
  return (
    <>
      <DestinationForm
        // What was saved is what the form goes on from: new secrets are stored now, and shown no more.
        key={destination.version}
        initial={initial}
        isNew={false}
        schema={DestinationChange}
        defaultPlan={defaultPlan}
        submitLabel="Save destination"
        denied={denied}
        rights={rights}
        pick={(input) => patchOf(inputOf(initial).input, input)}
        onSave={save}
      />
      {made ? <SigningSecretReveal destination={made} onStored={() => setMade(null)} /> : null}
    </>
  );
}

export type DestinationPageProps = {
  id: string;
  mayWrite: boolean;
  defaultPlan: readonly number[];
  rights: ChoosingRights;
};

export function DestinationPage({ id, mayWrite, defaultPlan, rights }: DestinationPageProps) {
  const query = useRecord<DestinationWithHealth>('/destinations', `/${id}`, {
    refetchIntervalMs: 10_000,
    fresh: true,
  });
  const denied = denial(mayWrite, 'destinations:write');
  return (
    <>
      <PageHeader title={query.data?.name ?? 'Destination'} />
      <Loaded query={query} what="The destination could not be loaded">
        {(destination) => (
          <div className="@container">
            <div className="grid items-start gap-8 @4xl:grid-cols-[minmax(0,40rem)_minmax(24rem,1fr)]">
              <div className="flex min-w-0 flex-col gap-4 @4xl:col-span-2">
                <DeliveryState destination={destination} denied={denied} />
                <StatsPanel destinationId={id} />
              </div>
              <div className="flex min-w-0 flex-col gap-8 @max-4xl:order-2">
                <Settings
                  // Another scheme, by rotating, is another choice in the form.
                  key={String(destination.config.signature)}
                  destination={destination}
                  denied={denied}
                  defaultPlan={defaultPlan}
                  rights={rights}
                />
                <DeleteZone
                  base="/destinations"
                  listHref="/destinations"
                  noun="destination"
                  thing={destination}
                  consequences={`${discarding(destination.health)}. The destination and its secrets cannot be brought back; what was delivered stays readable.`}
                  denied={denied}
                />
              </div>
              <div className="flex min-w-0 flex-col gap-4">
                <HealthPanel destination={destination} />
                {fieldsOf(destination.kind).some(({ path }) => path === 'signature') ? (
                  <SigningPanel destination={destination} denied={denied} />
                ) : null}
                <TestSend destination={destination} denied={denied} />
              </div>
            </div>
          </div>
        )}
      </Loaded>
    </>
  );
}
