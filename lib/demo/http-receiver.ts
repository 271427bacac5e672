import type { IncomingMessage, ServerResponse } from 'node:http';
import { clock } from '#lib/platform/clock.ts';
import { verifyWebhook } from '#lib/platform/signature.ts';

const KEPT = 50;
const MAX_BODY_BYTES = 1_048_576;

type Received = { at: string; webhook_id: string; repeats: number; body: unknown };

async function readText(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The first value of each header: a repeated signature header would be joined by Node with a comma and not verify. */
const flat = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

/**
 * A webhook receiver as customers write them: verifies the signature before it parses, keeps the last 50 in
 * memory and shows them as JSON. A repeat of a message is counted, not kept twice.
 */
export function makeHttpReceiver(
  secret: string,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const kept = new Map<string, Received>();
  return async (request, response) => {
    const answer = (status: number, body: unknown): void => {
      response
        .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
        .end(JSON.stringify(body));
    };
    if (request.method === 'GET') return answer(200, { received: [...kept.values()].reverse() });
    if (request.method !== 'POST') return answer(405, { error: 'GET or POST' });
    const text = await readText(request);
    if (text === null) return answer(413, { error: 'The body is larger than 1 MiB.' });
    const headers = flat(request.headers);
    if (!verifyWebhook(secret, text, { headers, now: clock.now() })) {
      return answer(401, { error: 'The signature does not match.' });
    }
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return answer(400, { error: 'The body is not JSON.' });
    }
    const id = headers['webhook-id'] as string;
    const known = kept.get(id);
    kept.set(id, {
      at: clock.now().toISOString(),
      webhook_id: id,
      repeats: known ? known.repeats + 1 : 0,
      body,
    });
    if (kept.size > KEPT) kept.delete(kept.keys().next().value as string);
    answer(200, { ok: true });
  };
}
