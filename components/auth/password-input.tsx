'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';

export type PasswordInputProps = {
  /** What a password manager is told it is. */
  autoComplete: 'current-password' | 'new-password';
  autoFocus?: boolean;
};

/** A password that can be shown while it is typed; inside a Field. */
export function PasswordInput({ autoComplete, autoFocus = false }: PasswordInputProps) {
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Input
        type={shown ? 'text' : 'password'}
        autoComplete={autoComplete}
        autoFocus={autoFocus}
        className="pr-9"
      />
      <IconButton
        size="sm"
        icon={shown ? EyeOff : Eye}
        label={shown ? 'Hide password' : 'Show password'}
        aria-pressed={shown}
        className="absolute top-0.5 right-0.5"
        onClick={() => setShown(!shown)}
      />
    </span>
  );
}
