'use client';

import { useState } from 'react';
import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import type { Retention } from '#lib/retention/schema.ts';
import { NextRun } from './next-run.tsx';
import { draftOf, withRule } from './retention-draft.ts';
import { RetentionForm } from './retention-form.tsx';
import { StoredCategories } from './stored-categories.tsx';
import { StoredDays } from './stored-days.tsx';
import { usePreview } from './use-preview.ts';

type EditorProps = { retention: Retention; denied: string | null };

function Editor({ retention, denied }: EditorProps) {
  const refresh = useRefresh('/retention');
  const [saved, setSaved] = useState(retention);
  const [draft, setDraft] = useState(() => draftOf(retention));
  const preview = usePreview(draft);
  const ruled = new Set(draft.rules.map(({ category }) => category));
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(saved));
  const onSaved = async (next: Retention) => {
    setSaved(next);
    setDraft(draftOf(next));
    await refresh();
  };
  const known = preview.data?.categories.flatMap(({ category }) => category ?? []) ?? [];
  return (
    <div className="@container">
      <div className="grid items-start gap-4 @4xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <RetentionForm
          saved={saved}
          onSaved={onSaved}
          draft={draft}
          onChange={setDraft}
          denied={denied}
          known={known}
        />
        <div className="flex min-w-0 flex-col gap-4">
          <Loaded query={preview} what="What is stored could not be counted">
            {(data) => (
              <>
                <NextRun preview={data} changed={changed} behind={preview.isBehind} />
                <StoredCategories
                  preview={data}
                  ruled={ruled}
                  denied={denied}
                  onAddRule={(category) => setDraft(withRule(draft, category))}
                />
                <StoredDays preview={data} />
              </>
            )}
          </Loaded>
        </div>
      </div>
    </div>
  );
}

/** For how long events are kept, what that means for what is stored, and what is stored. */
export function RetentionPage({ mayWrite }: { mayWrite: boolean }) {
  const query = useRecord<Retention>('/retention', '', { fresh: true });
  return (
    <>
      <PageHeader title="Retention" />
      <Loaded query={query} what="The retention could not be loaded">
        {(retention) => <Editor retention={retention} denied={denial(mayWrite, 'retention:write')} />}
      </Loaded>
    </>
  );
}
