import { systemContext } from '#lib/auth/context.ts';
import { createSource } from '#lib/sources/create-source.ts';
import { type CreatedSource, SourceInput } from '#lib/sources/schema.ts';
import { schemeOf } from '#lib/sources/schemes/registry.ts';

let named = 0;

/** A source made as the API would make it; whatever is left out has its default. */
export function makeSource(input: Record<string, unknown>): Promise<CreatedSource> {
  const name = `source-${process.pid}-${named++}`;
  return createSource(systemContext('tests'), SourceInput.parse({ name, ...input }));
}

type Sending = {
  origin: string;
  path?: string;
  /** Sent as JSON; text and bytes go out as they are. */
  body: unknown;
  id?: string;
  atMs?: number;
  secret?: string;
  headers?: Record<string, string>;
};

const bytesOf = (body: unknown): Buffer => {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
};

/** The headers that the sender of this source would put on the call. */
export function signatureOf(
  { scheme, settings, secret }: CreatedSource,
  given: { body: Buffer; id?: string | undefined; atMs?: number | undefined; secret?: string | undefined },
): Record<string, string> {
  const { body, id = 'msg-1', atMs = Date.now() } = given;
  const { signature } = schemeOf(scheme);
  return signature?.sign({ body, id, atMs }, given.secret ?? secret ?? '', settings) ?? {};
}

export type WebhookAnswer = { status: number; headers: Headers; text: string; body: Record<string, unknown> };

/** Calls the source's address as its sender would, signed with its secret unless another is given. */
export async function sendWebhook(source: CreatedSource, sending: Sending): Promise<WebhookAnswer> {
  const body = bytesOf(sending.body);
  const response = await fetch(sending.origin + (sending.path ?? source.path), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signatureOf(source, { ...sending, body }),
      ...sending.headers,
    },
    body: new Uint8Array(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
}
