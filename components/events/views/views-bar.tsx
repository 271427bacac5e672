'use client';

import { Save } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import type { EventView } from '#lib/event-views/schema.ts';
import { useCurrentView } from './use-current-view.ts';
import { useDefaultView, useOpenDefault } from './use-default-view.ts';
import { useSavedViews } from './use-saved-views.ts';
import { useViewActions } from './use-view-actions.ts';
import { ViewDialog } from './view-dialog.tsx';
import { ViewNotice } from './view-notice.tsx';
import { changeDenial, ViewsMenu } from './views-menu.tsx';

export type ViewsBarProps = {
  mayShare: boolean;
  /** What the list is asked for now, for copies of it. */
  apiQuery: Readonly<Record<string, string>>;
};

/** The view the list was opened with, and whether what is shown is still that. */
export function ViewsBar({ mayShare, apiQuery }: ViewsBarProps) {
  const saved = useSavedViews();
  const current = useCurrentView();
  const preset = useDefaultView();
  const actions = useViewActions({ saved, current, preset });
  const [dialog, setDialog] = useState<'save' | EventView | null>(null);
  useOpenDefault(current, preset);
  const { saved: view, isEdited } = current;
  const isUnsaved = Object.keys(current.state).length > 0 && (current.view === null || isEdited);
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <ViewsMenu
        saved={saved}
        current={current}
        preset={preset}
        actions={actions}
        mayShare={mayShare}
        apiQuery={apiQuery}
        onSave={() => setDialog('save')}
        onRename={setDialog}
      />
      {isEdited ? <Badge>Edited</Badge> : null}
      {view && isEdited && changeDenial(view, mayShare) === null ? (
        <Button size="sm" onClick={() => actions.update(view)}>
          Update view
        </Button>
      ) : null}
      {current.view && isEdited ? (
        <Button size="sm" variant="ghost" onClick={() => current.view && current.choose(current.view)}>
          Discard changes
        </Button>
      ) : null}
      {isUnsaved ? (
        <Button size="sm" variant="ghost" icon={Save} onClick={() => setDialog('save')}>
          {view ? 'Save as new view' : 'Save view'}
        </Button>
      ) : null}
      <ViewNotice current={current} />
      {dialog === null ? null : (
        <ViewDialog
          title={dialog === 'save' ? 'Save view' : 'Rename or share view'}
          description={
            dialog === 'save'
              ? 'Keeps the filters, the time, the columns and their order as they are now.'
              : 'The filters it keeps stay as they are.'
          }
          submitLabel={dialog === 'save' ? 'Save view' : 'Change view'}
          initial={dialog === 'save' ? { name: '', shared: false } : dialog}
          mayShare={mayShare}
          onSubmit={(fields) => (dialog === 'save' ? actions.save(fields) : actions.rename(dialog, fields))}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}
