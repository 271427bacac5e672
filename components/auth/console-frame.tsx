'use client';

import type { ReactNode } from 'react';
import { ExportWatch } from '#components/exports/export-watch.tsx';
import { NoticesBell } from '#components/notices/notices-bell.tsx';
import { AppShell } from '#components/shell/app-shell.tsx';
import { notifyFailed } from '#components/ui/toast.tsx';
import { signOut } from './session-calls.ts';

export type ConsoleFrameProps = {
  person: { email: string; name: string; permissions: readonly string[] };
  children: ReactNode;
};

/** The shell around every signed-in page, with the way out. */
export function ConsoleFrame({ person, children }: ConsoleFrameProps) {
  const may = (permission: string): boolean => person.permissions.includes(permission);
  return (
    <AppShell
      person={person}
      tools={<NoticesBell mayRead={may('events:read')} maySeeDestinations={may('destinations:read')} />}
      onSignOut={() => {
        signOut().catch((error: unknown) => notifyFailed('You are not signed out', error));
      }}
    >
      {children}
      <ExportWatch mayExport={may('events:export')} />
    </AppShell>
  );
}
