'use client';

import { BookOpen, Keyboard, LogOut, UserRound } from 'lucide-react';
import { Menu } from '#components/ui/menu.tsx';

export type Person = { email: string; name?: string | null | undefined; permissions: readonly string[] };

export type PersonMenuProps = { person: Person; onSignOut: () => void; onShortcuts: () => void };

export function PersonMenu({ person, onSignOut, onShortcuts }: PersonMenuProps) {
  const called = person.name || person.email;
  return (
    <Menu
      header={
        <>
          <p className="truncate font-medium">{called}</p>
          {person.name ? <p className="truncate text-ink-3 text-xs">{person.email}</p> : null}
        </>
      }
      trigger={
        <button
          type="button"
          aria-label={`Signed in as ${called}`}
          className="flex size-control items-center justify-center rounded-full transition-colors hover:bg-hover"
        >
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-text text-xs uppercase"
          >
            {Array.from(called)[0]}
          </span>
        </button>
      }
      groups={[
        { items: [{ label: 'Your account', icon: UserRound, href: '/account' }] },
        {
          items: [
            { label: 'Keyboard shortcuts', icon: Keyboard, shortcut: '?', onSelect: onShortcuts },
            { label: 'API reference', icon: BookOpen, href: '/docs' },
          ],
        },
        { items: [{ label: 'Sign out', icon: LogOut, onSelect: onSignOut }] },
      ]}
    />
  );
}
