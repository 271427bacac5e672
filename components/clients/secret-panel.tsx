'use client';

import { useState } from 'react';
import { useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { useClock } from '#components/ui/clock.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Fact, Facts, Panel } from '#components/ui/panel.tsx';
import { SecretReveal } from '#components/ui/secret-reveal.tsx';
import { Select } from '#components/ui/select.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import { type Client, OVERLAPS, type Overlap, type RotatedClient } from '#lib/clients/schema.ts';

type Secret = Client['secrets'][number];

const WORDS: Readonly<Record<Overlap, string>> = {
  now: 'not at all',
  '1h': '1 hour',
  '24h': '24 hours',
  '3d': '3 days',
  '7d': '7 days',
};
const OPTIONS = OVERLAPS.map((overlap) => ({ value: overlap, label: WORDS[overlap] }));

const after = (overlap: Overlap, radius: string): string =>
  overlap === 'now'
    ? `${radius}The old secret is refused at once, and so is every token signed with it.`
    : `The old secret is still good for ${WORDS[overlap]} from now, and is then refused.`;

const isOver = ({ expires_at }: Secret, nowMs: number): boolean =>
  expires_at !== null && new Date(expires_at).getTime() <= nowMs;

function OneSecret({ secret }: { secret: Secret }) {
  const over = useClock((now) => isOver(secret, now), false);
  return (
    <Fact
      name={
        <code translate="no" className="text-xs">
          {secret.prefix}…{secret.last_four}
        </code>
      }
    >
      {secret.expires_at === null ? <Badge tone="pass">Current</Badge> : null}
      {over ? <Badge tone="block">Over</Badge> : null}
      {secret.expires_at !== null && !over ? (
        <span>
          good until <Time at={secret.expires_at} exact />
        </span>
      ) : null}
      <span className="text-ink-3">
        {secret.last_used_at === null ? null : 'last used '}
        <Time at={secret.last_used_at} never="never used" />
      </span>
    </Fact>
  );
}

/** How far the application has moved on to the new secret. */
function Meter({ share }: { share: number }) {
  const percent = Math.round(share * 1_000) / 10;
  return (
    <div className="flex flex-col gap-1">
      <meter
        className="w-full"
        min={0}
        max={1}
        low={0.01}
        high={0.5}
        optimum={0}
        value={share}
        aria-label="Calls with the old secret"
      />
      <p className="text-ink-2 text-sm">
        {share === 0
          ? 'No call since the rotation came with the old secret: it may end.'
          : `${percent} % of the calls since the rotation came with the old secret: it is still in use.`}
      </p>
    </div>
  );
}

/** `radius`: what cutting it off would stop, as a sentence. */
export type SecretPanelProps = { client: Client; denied: string | null; radius: string };

export function SecretPanel({ client, denied, radius }: SecretPanelProps) {
  const refresh = useRefresh('/clients');
  const [overlap, setOverlap] = useState<Overlap>('24h');
  const [asking, setAsking] = useState(false);
  const [rotated, setRotated] = useState<RotatedClient | null>(null);
  const pending = useClock(
    (now) => client.secrets.some((secret) => secret.expires_at !== null && !isOver(secret, now)),
    false,
  );
  const path = `/clients/${client.client_id}/rotate`;
  const confirm = async () => {
    if (pending) {
      await apiFetch<Client>(path, { method: 'PATCH', body: { overlap } });
      notifyDone('The end of the old secret has moved');
    } else setRotated(await apiFetch<RotatedClient>(path, { method: 'POST', body: { overlap } }));
    await refresh();
  };
  const action = pending ? 'Move its end' : 'Rotate secret';
  return (
    <Panel title="Secret key">
      <div className="flex flex-col gap-4">
        <Facts>
          {client.secrets.map((secret) => (
            <OneSecret key={secret.id} secret={secret} />
          ))}
        </Facts>
        {client.old_secret_share === null ? null : <Meter share={client.old_secret_share} />}
        <div className="flex flex-wrap items-end gap-3">
          <Field
            label={pending ? 'From now, the old one is good for' : 'Beside a new one, the old is good for'}
          >
            <Select
              options={OPTIONS}
              value={overlap}
              onChange={(value) => setOverlap(value as Overlap)}
              className="min-w-40"
            />
          </Field>
          <Button onClick={() => setAsking(true)} disabledReason={denied}>
            {action}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={pending ? `Old secret of ${client.name}` : `Rotate the secret of ${client.name}`}
        consequences={after(overlap, radius)}
        action={action}
        danger={overlap === 'now'}
        onConfirm={confirm}
      />
      {rotated ? (
        <SecretReveal
          open
          title={`New secret of ${client.name}`}
          secrets={[
            { name: 'CLIENT_ID', value: rotated.client_id },
            { name: 'SECRET_KEY', value: rotated.secret_key },
          ]}
          fileName={`${client.name.replace(/[^\w.-]+/g, '-')}.env`}
          onStored={() => setRotated(null)}
        />
      ) : null}
    </Panel>
  );
}
