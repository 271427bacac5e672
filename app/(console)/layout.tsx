import type { ReactNode } from 'react';
import { ConsoleFrame } from '#components/auth/console-frame.tsx';
import { consoleLayoutSession } from '#lib/http/page.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { user, permissions } = await consoleLayoutSession();
  return <ConsoleFrame person={{ email: user.email, name: user.name, permissions }}>{children}</ConsoleFrame>;
}
