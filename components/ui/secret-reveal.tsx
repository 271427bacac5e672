'use client';

import { Download, KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Dialog } from './dialog.tsx';

export type SecretRevealProps = {
  open: boolean;
  /** "Secret of billing-prod" */
  title: string;
  /** Names as they belong into an environment file: CLIENT_ID, SECRET_KEY. */
  secrets: readonly { name: string; value: string }[];
  /** Name of the downloaded file, ending in .env */
  fileName: string;
  onStored: () => void;
  /** What remains visible afterwards, when it is not its beginning and end. */
  description?: string | undefined;
  /** Below the secrets: what to do with them, gone together with them. */
  children?: ReactNode;
};

function download(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}

const DESCRIPTION =
  'This is the only time it is shown. Afterwards only its beginning and its last four characters remain visible.';

/** Shown once. Neither Escape nor a click beside it closes it, only the word of whoever stored it. */
export function SecretReveal(props: SecretRevealProps) {
  const { open, title, secrets, fileName, onStored, description = DESCRIPTION, children } = props;
  const file = `${secrets.map(({ name, value }) => `${name}=${value}`).join('\n')}\n`;
  return (
    <Dialog
      open={open}
      onClose={onStored}
      insistent
      wide
      title={title}
      description={description}
      actions={
        <>
          <CopyButton wide size="md" text={file} label="Copy all" />
          <Button icon={Download} onClick={() => download(fileName, file)}>
            Download .env
          </Button>
          <Button variant="primary" onClick={onStored}>
            I have stored it
          </Button>
        </>
      }
    >
      <dl className="flex flex-col gap-3">
        {secrets.map(({ name, value }) => (
          <div key={name} className="flex flex-col gap-1">
            <dt className="flex items-center gap-1 font-medium text-ink-2 text-xs">
              <KeyRound size={12} aria-hidden />
              {name}
            </dt>
            <dd className="flex items-center gap-2 rounded-control border bg-sunken py-1 pr-1 pl-3">
              <code translate="no" className="min-w-0 flex-1 break-all text-sm">
                {value}
              </code>
              <CopyButton text={value} label={`Copy ${name}`} />
            </dd>
          </div>
        ))}
      </dl>
      {children ? <div className="mt-4 flex flex-col gap-4">{children}</div> : null}
    </Dialog>
  );
}
