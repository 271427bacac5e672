'use client';

import { type ReactNode, useId, useState } from 'react';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Form, type FormProps } from './form.tsx';

export type FormPageProps = FormProps & {
  /** Stands under the form, apart: usually a DangerZone. */
  after?: ReactNode;
};

/** A page that is a form: one column, never wider than 640. */
export function FormPage({ after, ...form }: FormPageProps) {
  return (
    <div className="flex max-w-form flex-col gap-8">
      <Form {...form} />
      {after}
    </div>
  );
}

export function FormSection({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 border-t pt-4 first:border-t-0 first:pt-0">
      <div>
        <h2 id={id} className="font-semibold text-base">
          {title}
        </h2>
        {hint ? <p className="max-w-prose text-ink-2 text-sm">{hint}</p> : null}
      </div>
      {children}
    </section>
  );
}

export type DangerZoneProps = {
  /** "Delete pattern" – names the section and its button. */
  action: string;
  consequences: ReactNode;
  /** The thing's name, to be typed. */
  typed: string;
  onConfirm: () => Promise<void>;
  disabledReason?: string | null | undefined;
};

/** Apart from the form, behind a line and a typed name. */
export function DangerZone({ action, consequences, typed, onConfirm, disabledReason }: DangerZoneProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <section aria-labelledby={id} className="flex flex-col items-start gap-3 border-t pt-4">
      <div>
        <h2 id={id} className="font-semibold text-base">
          {action}
        </h2>
        <p className="max-w-prose text-ink-2 text-sm">{consequences}</p>
      </div>
      <Button variant="danger-quiet" disabledReason={disabledReason} onClick={() => setOpen(true)}>
        {action}…
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`${action} ${typed}`}
        consequences={consequences}
        action={action}
        typed={typed}
        onConfirm={onConfirm}
      />
    </section>
  );
}
