'use client';

import { type ReactNode, useState } from 'react';
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
import { OVERLAPS, type Overlap } from '#lib/clients/schema.ts';
import { useRefresh } from './use-record.ts';

type KeptSecret = {
  id: string;
  /** What may be shown of it. */
  traces: string;
  expires_at: string | null;
  last_used_at: string | null;
};

const WORDS: Readonly<Record<Overlap, string>> = {
  now: 'not at all',
  '1h': '1 hour',
  '24h': '24 hours',
  '3d': '3 days',
  '7d': '7 days',
};
const OPTIONS = OVERLAPS.map((overlap) => ({ value: overlap, label: WORDS[overlap] }));

const after = (
  overlap: Overlap,
  { radius, signs }: Pick<SecretRotationProps<unknown>, 'radius' | 'signs'>,
) =>
  overlap === 'now'
    ? `${radius}The old secret is refused at once, and so is every ${signs} signed with it.`
    : `The old secret is still good for ${WORDS[overlap]} from now, and is then refused.`;

const isOver = ({ expires_at }: KeptSecret, nowMs: number): boolean =>
  expires_at !== null && new Date(expires_at).getTime() <= nowMs;

function OneSecret({ secret }: { secret: KeptSecret }) {
  const over = useClock((now) => isOver(secret, now), false);
  return (
    <Fact
      name={
        <code translate="no" className="text-xs">
          {secret.traces}
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

/** How far the sender has moved on to the new secret. */
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

export type SecretRotationProps<R> = {
  title: string;
  /** Where the API keeps such things: /clients. */
  base: string;
  thing: { id: string; name: string };
  secrets: readonly KeptSecret[];
  /** Of the calls since the rotation began, while it is under way. */
  oldShare: number | null;
  denied: string | null;
  /** What cutting it off would stop, as a sentence. */
  radius: string;
  /** What is signed with it: "token". */
  signs: string;
  /** What goes with the request besides, and the fields that ask for it. */
  input?: Record<string, unknown>;
  fields?: ReactNode;
  onRotated?: () => void;
  reveal: (rotated: R) => readonly { name: string; value: string }[];
  description?: string;
};

/** The secrets of a thing and their rotation: a new one beside the old, whose end can be moved. */
export function SecretRotation<R>(props: SecretRotationProps<R>) {
  const { title, base, thing, secrets, oldShare, denied, input = {}, fields, reveal } = props;
  const refresh = useRefresh(base);
  const [overlap, setOverlap] = useState<Overlap>('24h');
  const [asking, setAsking] = useState(false);
  const [rotated, setRotated] = useState<R | null>(null);
  const pending = useClock(
    (now) => secrets.some((secret) => secret.expires_at !== null && !isOver(secret, now)),
    false,
  );
  const isFirst = secrets.length === 0;
  const path = `${base}/${thing.id}/rotate`;
  const confirm = async () => {
    if (pending) {
      await apiFetch(path, { method: 'PATCH', body: { overlap } });
      notifyDone('The end of the old secret has moved');
    } else {
      setRotated(await apiFetch<R>(path, { method: 'POST', body: { overlap, ...input } }));
      props.onRotated?.();
    }
    await refresh();
  };
  const action = isFirst ? 'Set secret' : pending ? 'Move its end' : 'Rotate secret';
  return (
    <Panel title={title}>
      <div className="flex flex-col gap-4">
        {isFirst ? (
          <p className="text-block-text text-sm">There is no secret: every call is refused.</p>
        ) : (
          <Facts>
            {secrets.map((secret) => (
              <OneSecret key={secret.id} secret={secret} />
            ))}
          </Facts>
        )}
        {oldShare === null ? null : <Meter share={oldShare} />}
        {pending ? null : fields}
        <div className="flex flex-wrap items-end gap-3">
          {isFirst ? null : (
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
          )}
          <Button onClick={() => setAsking(true)} disabledReason={denied}>
            {action}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={
          pending
            ? `Old secret of ${thing.name}`
            : `${isFirst ? 'Set' : 'Rotate'} the secret of ${thing.name}`
        }
        consequences={isFirst ? 'Calls signed with it are taken from then on.' : after(overlap, props)}
        action={action}
        danger={overlap === 'now' && !isFirst}
        onConfirm={confirm}
      />
      {rotated ? (
        <SecretReveal
          open
          title={`New secret of ${thing.name}`}
          secrets={reveal(rotated)}
          fileName={`${thing.name.replace(/[^\w.-]+/g, '-')}.env`}
          description={props.description}
          onStored={() => setRotated(null)}
        />
      ) : null}
    </Panel>
  );
}
