'use client';

import { clsx } from 'clsx';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { IconButton } from '#components/ui/button.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { formatCompact, formatNumber } from '#lib/format/format-number.ts';
import { Mark } from './mark.tsx';
import { type NavGroup, type NavItem, navItemOf } from './nav.ts';

export type SidebarProps = {
  groups: readonly NavGroup[];
  /** What waits for a person, by address: { '/findings': 12 }. */
  counts: Readonly<Record<string, number>>;
  collapsed: boolean;
  onToggle?: (() => void) | undefined;
  onNavigate?: (() => void) | undefined;
};

function Entry({
  item,
  count,
  collapsed,
  current,
  onNavigate,
}: {
  item: NavItem;
  count: number;
  collapsed: boolean;
  current: boolean;
  onNavigate: (() => void) | undefined;
}) {
  const waiting = count > 0 ? `${item.label}, ${formatNumber(count)} open` : item.label;
  return (
    <li>
      <Tooltip content={collapsed ? waiting : null} side="right">
        <Link
          href={item.href}
          aria-current={current ? 'page' : undefined}
          aria-label={waiting}
          onClick={() => onNavigate?.()}
          className={clsx(
            'relative flex h-control-sm items-center gap-2 rounded-control px-2 font-medium text-sm transition-colors pointer-coarse:h-10',
            current ? 'bg-selected text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
            collapsed && 'justify-center',
          )}
        >
          <item.icon size={16} aria-hidden className={current ? 'text-accent-text' : 'text-ink-3'} />
          {collapsed ? null : <span className="min-w-0 flex-1 truncate">{item.label}</span>}
          {count > 0 ? (
            collapsed ? (
              <span aria-hidden className="absolute top-0.5 right-1 size-1.5 rounded-full bg-redact" />
            ) : (
              <span className="figures rounded-badge bg-redact-soft px-1 text-redact-text text-xs">
                {formatCompact(count)}
              </span>
            )
          ) : null}
        </Link>
      </Tooltip>
    </li>
  );
}

/** The pages, in their groups; 224 wide or 56. */
export function Sidebar({ groups, counts, collapsed, onToggle, onNavigate }: SidebarProps) {
  const current = navItemOf(usePathname());
  return (
    <nav aria-label="Console" className="flex h-full flex-col bg-panel">
      <div
        className={clsx(
          'flex h-topbar shrink-0 items-center gap-2 border-b',
          collapsed ? 'justify-center' : 'px-4',
        )}
      >
        <Link
          href="/"
          aria-label="The Eye, overview"
          onClick={() => onNavigate?.()}
          className="flex items-center gap-2 rounded-control font-semibold text-base tracking-tight"
        >
          <Mark />
          {collapsed ? null : 'The Eye'}
        </Link>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 py-3">
        {groups.map((group) => (
          <section key={group.label} className="mb-4" aria-label={group.label}>
            {collapsed ? (
              <hr className="mx-2 mb-2 border-line" />
            ) : (
              <h2 className="mb-1 px-2 text-ink-3 text-xs">{group.label}</h2>
            )}
            <ul className="flex flex-col gap-0.5">
              {group.items.map((item) => (
                <Entry
                  key={item.href}
                  item={item}
                  count={counts[item.href] ?? 0}
                  collapsed={collapsed}
                  current={item === current}
                  onNavigate={onNavigate}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {onToggle ? (
        <div className={clsx('flex border-t p-2', collapsed ? 'justify-center' : 'justify-end')}>
          <IconButton
            size="sm"
            icon={collapsed ? PanelLeftOpen : PanelLeftClose}
            label={collapsed ? 'Widen the navigation' : 'Narrow the navigation'}
            onClick={onToggle}
          />
        </div>
      ) : null}
    </nav>
  );
}
