'use client';

import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import type { Pattern } from '#lib/dlp/schema.ts';
import { PatternEditor } from './pattern-editor.tsx';

type May = { mayWrite: boolean; mayBacktest: boolean };

export function NewPatternPage({ mayWrite, mayBacktest }: May) {
  return (
    <>
      <PageHeader title="New pattern" />
      <PatternEditor
        pattern={null}
        denied={denial(mayWrite, 'patterns:write')}
        backtestsDenied={denial(mayBacktest, 'backtests:write')}
      />
    </>
  );
}

export function EditPatternPage({ id, mayWrite, mayBacktest }: May & { id: string }) {
  const query = useRecord<Pattern>('/patterns', `/${id}`, { fresh: true });
  return (
    <>
      <PageHeader title={query.data?.name ?? 'Pattern'} />
      <Loaded query={query} what="The pattern could not be loaded">
        {(pattern) => (
          <PatternEditor
            pattern={pattern}
            denied={denial(mayWrite, 'patterns:write')}
            backtestsDenied={denial(mayBacktest, 'backtests:write')}
          />
        )}
      </Loaded>
    </>
  );
}
