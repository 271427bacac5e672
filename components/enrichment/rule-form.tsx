'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { changedFields } from '#components/record/changed-fields.ts';
import { checkInput } from '#components/record/check-input.ts';
import { DeepField } from '#components/record/deep-field.tsx';
import { DeleteZone } from '#components/record/delete-zone.tsx';
import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Field } from '#components/ui/field.tsx';
import { FormPage } from '#components/ui/form-page.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import { Switch } from '#components/ui/toggles.tsx';
import { type EnrichmentRule, EnrichmentRuleInput } from '#lib/enrichment/schema.ts';
import { draftOf, inputOf, NEW_RULE, type RuleDraft } from './rule-draft.ts';

const BASE = '/enrichment_rules';

type FieldsProps = { draft: RuleDraft; set: (change: Partial<RuleDraft>) => void };

function RuleFields({ draft, set }: FieldsProps) {
  return (
    <>
      <Field label="Name" name="name" required>
        <Input value={draft.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <DeepField
        label="Filter"
        name="filter"
        hint={
          <>
            JSON. <code>{'{}'}</code> takes every event; <code>{'{"category": "checkout"}'}</code> or{' '}
            <code>{'{"data.amount": {"gt": 100}}'}</code> takes some. Conditions: eq, ne, in, gt, lt, exists,
            and, or, not.
          </>
        }
      >
        <Textarea
          mono
          rows={4}
          value={draft.filter}
          onChange={(event) => set({ filter: event.target.value })}
        />
      </DeepField>
      <DeepField label="Attributes" name="attributes" hint="JSON: names and the values they get." required>
        <Textarea
          mono
          rows={4}
          value={draft.attributes}
          onChange={(event) => set({ attributes: event.target.value })}
        />
      </DeepField>
      <Field
        label="Position"
        name="position"
        hint="Rules are applied from the lowest position up; a later one wins where two set one name."
      >
        <Input
          inputMode="numeric"
          value={draft.position}
          onChange={(event) => set({ position: event.target.value })}
        />
      </Field>
      <Switch label="Enabled" checked={draft.enabled} onChange={(enabled) => set({ enabled })} />
    </>
  );
}

type RuleFormProps = { rule: EnrichmentRule | null; denied: string | null };

function RuleForm({ rule, denied }: RuleFormProps) {
  const router = useRouter();
  const refresh = useRefresh(BASE);
  const [draft, setDraft] = useState<RuleDraft>(rule ? draftOf(rule) : NEW_RULE);
  const submit = async () => {
    const input = inputOf(draft);
    checkInput(EnrichmentRuleInput, input);
    await (rule
      ? apiFetch(`${BASE}/${rule.id}`, { method: 'PATCH', body: changedFields(rule, input) })
      : apiFetch(BASE, { method: 'POST', body: input }));
    await refresh();
    notifyDone(rule ? `${draft.name} saved` : `${draft.name} created`);
    router.push('/enrichment');
  };
  return (
    <FormPage
      onSubmit={submit}
      submitLabel={rule ? 'Save rule' : 'Create rule'}
      submitDisabledReason={denied}
      cancelHref="/enrichment"
      after={
        rule ? (
          <DeleteZone
            base={BASE}
            listHref="/enrichment"
            noun="rule"
            thing={rule}
            consequences="Events that arrive from now on do not get its attributes; earlier ones keep theirs."
            denied={denied}
          />
        ) : null
      }
    >
      <RuleFields draft={draft} set={(change) => setDraft({ ...draft, ...change })} />
    </FormPage>
  );
}

export function NewRulePage({ mayWrite }: { mayWrite: boolean }) {
  return (
    <>
      <PageHeader title="New rule" />
      <RuleForm rule={null} denied={denial(mayWrite, 'enrichment_rules:write')} />
    </>
  );
}

export function EditRulePage({ id, mayWrite }: { id: string; mayWrite: boolean }) {
  const query = useRecord<EnrichmentRule>(BASE, `/${id}`, { fresh: true });
  return (
    <>
      <PageHeader title={query.data?.name ?? 'Rule'} />
      <Loaded query={query} what="The rule could not be loaded">
        {(rule) => <RuleForm rule={rule} denied={denial(mayWrite, 'enrichment_rules:write')} />}
      </Loaded>
    </>
  );
}
