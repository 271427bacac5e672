import { createHash } from 'node:crypto';
import type { MessageAttributeValue, SendMessageCommandInput } from '@aws-sdk/client-sqs';
import type { OutboundResult } from '#lib/platform/fetch.ts';
import type { DestinationContract, Message, Outcome, RequestSummary } from '../destination.ts';
import { bodyOf } from '../shape-message.ts';
import { outcomeOf } from './answer.ts';
import { fillText } from './fill-text.ts';
import { sendSqs } from './sqs-client.ts';
import type { SqsConfig } from './sqs-config.ts';
import { messageHeaders, sentence } from './through-link.ts';

const isFifo = ({ queue_url }: SqsConfig): boolean => new URL(queue_url).pathname.endsWith('.fifo');

/** What the service takes for a group: 1 to 128 letters, digits and signs. */
const GROUP = /^[\x21-\x7e]{1,128}$/;
const groupOf = (text: string): string =>
  text === '' ? 'default' : GROUP.test(text) ? text : createHash('sha256').update(text).digest('hex');

function attributesOf(message: Message): Record<string, MessageAttributeValue> {
  const texts = Object.entries({ ...messageHeaders(message) });
  // Control characters are not allowed in an attribute.
  const filled = texts.map(([name, text]) => [name, text.replace(/[^\t\n\r\P{Cc}]|[\uFFFE\uFFFF]/gu, ' ')]);
  return Object.fromEntries(
    filled.map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  ) as Record<string, MessageAttributeValue>;
}

function inputOf(config: SqsConfig, message: Message): SendMessageCommandInput {
  return {
    QueueUrl: config.queue_url,
    MessageBody: bodyOf(message).text,
    MessageAttributes: attributesOf(message),
    ...(isFifo(config)
      ? {
          MessageGroupId: groupOf(fillText(config.group_id, message)),
          MessageDeduplicationId: message.id,
        }
      : {}),
  };
}

function readOutcome(result: OutboundResult, said: { id?: string; fault?: Error }, base: Outcome): Outcome {
  if (said.id !== undefined) return base;
  const fault = said.fault;
  if (result.kind === 'answered' && result.status >= 200 && result.status < 300)
    return { ...base, result: 'refused', error: 'What answered is not a queue of SQS.' };
  if (base.result !== 'refused' || fault === undefined || /^(Unknown|SyntaxError)/.test(fault.name))
    return base;
  const words = `${fault.name}: ${fault.message}`.slice(0, 500);
  return { ...base, error: sentence(`${base.error} ${words}`) };
}

/** A message in a queue of Amazon SQS. */
export const sqsDestination: DestinationContract<SqsConfig> = {
  addresses: ({ queue_url }) => ({ queue_url }),
  send: async (config, message, io) => {
    const input = inputOf(config, message);
    const { QueueUrl, MessageBody = '', ...rest } = input;
    const request: RequestSummary = {
      method: 'SendMessage',
      url: config.queue_url,
      headers: Object.fromEntries([
        ...Object.entries(rest).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        ),
        ...Object.entries(attributesOf(message)).map(([name, { StringValue }]) => [name, StringValue ?? '']),
      ]),
      body: MessageBody,
    };
    const { result, said } = await sendSqs(config, input, io);
    return readOutcome(result, said, outcomeOf(result, request, io.now()));
  },
};
