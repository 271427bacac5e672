'use client';

import { useState } from 'react';
import { useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { useClock } from '#components/ui/clock.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Fact, Facts, Panel } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { Time } from '#components/ui/time.tsx';
import { OVERLAPS, type Overlap } from '#lib/clients/schema.ts';
import type { CreatedDestination, Destination } from '#lib/dispatch/schema.ts';
import { SigningSecretReveal } from './signing-secret-reveal.tsx';

type Scheme = 'v1' | 'v1a';

const SCHEMES: readonly { value: Scheme; label: string }[] = [
  { value: 'v1', label: 'HMAC-SHA256 (v1)' },
  { value: 'v1a', label: 'Ed25519 (v1a)' },
];

const OVERLAP_WORDS: Readonly<Record<Overlap, string>> = {
  now: 'not at all',
  '1h': '1 hour',
  '24h': '24 hours',
  '3d': '3 days',
  '7d': '7 days',
};

const consequences = (overlap: Overlap): string =>
  overlap === 'now'
    ? 'From the next request on, only the new secret signs: receivers that do not know it yet refuse.'
    : `For ${OVERLAP_WORDS[overlap]}, requests carry a signature by each: give the receiver the new one within that time.`;

export type SigningPanelProps = { destination: Destination; denied: string | null };

/** How requests are signed, what receivers check them with, and the change to another secret. */
export function SigningPanel({ destination, denied }: SigningPanelProps) {
  const refresh = useRefresh('/destinations');
  const { signature = 'v1', public_key: publicKey, retiring_secrets: retiring } = destination.config;
  const [overlap, setOverlap] = useState<Overlap>('24h');
  const [scheme, setScheme] = useState<Scheme>(signature === 'v1a' ? 'v1a' : 'v1');
  const [asking, setAsking] = useState(false);
  const [rotated, setRotated] = useState<CreatedDestination | null>(null);
  const ends = Object.keys((retiring ?? {}) as object).toSorted();
  const still = useClock((now) => ends.filter((end) => new Date(end).getTime() > now).length, 0);
  const confirm = async () => {
    const path = `/destinations/${destination.id}/rotate`;
    const body = { overlap, signature: scheme };
    setRotated(await apiFetch<CreatedDestination>(path, { method: 'POST', body }));
    await refresh();
  };
  return (
    <Panel title="Signature" note="Standard Webhooks">
      <div className="flex flex-col gap-4">
        <Facts>
          <Fact name="Signed by">{SCHEMES.find(({ value }) => value === signature)?.label ?? 'nothing'}</Fact>
          {typeof publicKey === 'string' ? (
            <Fact name="Public key">
              <code translate="no" className="min-w-0 break-all text-xs">
                {publicKey}
              </code>
              <CopyButton text={publicKey} label="Copy public key" />
            </Fact>
          ) : null}
          {ends.slice(ends.length - still).map((end) => (
            <Fact key={end} name="Old secret">
              <Badge tone="redact">Signs beside it</Badge> until <Time at={end} exact />
            </Fact>
          ))}
        </Facts>
        <div className="flex flex-wrap items-end gap-3">
          <Field label="The old one signs beside it for">
            <Select
              className="min-w-32"
              options={OVERLAPS.map((value) => ({ value, label: OVERLAP_WORDS[value] }))}
              value={overlap}
              onChange={(value) => setOverlap(value as Overlap)}
            />
          </Field>
          <Field label="The new one is for">
            <Select
              className="min-w-44"
              options={SCHEMES}
              value={scheme}
              onChange={(value) => setScheme(value as Scheme)}
            />
          </Field>
          <Button onClick={() => setAsking(true)} disabledReason={denied}>
            Rotate secret
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Rotate the secret of ${destination.name}`}
        consequences={consequences(overlap)}
        action="Rotate secret"
        danger={overlap === 'now'}
        onConfirm={confirm}
      />
      {rotated ? <SigningSecretReveal destination={rotated} onStored={() => setRotated(null)} /> : null}
    </Panel>
  );
}
