import { changedFields } from '#components/record/changed-fields.ts';
import { durationText, parseDuration } from '#components/record/duration-text.ts';
import { readJsonInto } from '#components/record/json-draft.ts';
import type { ApiFault } from '#components/ui/api.ts';
import type { Form } from '#lib/dispatch/choosing/schema.ts';
import { type DestinationKind, TEMPLATE_KINDS } from '#lib/dispatch/destinations/schema.ts';
import type { Destination } from '#lib/dispatch/schema.ts';
import type { Template } from '#lib/dispatch/templates/schema.ts';
import { type ConfigDraft, configDraftOf, readConfig } from './config-draft.ts';

/** A destination while somebody writes it: numbers, durations and JSON are text as typed. */
export type DestinationDraft = {
  name: string;
  kind: DestinationKind;
  enabled: boolean;
  notices: boolean;
  ratePerSecond: string;
  concurrency: string;
  ordered: boolean;
  timeout: string;
  /** Null: the default plan. */
  retryPlan: string | null;
  filter: string;
  form: Form;
  templateFormat: Template['format'];
  /** Empty: the kind's own body. */
  template: string;
  config: ConfigDraft;
};

export type SetDraft = (change: Partial<DestinationDraft>) => void;

const json = (value: unknown): string => JSON.stringify(value, null, 2);

export const NEW_DESTINATION: DestinationDraft = {
  name: '',
  kind: 'http',
  enabled: true,
  notices: false,
  ratePerSecond: '',
  concurrency: '8',
  ordered: false,
  timeout: '15 s',
  retryPlan: null,
  filter: '{}',
  form: 'redacted',
  templateFormat: 'json',
  template: '',
  config: configDraftOf('http'),
};

export function draftOf(destination: Destination): DestinationDraft {
  return {
    name: destination.name,
    kind: destination.kind,
    enabled: destination.enabled,
    notices: destination.notices,
    ratePerSecond: destination.rate_per_second === null ? '' : String(destination.rate_per_second),
    concurrency: String(destination.concurrency),
    ordered: destination.ordered,
    timeout: durationText(destination.timeout_ms),
    retryPlan: destination.retry_plan_ms?.map(durationText).join(', ') ?? null,
    filter: json(destination.filter),
    form: destination.form,
    templateFormat: destination.template?.format ?? NEW_DESTINATION.templateFormat,
    template: destination.template?.text ?? '',
    config: configDraftOf(destination.kind, destination.config),
  };
}

/** "5 s, 5 min, 1 h" as milliseconds, each fault at its place in the list. */
export function readRetryPlan(text: string, faults: ApiFault[]): number[] {
  const words = text.split(/[,\n]/).map((word) => word.trim());
  return words.filter(Boolean).flatMap((word, index) => {
    const waitMs = parseDuration(word);
    if (waitMs !== null) return [waitMs];
    const message = `"${word}" is no duration such as 500 ms, 30 s, 5 min, 2 h or 1 d`;
    faults.push({ path: `retry_plan_ms[${index}]`, message });
    return [];
  });
}

function readNumber(text: string, path: string, faults: ApiFault[]): number | null {
  if (text.trim() === '') return null;
  const number = Number(text);
  if (!Number.isNaN(number)) return number;
  faults.push({ path, message: 'is not a number' });
  return null;
}

/** None where the kind takes none, so that a change of the kind does not carry one along. */
function templateOf({ kind, template, templateFormat }: DestinationDraft): Template | null {
  return template.trim() === '' || !TEMPLATE_KINDS.has(kind)
    ? null
    : { format: templateFormat, text: template };
}

/** As the API takes it, with whatever could not even be read. */
export function inputOf(draft: DestinationDraft): { input: Record<string, unknown>; faults: ApiFault[] } {
  const faults: ApiFault[] = [];
  const timeoutMs = parseDuration(draft.timeout);
  if (timeoutMs === null)
    faults.push({ path: 'timeout_ms', message: 'is no duration such as 500 ms or 15 s' });
  const input = {
    name: draft.name,
    kind: draft.kind,
    enabled: draft.enabled,
    notices: draft.notices,
    rate_per_second: readNumber(draft.ratePerSecond, 'rate_per_second', faults),
    concurrency: readNumber(draft.concurrency, 'concurrency', faults),
    ordered: draft.ordered,
    timeout_ms: timeoutMs,
    retry_plan_ms: draft.retryPlan === null ? null : readRetryPlan(draft.retryPlan, faults),
    filter: readJsonInto(draft.filter, 'filter', faults),
    form: draft.form,
    template: templateOf(draft),
    config: readConfig(draft.kind, draft.config, faults),
  };
  return { input, faults };
}

/** Only what differs from what the form started with; the kind never does. */
export function patchOf(before: object, { kind: _kept, ...input }: Record<string, unknown>) {
  return changedFields(before, input);
}
