import type { Client } from '#lib/clients/schema.ts';

/** A client while somebody writes it; the expiry is the text of its field, in the reader's own zone. */
export type ClientDraft = {
  name: string;
  allowed_categories: string[];
  max_token_lifetime_seconds: number;
  expires_at: string;
};

export const NEW_CLIENT: ClientDraft = {
  name: '',
  allowed_categories: [],
  max_token_lifetime_seconds: 10_800,
  expires_at: '',
};

/** As a field of type datetime-local writes it: to the minute, without a zone. */
function localTime(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function draftOf(client: Client): ClientDraft {
  const { name, allowed_categories, max_token_lifetime_seconds, expires_at } = client;
  return {
    name,
    allowed_categories,
    max_token_lifetime_seconds,
    expires_at: expires_at === null ? '' : localTime(expires_at),
  };
}

export function inputOf(draft: ClientDraft): Record<string, unknown> {
  return {
    ...draft,
    expires_at: draft.expires_at === '' ? null : new Date(draft.expires_at).toISOString(),
  };
}

/** Only what differs from how the form was filled in: a time kept to the second is not cut to the minute. */
export function patchOf(client: Client, draft: ClientDraft): Record<string, unknown> {
  const was = inputOf(draftOf(client));
  return Object.fromEntries(
    Object.entries(inputOf(draft)).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(was[key]),
    ),
  );
}
