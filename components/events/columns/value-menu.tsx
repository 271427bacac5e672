'use client';

import { Menu } from '@base-ui/react/menu';
import { Copy, ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import { MENU_ITEM, MENU_POPUP } from '#components/ui/menu.tsx';
import { useCopies } from '../copy/use-copies.ts';
import type { ExactFilter } from '../exact-filters.ts';

type Offer = {
  text: string;
  /** Or why there is none. */
  filter: ExactFilter | string;
};

const handle = Menu.createHandle<Offer>();

/** One menu for the values of all cells: a page of 100 rows costs 100 triggers, not 100 menus. */
export function ValueMenuHost({ onFilter }: { onFilter: (filter: ExactFilter) => void }) {
  const copy = useCopies();
  return (
    <Menu.Root handle={handle} modal={false}>
      {({ payload }) =>
        payload === undefined ? null : (
          <Menu.Portal>
            <Menu.Positioner
              sideOffset={4}
              align="start"
              collisionPadding={8}
              className="z-float outline-none"
            >
              <Menu.Popup className={MENU_POPUP}>
                <OfferItems offer={payload} onFilter={onFilter} onCopy={() => copy('Value', payload.text)} />
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        )
      }
    </Menu.Root>
  );
}

type OfferItemsProps = { offer: Offer; onFilter: (filter: ExactFilter) => void; onCopy: () => void };

function OfferItems({ offer, onFilter, onCopy }: OfferItemsProps) {
  const { filter } = offer;
  const denied = typeof filter === 'string' ? filter : null;
  return (
    <>
      <Menu.Item
        className={MENU_ITEM}
        disabled={denied !== null}
        onClick={() => {
          if (typeof filter !== 'string') onFilter(filter);
        }}
      >
        <ListFilter size={16} aria-hidden className="text-ink-3" />
        <span className="min-w-0">
          Filter by this
          {denied === null ? null : <span className="block text-ink-3 text-xs">{denied}</span>}
        </span>
      </Menu.Item>
      <Menu.Item className={MENU_ITEM} onClick={onCopy}>
        <Copy size={16} aria-hidden className="text-ink-3" />
        Copy value
      </Menu.Item>
    </>
  );
}

/** A value that offers itself as a filter when it is pressed. */
export function ValueTrigger({ offer, children }: { offer: Offer; children: ReactNode }) {
  return (
    <Menu.Trigger
      handle={handle}
      payload={offer}
      className="-mx-1 inline-block max-w-[calc(100%+0.5rem)] rounded-badge px-1 text-left align-middle decoration-dotted underline-offset-4 hover:underline data-popup-open:bg-selected"
    >
      {children}
    </Menu.Trigger>
  );
}

export function FilterableText({ filter, children }: { filter: ExactFilter; children: ReactNode }) {
  return <ValueTrigger offer={{ text: filter.value, filter }}>{children}</ValueTrigger>;
}
