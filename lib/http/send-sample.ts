import type { Context } from '#lib/auth/context.ts';
import type { SampleResult } from '#lib/sources/schema.ts';
import { signSample } from '#lib/sources/sign-sample.ts';
import { takeWebhook } from './webhook-endpoint.ts';

async function* once(body: Buffer): AsyncGenerator<Uint8Array> {
  yield body;
}

/** Sends a signed sample through the very endpoint that senders call, and tells what it answered. */
export async function sendSample(ctx: Context, id: string): Promise<SampleResult> {
  const { name, headers, body } = await signSample(ctx, id);
  const sent = new Headers({ ...headers, 'x-request-id': ctx.requestId });
  const { answer, eventIds } = await takeWebhook(id, {
    method: 'POST',
    headers: sent,
    headerNames: () => [...sent.keys()],
    body: once(body),
    address: ctx.address,
  });
  return {
    request: { path: `/api/v1/webhooks/${name}`, headers, body: body.toString('utf8') },
    status: answer.status,
    body: answer.body,
    event_ids: eventIds,
  };
}
