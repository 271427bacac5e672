'use client';

import { Dialog } from '@base-ui/react/dialog';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { listenForShortcuts, useShortcut } from '#components/ui/shortcuts.ts';
import { useStored } from '#components/ui/stored-state.ts';
import { BARE_KEYS, CheatSheet } from './cheat-sheet.tsx';
import { type NavItem, visibleNav } from './nav.ts';
import { type Crumb, PageSlotsContext } from './page-slots.ts';
import { type Person, PersonMenu } from './person-menu.tsx';
import { Sidebar } from './sidebar.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import { TopBar } from './top-bar.tsx';

export type AppShellProps = {
  person: Person;
  /** What waits for a person, by address: { '/findings': 12 }. */
  counts?: Readonly<Record<string, number>> | undefined;
  /** In the top bar, before what every page has there. */
  tools?: ReactNode;
  onSignOut: () => void;
  children: ReactNode;
};

const NO_COUNTS = {};

function GoTo({ item }: { item: NavItem }) {
  const router = useRouter();
  useShortcut({ keys: `g ${item.key}`, label: item.label, scope: 'Go to' }, () => router.push(item.href));
  return null;
}

/** The frame of every signed-in page: navigation, top bar, keys, and the slots a page fills through PageHeader. */
export function AppShell({ person, counts = NO_COUNTS, tools, onSignOut, children }: AppShellProps) {
  const groups = useMemo(() => visibleNav(person.permissions), [person.permissions]);
  const [rail, setRail] = useStored('sidebar', 'wide');
  const [bareKeys] = useStored(BARE_KEYS, 'on');
  const [sheetOn, setSheetOn] = useState<string | null>(null);
  const [helpOpen, setHelpOpen] = useState(false);
  const [crumbs, setCrumbs] = useState<readonly Crumb[] | null>(null);
  const [actionSlot, setActionSlot] = useState<HTMLElement | null>(null);
  const pathname = usePathname();
  const collapsed = rail === 'rail';

  const bare = useRef(true);
  bare.current = bareKeys === 'on';
  useEffect(() => listenForShortcuts(() => bare.current), []);
  useShortcut({ keys: '?', label: 'This sheet', scope: 'Anywhere' }, () => setHelpOpen(true));

  const slots = useMemo(() => ({ setCrumbs, actionSlot }), [actionSlot]);
  return (
    <PageSlotsContext value={slots}>
      <a
        href="#content"
        className="-translate-y-16 fixed top-2 left-2 z-float rounded-control bg-accent px-3 py-2 font-medium text-accent-on focus:translate-y-0"
      >
        Skip to the content
      </a>
      {groups
        .flatMap((group) => group.items)
        .map((item) => (
          <GoTo key={item.href} item={item} />
        ))}
      <div className="flex min-h-dvh">
        <aside
          className={`sticky top-0 h-dvh shrink-0 border-r max-md:hidden ${collapsed ? 'w-rail' : 'w-sidebar'}`}
        >
          <Sidebar
            groups={groups}
            counts={counts}
            collapsed={collapsed}
            onToggle={() => setRail(collapsed ? 'wide' : 'rail')}
          />
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar crumbs={crumbs ?? []} onMenu={() => setSheetOn(pathname)} actionRef={setActionSlot}>
            {tools}
            <ThemeMenu />
            <PersonMenu person={person} onSignOut={onSignOut} onShortcuts={() => setHelpOpen(true)} />
          </TopBar>
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none dock-room">
            <div className="p-4 md:p-gutter">{children}</div>
          </main>
        </div>
      </div>
      <Dialog.Root open={sheetOn === pathname} onOpenChange={(open) => setSheetOn(open ? pathname : null)}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-sheet bg-scrim md:hidden" />
          <Dialog.Popup
            aria-label="Navigation"
            className="fixed inset-y-0 left-0 z-sheet w-72 max-w-[85vw] border-r shadow-float outline-none md:hidden"
          >
            <Sidebar groups={groups} counts={counts} collapsed={false} onNavigate={() => setSheetOn(null)} />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
      <CheatSheet open={helpOpen} onClose={() => setHelpOpen(false)} />
    </PageSlotsContext>
  );
}
