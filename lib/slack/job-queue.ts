import type { SQSClient } from '@aws-sdk/client-sqs';
import { awsRequestHandler } from '#lib/platform/aws-request-handler.ts';
import { type Env, env } from '#lib/platform/env.ts';
import { outboundFetch } from '#lib/platform/fetch.ts';
import { outboundAllow } from './web-client.ts';

export type QueuedJob = { id: string; body: string; receipt: string };

/** A queue of Amazon SQS that others put scanning jobs into. */
export type JobQueue = {
  /** Waits for up to twenty seconds; what is not removed comes again. */
  receive: () => Promise<QueuedJob[]>;
  remove: (jobs: readonly QueuedJob[]) => Promise<void>;
  close: () => void;
};

const AT_ONCE = 10;
const WAIT_SECONDS = 20;
const TIMEOUT_MS = (WAIT_SECONDS + 10) * 1_000;
/** Ten bodies of 256 KiB, quoted. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

type Settings = { url: string; region: string; accessKeyId: string; secretAccessKey: string };

/** @throws Error when some of the settings are given and others are not. */
function settingsOf(given: Env): Settings | null {
  const { SLACK_QUEUE_URL: url, SLACK_QUEUE_REGION: region } = given;
  const { SLACK_QUEUE_ACCESS_KEY_ID: accessKeyId, SLACK_QUEUE_SECRET_ACCESS_KEY: secretAccessKey } = given;
  if (url === undefined) return null;
  if (!region || !accessKeyId || !secretAccessKey) {
    throw new Error(
      'Configuration refused: SLACK_QUEUE_URL needs the region and the access key of the queue.',
    );
  }
  return { url, region, accessKeyId, secretAccessKey };
}

async function connect({ url, region, accessKeyId, secretAccessKey }: Settings): Promise<SQSClient> {
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  return new SQSClient({
    region,
    endpoint: new URL(url).origin,
    credentials: { accessKeyId, secretAccessKey },
    // Whoever calls tries again.
    maxAttempts: 1,
    requestHandler: awsRequestHandler((target, call) =>
      outboundFetch(target, {
        ...call,
        timeoutMs: TIMEOUT_MS,
        maxResponseBytes: MAX_ANSWER_BYTES,
        allow: outboundAllow(),
      }),
    ),
  });
}

/** The queue that the installation names; null where it names none. */
export async function openJobQueue(): Promise<JobQueue | null> {
  const settings = settingsOf(env());
  if (settings === null) return null;
  const { DeleteMessageBatchCommand, ReceiveMessageCommand } = await import('@aws-sdk/client-sqs');
  const client = await connect(settings);
  const QueueUrl = settings.url;
  return {
    receive: async () => {
      const asked = { QueueUrl, MaxNumberOfMessages: AT_ONCE, WaitTimeSeconds: WAIT_SECONDS };
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(asked));
      return Messages.map(({ MessageId = '', Body = '', ReceiptHandle = '' }) => ({
        id: MessageId,
        body: Body,
        receipt: ReceiptHandle,
      }));
    },
    remove: async (jobs) => {
      if (jobs.length === 0) return;
      const Entries = jobs.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    },
    close: () => client.destroy(),
  };
}
