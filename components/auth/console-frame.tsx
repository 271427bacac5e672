'use client';

import type { ReactNode } from 'react';
import { ExportWatch } from '#components/exports/export-watch.tsx';
import { AppShell } from '#components/shell/app-shell.tsx';
import { notifyFailed } from '#components/ui/toast.tsx';
import { signOut } from './session-calls.ts';

export type ConsoleFrameProps = {
  person: { email: string; name: string; permissions: readonly string[] };
  children: ReactNode;
};

/** The shell around every signed-in page, with the way out. */
export function ConsoleFrame({ person, children }: ConsoleFrameProps) {
  return (
    <AppShell
      person={person}
      onSignOut={() => {
        signOut().catch((error: unknown) => notifyFailed('You are not signed out', error));
      }}
    >
      {children}
      <ExportWatch mayExport={person.permissions.includes('events:export')} />
    </AppShell>
  );
}
