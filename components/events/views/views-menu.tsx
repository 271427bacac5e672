'use client';

import {
  Bookmark,
  Check,
  ChevronDown,
  House,
  ListTree,
  PencilLine,
  Save,
  SquareTerminal,
  Trash2,
  Users,
} from 'lucide-react';
import { useRef } from 'react';
import { denial } from '#components/record/denial.ts';
import { buttonClass } from '#components/ui/button-class.ts';
import { Menu, type MenuGroup } from '#components/ui/menu.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import type { EventView } from '#lib/event-views/schema.ts';
import { listCurl } from '../copy/curl.ts';
import { useCopies } from '../copy/use-copies.ts';
import { builtInChoices, type Choice, type CurrentView } from './use-current-view.ts';
import type { DefaultView } from './use-default-view.ts';
import type { SavedViews } from './use-saved-views.ts';
import type { ViewActions } from './use-view-actions.ts';

export type ViewsMenuProps = {
  saved: SavedViews;
  current: CurrentView;
  preset: DefaultView;
  actions: ViewActions;
  mayShare: boolean;
  apiQuery: Readonly<Record<string, string>>;
  onSave: () => void;
  onRename: (view: EventView) => void;
};

/** Why a view cannot be changed by this reader; null when it can. */
export const changeDenial = (view: EventView, mayShare: boolean): string | null =>
  view.shared ? denial(mayShare, 'event_views:share') : null;

function choices({ saved, current, preset }: ViewsMenuProps): MenuGroup[] {
  const item = (choice: Choice, icon: typeof Bookmark, note?: string) => ({
    id: choice.id,
    label: choice.name,
    note: [note, preset.id === choice.id ? 'my default' : null].filter(Boolean).join(', '),
    icon: current.view?.id === choice.id ? Check : icon,
    onSelect: () => current.choose(choice),
  });
  const own = saved.mine.map((view) =>
    item(view, view.shared ? Users : Bookmark, view.shared ? 'shared' : ''),
  );
  const shared = saved.shared.map((view) => item(view, Users, `by ${view.owner_name}`));
  const failed = saved.error
    ? [{ label: 'Saved views could not be loaded', disabledReason: saved.error.detail }]
    : [];
  return [
    { label: 'My views', items: [...own, ...failed] },
    { label: 'Shared views', items: shared },
    { label: 'Built in', items: builtInChoices().map((choice) => item(choice, ListTree)) },
  ].filter(({ items }) => items.length > 0);
}

function changes({ current, preset, actions, mayShare, onSave, onRename }: ViewsMenuProps): MenuGroup {
  const { saved: view, view: chosen } = current;
  const denied = view && changeDenial(view, mayShare);
  const items = [{ label: 'Save view…', icon: Save, shortcut: 'Shift+V', onSelect: onSave }];
  return {
    items: [
      ...items,
      ...(view
        ? [
            {
              label: 'Update view',
              icon: Check,
              disabledReason: denied ?? (current.isEdited ? null : 'It is as it was saved'),
              onSelect: () => actions.update(view),
            },
            {
              label: 'Rename or share…',
              icon: PencilLine,
              disabledReason: denied,
              onSelect: () => onRename(view),
            },
          ]
        : []),
      ...(chosen
        ? [
            preset.id === chosen.id
              ? { label: 'Stop opening with it', icon: House, onSelect: () => actions.setDefault(null) }
              : { label: 'Set as my default', icon: House, onSelect: () => actions.setDefault(chosen) },
          ]
        : []),
      ...(view
        ? [
            {
              label: 'Delete view',
              icon: Trash2,
              danger: true,
              disabledReason: denied,
              onSelect: () => actions.remove(view),
            },
          ]
        : []),
    ],
  };
}

/** The views to choose from, and what can be done with the one that is open. */
export function ViewsMenu(props: ViewsMenuProps) {
  const { current, apiQuery, onSave } = props;
  const trigger = useRef<HTMLButtonElement>(null);
  const copy = useCopies();
  useShortcut({ keys: 'v', label: 'Open a view', scope: 'List' }, () => trigger.current?.click());
  useShortcut({ keys: 'Shift+V', label: 'Save view', scope: 'List' }, onSave);
  const isEverything = Object.keys(current.state).length === 0;
  const copies: MenuGroup = {
    items: [
      {
        label: 'Copy list as cURL',
        icon: SquareTerminal,
        onSelect: () => copy('cURL command', listCurl(window.location.origin, apiQuery)),
      },
    ],
  };
  return (
    <Menu
      align="start"
      trigger={
        <button ref={trigger} type="button" className={buttonClass('secondary', { size: 'sm' })}>
          <Bookmark size={16} aria-hidden className="text-ink-3" />
          <span className="sr-only">View:</span>
          <bdi className="max-w-56 truncate">
            {current.view?.name ?? (isEverything ? 'All events' : 'Unsaved view')}
          </bdi>
          <ChevronDown size={14} aria-hidden className="text-ink-3" />
        </button>
      }
      groups={[...choices(props), changes(props), copies]}
    />
  );
}
