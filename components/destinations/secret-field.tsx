'use client';

import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import type { SecretDraft } from './config-draft.ts';

export type SecretInputProps = {
  secret: SecretDraft;
  onChange: (secret: SecretDraft) => void;
  placeholder?: string | undefined;
  'aria-label'?: string | undefined;
  /** Whether something is stored to go back to. */
  wasStored: boolean;
};

/** A stored secret is never shown: it is kept, or a new one takes its place. */
export function SecretInput({ secret, onChange, placeholder, wasStored, ...aria }: SecretInputProps) {
  if (secret.isStored) {
    return (
      <div className="flex min-w-0 items-center gap-2">
        <Input {...aria} mono readOnly value="••••••••" />
        <Button className="shrink-0" onClick={() => onChange({ value: '', isStored: false })}>
          Set a new one
        </Button>
      </div>
    );
  }
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Input
        {...aria}
        mono
        value={secret.value}
        onChange={(event) => onChange({ value: event.target.value, isStored: false })}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
      />
      {wasStored ? (
        <Button variant="ghost" className="shrink-0" onClick={() => onChange({ value: '', isStored: true })}>
          Keep the old one
        </Button>
      ) : null}
    </div>
  );
}
