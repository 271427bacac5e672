'use client';

import type { ReactNode } from 'react';
import { FormSection } from '#components/ui/form-page.tsx';
import { TEMPLATE_KINDS } from '#lib/dispatch/destinations/schema.ts';
import type { DestinationDraft, SetDraft } from '../destination-draft.ts';
import { ContentField } from './content-field.tsx';
import { FilterEditor, type FilterEditorProps } from './filter-editor.tsx';
import { TemplateField } from './template-field.tsx';

export type ChoosingFieldsProps = {
  draft: DestinationDraft;
  set: SetDraft;
  /** Holds destinations:unmasked and findings:reveal. */
  mayUnmask: boolean;
  event: FilterEditorProps['event'];
  /** What else decides about events. */
  children?: ReactNode;
};

/** Which events go there, how much of them, and in which shape. */
export function ChoosingFields({ draft, set, mayUnmask, event, children }: ChoosingFieldsProps) {
  return (
    <>
      <FormSection title="Which events">
        <FilterEditor filter={draft.filter} onChange={(filter) => set({ filter })} event={event} />
        {children}
      </FormSection>
      <FormSection title="What is sent">
        <ContentField form={draft.form} onChange={(form) => set({ form })} mayUnmask={mayUnmask} />
        {TEMPLATE_KINDS.has(draft.kind) ? (
          <TemplateField format={draft.templateFormat} template={draft.template} onChange={set} />
        ) : null}
      </FormSection>
    </>
  );
}
