'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { clsx } from 'clsx';
import { Check, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

type MenuItem = {
  /** Where two items may have the same label. */
  id?: string | undefined;
  label: string;
  /** Quiet words beside the label. */
  note?: string | undefined;
  icon?: LucideIcon | undefined;
  onSelect?: (() => void) | undefined;
  href?: string | undefined;
  danger?: boolean | undefined;
  /** Present: the item is a check mark that toggles and leaves the menu open. */
  checked?: boolean | undefined;
  shortcut?: string | undefined;
  disabledReason?: string | null | undefined;
};

export type MenuGroup = { label?: string | undefined; items: readonly MenuItem[] };

export type MenuProps = {
  /** The element that opens it, usually a Button or an IconButton's button. */
  trigger: ReactElement;
  groups: readonly MenuGroup[];
  align?: 'start' | 'end' | undefined;
  header?: ReactNode;
};

export const MENU_POPUP =
  'max-h-[var(--available-height)] min-w-48 max-w-tip overflow-y-auto rounded-panel bg-raised p-1 shadow-float outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0';

export const MENU_ITEM =
  'flex min-h-control-sm w-full cursor-default items-center gap-2 rounded-control px-2 py-1 text-left text-sm outline-none data-highlighted:bg-hover data-disabled:text-ink-3';

function ItemBody({ item }: { item: MenuItem }) {
  return (
    <>
      {item.icon ? <item.icon size={16} aria-hidden className="text-ink-3" /> : null}
      <span className="min-w-0 flex-1">
        <bdi className="[overflow-wrap:anywhere]">{item.label}</bdi>
        {item.note ? <span className="ml-1.5 text-ink-3 text-xs">{item.note}</span> : null}
        {item.disabledReason ? <span className="block text-ink-3 text-xs">{item.disabledReason}</span> : null}
      </span>
      {item.shortcut ? <Kbd keys={item.shortcut} /> : null}
    </>
  );
}

function Entry({ item }: { item: MenuItem }) {
  const className = clsx(MENU_ITEM, item.danger ? 'text-block-text' : 'text-ink');
  if (item.checked !== undefined) {
    return (
      <Base.CheckboxItem
        checked={item.checked}
        onCheckedChange={() => item.onSelect?.()}
        disabled={Boolean(item.disabledReason)}
        className={className}
      >
        <span className="w-4 text-accent-text">
          <Base.CheckboxItemIndicator>
            <Check size={14} />
          </Base.CheckboxItemIndicator>
        </span>
        <ItemBody item={item} />
      </Base.CheckboxItem>
    );
  }
  if (item.href) {
    return (
      <Base.LinkItem className={className} closeOnClick render={<Link href={item.href} />}>
        <ItemBody item={item} />
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item
      className={className}
      disabled={Boolean(item.disabledReason)}
      onClick={() => item.onSelect?.()}
    >
      <ItemBody item={item} />
    </Base.Item>
  );
}

export function Menu({ trigger, groups, align = 'end', header }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} collisionPadding={8} className="z-float outline-none">
          <Base.Popup className={MENU_POPUP}>
            {header ? <div className="border-b px-2 pt-1 pb-2 text-sm">{header}</div> : null}
            {groups.map((group, index) => (
              <Fragment key={group.label ?? group.items[0]?.label ?? index}>
                {index > 0 ? <Base.Separator className="my-1 h-px bg-line" /> : null}
                <Base.Group>
                  {group.label ? (
                    <Base.GroupLabel className="px-2 pt-1 pb-0.5 text-ink-3 text-xs">
                      {group.label}
                    </Base.GroupLabel>
                  ) : null}
                  {group.items.map((item) => (
                    <Entry key={item.id ?? item.label} item={item} />
                  ))}
                </Base.Group>
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
