import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';
import type { OutboundResult } from '#lib/platform/fetch.ts';
import type { SendIo } from '../destination.ts';
import type { SqsConfig } from './sqs-config.ts';

/** The parts of a request of the client library that go out. */
type SdkRequest = {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
};
type Sent = { result: OutboundResult; said: { id?: string; fault?: Error } };

/** Set by what sends; a second one would break the request. */
const OWN_HEADERS = new Set(['host', 'content-length']);

/** Sends by the client library of the service, which signs and reads; the calls themselves leave by the outbound client. */
export async function sendSqs(
  { region, access_key_id, secret_access_key, queue_url }: SqsConfig,
  input: SendMessageCommandInput,
  io: Pick<SendIo, 'fetch'>,
): Promise<Sent> {
  const { SQSClient, SendMessageCommand } = await import('@aws-sdk/client-sqs');
  let result: OutboundResult = { kind: 'unreachable', reason: 'The request could not be made.' };
  const handle = async ({ protocol, hostname, port, path, headers, body }: SdkRequest) => {
    const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
    const kept = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
    result = await io.fetch(url, {
      method: 'POST',
      headers: Object.fromEntries(kept),
      body: body ?? '',
    });
    if (result.kind !== 'answered') throw new Error(result.reason);
    return {
      response: {
        statusCode: result.status,
        headers: { ...result.headers },
        body: new TextEncoder().encode(result.body),
      },
    };
  };
  const client = new SQSClient({
    region,
    endpoint: new URL(queue_url).origin,
    credentials: { accessKeyId: access_key_id, secretAccessKey: secret_access_key },
    // The retry plan of the destination is the one that counts.
    maxAttempts: 1,
    requestHandler: { handle } as never,
  });
  try {
    const { MessageId } = await client.send(new SendMessageCommand(input));
    return { result, said: MessageId === undefined ? {} : { id: MessageId } };
  } catch (error) {
    return { result, said: { fault: error as Error } };
  } finally {
    client.destroy();
  }
}
