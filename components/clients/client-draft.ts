import { changedFields } from '#components/record/changed-fields.ts';
import { CLIENT_DEFAULTS, type Client, type ClientScope } from '#lib/clients/schema.ts';

/** A client while somebody writes it; the expiry is the text of its field, in the reader's own zone. */
export type ClientDraft = {
  name: string;
  allowed_categories: string[];
  address_ranges: string[];
  /** As typed; empty: no limit. */
  calls_per_second: string;
  scopes: ClientScope[];
  one_time_tokens: boolean;
  max_token_lifetime_seconds: number;
  expires_at: string;
};

export type ClientFieldsProps = {
  draft: ClientDraft;
  set: (change: Partial<ClientDraft>) => void;
};

export const NEW_CLIENT: ClientDraft = {
  name: '',
  allowed_categories: [],
  address_ranges: [],
  calls_per_second: '',
  scopes: [],
  one_time_tokens: false,
  max_token_lifetime_seconds: CLIENT_DEFAULTS.max_token_lifetime_seconds,
  expires_at: '',
};

/** As a field of type datetime-local writes it: to the minute, without a zone. */
function localTime(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function draftOf(client: Client): ClientDraft {
  const { name, allowed_categories, address_ranges, scopes, one_time_tokens } = client;
  const { calls_per_second, max_token_lifetime_seconds, expires_at } = client;
  return {
    name,
    allowed_categories,
    address_ranges,
    calls_per_second: calls_per_second === null ? '' : String(calls_per_second),
    scopes,
    one_time_tokens,
    max_token_lifetime_seconds,
    expires_at: expires_at === null ? '' : localTime(expires_at),
  };
}

export function inputOf(draft: ClientDraft): Record<string, unknown> {
  return {
    ...draft,
    calls_per_second: draft.calls_per_second === '' ? null : Number(draft.calls_per_second),
    expires_at: draft.expires_at === '' ? null : new Date(draft.expires_at).toISOString(),
  };
}

/** Only what differs from how the form was filled in: a time kept to the second is not cut to the minute. */
export function patchOf(client: Client, draft: ClientDraft): Record<string, unknown> {
  return changedFields(inputOf(draftOf(client)), inputOf(draft));
}
