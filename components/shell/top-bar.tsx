'use client';

import { ChevronRight, Globe, Menu as MenuIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Fragment, type ReactNode } from 'react';
import { IconButton } from '#components/ui/button.tsx';
import { useClock, useZone } from '#components/ui/clock.ts';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { formatExact } from '#lib/format/format-time.ts';
import { navItemOf } from './nav.ts';
import type { Crumb } from './page-slots.ts';

function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const pathname = usePathname();
  const item = navItemOf(pathname);
  const own = item && crumbs[0]?.label !== item.label ? [{ label: item.label, href: item.href }] : [];
  const all: readonly Crumb[] = [...own, ...crumbs];
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-1">
        {all.map((crumb, index) => {
          const last = index === all.length - 1;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a crumb is its place in the path
            <Fragment key={index}>
              {index > 0 ? (
                <li aria-hidden className="text-ink-3 max-sm:hidden">
                  <ChevronRight size={14} />
                </li>
              ) : null}
              <li className={last ? 'min-w-0' : 'shrink-0 max-sm:hidden'}>
                {last ? (
                  <h1 className="truncate font-semibold text-base">{crumb.label}</h1>
                ) : crumb.href ? (
                  <Link
                    href={crumb.href}
                    className="rounded-control text-ink-2 hover:text-ink hover:underline"
                  >
                    {crumb.label}
                  </Link>
                ) : (
                  <span className="text-ink-2">{crumb.label}</span>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}

/** Every time in the console is shown in this zone. */
function ZoneNote() {
  const zone = useZone();
  const offset = useClock((now) => formatExact(now, zone).split(' ').at(-1) ?? 'UTC', 'UTC');
  return (
    <Tooltip content={`Times are shown in ${zone} (${offset}); hover one for UTC`}>
      <span className="flex h-control items-center gap-1.5 px-2 text-ink-3 text-xs max-md:hidden">
        <Globe size={14} aria-hidden />
        <span className="sr-only">Time zone </span>
        {zone === 'UTC' ? 'UTC' : `${zone.split('/').at(-1)?.replaceAll('_', ' ')} ${offset}`}
      </span>
    </Tooltip>
  );
}

export type TopBarProps = {
  crumbs: readonly Crumb[];
  onMenu: () => void;
  actionRef: (element: HTMLElement | null) => void;
  children: ReactNode;
};

export function TopBar({ crumbs, onMenu, actionRef, children }: TopBarProps) {
  return (
    <header className="sticky top-0 z-bar flex h-topbar items-center gap-2 border-b bg-panel pr-3 pl-3 md:pl-gutter">
      <IconButton icon={MenuIcon} label="Open the navigation" className="md:hidden" onClick={onMenu} />
      <Breadcrumb crumbs={crumbs} />
      <div ref={actionRef} className="flex shrink-0 items-center gap-2" />
      <ZoneNote />
      {children}
    </header>
  );
}
