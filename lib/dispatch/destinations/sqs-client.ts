import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { awsRequestHandler } from '#lib/platform/aws-request-handler.ts';
import type { OutboundResult } from '#lib/platform/fetch.ts';
import type { SendIo } from '../destination.ts';
import type { SqsConfig } from './sqs-config.ts';

type Sent = { result: OutboundResult; said: { id?: string; fault?: Error } };

/** Sends by the client library of the service, which signs and reads; the calls themselves leave by the outbound client. */
export async function sendSqs(
  { region, access_key_id, secret_access_key, queue_url }: SqsConfig,
  input: SendMessageCommandInput,
  io: Pick<SendIo, 'fetch'>,
): Promise<Sent> {
  const { SQSClient, SendMessageCommand } = await import('@aws-sdk/client-sqs');
  let result: OutboundResult = { kind: 'unreachable', reason: 'The request could not be made.' };
  const requestHandler = awsRequestHandler(async (url, call) => {
    result = await io.fetch(url, call);
    return result;
  });
  const client = new SQSClient({
    region,
    endpoint: new URL(queue_url).origin,
    credentials: { accessKeyId: access_key_id, secretAccessKey: secret_access_key },
    // The retry plan of the destination is the one that counts.
    maxAttempts: 1,
    requestHandler,
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
