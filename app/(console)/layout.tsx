import type { ReactNode } from 'react';
import { ConsoleFrame } from '#components/auth/console-frame.tsx';
import { consoleLayoutSession } from '#lib/http/page.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await consoleLayoutSession();
  if (!session) return children;
  const { user, permissions } = session;
  return <ConsoleFrame person={{ email: user.email, name: user.name, permissions }}>{children}</ConsoleFrame>;
}
