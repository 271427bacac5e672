'use client';

import { useMemo, useState } from 'react';
import { encode } from 'uqr';
import { checkInput } from '#components/record/check-input.ts';
import { apiFetch } from '#components/ui/api.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { Input } from '#components/ui/input.tsx';
import { type AddedFactor, type NewTotp, TotpConfirmation } from '#lib/auth/factors/schema.ts';
import { PasswordDialog } from './password-dialog.tsx';

const MARGIN = 4;

/** Dark on white in every theme: cameras want it so. */
function QrCode({ text }: { text: string }) {
  const { size, path } = useMemo(() => {
    const { data, size: side } = encode(text, { ecc: 'M', border: 0 });
    const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size: side, path: squares.join('') };
  }, [text]);
  const side = size + 2 * MARGIN;
  return (
    <svg
      role="img"
      aria-label="The secret as a QR code"
      viewBox={`${-MARGIN} ${-MARGIN} ${side} ${side}`}
      className="size-44 shrink-0 rounded-panel bg-white"
      shapeRendering="crispEdges"
    >
      <path d={path} fill="black" />
    </svg>
  );
}

export type FactorDialogProps = {
  /** `/users/{id}` */
  base: string;
  onClose: () => void;
  onAdded: (answer: AddedFactor) => Promise<void>;
};

/** Password, then the code to scan, then a first code that shows that it works. */
export function AuthenticatorDialog({ base, onClose, onAdded }: FactorDialogProps) {
  const [made, setMade] = useState<NewTotp | null>(null);
  if (!made) {
    return (
      <PasswordDialog
        title="Add an authenticator"
        description="A program on your phone or computer that shows a code of six digits."
        action="Go on"
        onClose={onClose}
        onSubmit={async (password) => {
          setMade(await apiFetch<NewTotp>(`${base}/factors/totp`, { method: 'POST', body: { password } }));
        }}
      />
    );
  }
  const submit = async (fields: FormData) => {
    const body = { code: String(fields.get('code') ?? '').replace(/\s/g, '') };
    checkInput(TotpConfirmation, body);
    await onAdded(await apiFetch<AddedFactor>(`${base}/factors/totp/confirmation`, { method: 'POST', body }));
  };
  const grouped = made.secret.replace(/(.{4})(?=.)/g, '$1 ');
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add an authenticator"
      description="Scan the code with it, or type the secret; then enter what it shows."
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-4">
          <QrCode text={made.uri} />
          <div className="min-w-0 flex-1">
            <p className="text-ink-3 text-xs">Secret</p>
            <p className="flex items-start gap-1">
              <code data-testid="totp-secret" className="text-sm [overflow-wrap:anywhere]">
                {grouped}
              </code>
              <CopyButton text={made.secret} label="Copy secret" />
            </p>
          </div>
        </div>
        <Form submitLabel="Confirm" onCancel={onClose} onSubmit={submit}>
          <Field label="Code" name="code" required hint="Six digits, as the authenticator shows them now.">
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={7} autoFocus />
          </Field>
        </Form>
      </div>
    </Dialog>
  );
}
