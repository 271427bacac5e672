import { changedFields } from '#components/record/changed-fields.ts';
import { durationText, parseDuration } from '#components/record/duration-text.ts';
import { readJsonInto } from '#components/record/json-draft.ts';
import type { ApiFault } from '#components/ui/api.ts';
import { CONFIGS, type DestinationKind, SECRET_MASK } from '#lib/dispatch/destinations/schema.ts';
import type { Destination } from '#lib/dispatch/schema.ts';

/** `isStored`: the value is kept on the server and shown nowhere; leaving it sends the mask back. */
export type SecretDraft = { value: string; isStored: boolean };
export type HeaderDraft = SecretDraft & { id: number; name: string };

/** A destination while somebody writes it: numbers, durations and JSON are text as typed. */
export type DestinationDraft = {
  name: string;
  kind: DestinationKind;
  enabled: boolean;
  ratePerSecond: string;
  concurrency: string;
  timeout: string;
  /** Null: the default plan. */
  retryPlan: string | null;
  filter: string;
  url: string;
  headers: HeaderDraft[];
  signingSecret: SecretDraft;
  level: string;
  mutation: string;
  variables: string;
};

export type SetDraft = (change: Partial<DestinationDraft>) => void;

const json = (value: unknown): string => JSON.stringify(value, null, 2);
const graphqlDefaults = CONFIGS.graphql.parse({ url: 'https://localhost' });

export const NEW_DESTINATION: DestinationDraft = {
  name: '',
  kind: 'http',
  enabled: true,
  ratePerSecond: '',
  concurrency: '8',
  timeout: '15 s',
  retryPlan: null,
  filter: '{}',
  url: '',
  headers: [],
  signingSecret: { value: '', isStored: false },
  level: 'info',
  mutation: graphqlDefaults.mutation,
  variables: json(graphqlDefaults.variables),
};

const stored = (value: unknown): SecretDraft => ({ value: '', isStored: value === SECRET_MASK });

function headersOf(value: unknown): HeaderDraft[] {
  return Object.entries((value ?? {}) as Record<string, string>).map(([name, text], id) => ({
    id,
    name,
    value: text === SECRET_MASK ? '' : text,
    isStored: text === SECRET_MASK,
  }));
}

export function draftOf(destination: Destination): DestinationDraft {
  const { config } = destination;
  const text = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise);
  return {
    name: destination.name,
    kind: destination.kind,
    enabled: destination.enabled,
    ratePerSecond: destination.rate_per_second === null ? '' : String(destination.rate_per_second),
    concurrency: String(destination.concurrency),
    timeout: durationText(destination.timeout_ms),
    retryPlan: destination.retry_plan_ms?.map(durationText).join(', ') ?? null,
    filter: json(destination.filter),
    url: text(config.url, ''),
    headers: headersOf(config.headers),
    signingSecret: stored(config.signing_secret),
    level: text(config.level, NEW_DESTINATION.level),
    mutation: text(config.mutation, NEW_DESTINATION.mutation),
    variables: config.variables === undefined ? NEW_DESTINATION.variables : json(config.variables),
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

function configOf(draft: DestinationDraft, faults: ApiFault[]): Record<string, unknown> {
  if (draft.kind === 'log') return { level: draft.level };
  const headers: Record<string, string> = {};
  for (const header of draft.headers) {
    const name = header.name.trim();
    if (name === '' && header.value === '') continue;
    if (name in headers) faults.push({ path: `config.headers.${name}`, message: 'is there twice' });
    headers[name] = header.isStored ? SECRET_MASK : header.value;
  }
  const shared = { url: draft.url.trim(), headers };
  if (draft.kind === 'graphql') {
    const variables = readJsonInto(draft.variables, 'config.variables', faults);
    return { ...shared, mutation: draft.mutation, variables };
  }
  const { value, isStored } = draft.signingSecret;
  const secret = isStored ? SECRET_MASK : value.trim();
  return secret === '' ? shared : { ...shared, signing_secret: secret };
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
    rate_per_second: readNumber(draft.ratePerSecond, 'rate_per_second', faults),
    concurrency: readNumber(draft.concurrency, 'concurrency', faults),
    timeout_ms: timeoutMs,
    retry_plan_ms: draft.retryPlan === null ? null : readRetryPlan(draft.retryPlan, faults),
    filter: readJsonInto(draft.filter, 'filter', faults),
    config: configOf(draft, faults),
  };
  return { input, faults };
}

/** Only what differs from what the form started with; the kind never does. */
export function patchOf(before: object, { kind: _kept, ...input }: Record<string, unknown>) {
  return changedFields(before, input);
}
