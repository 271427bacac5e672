import { createHash, createHmac } from 'node:crypto';
import type { PeerAnswer } from './peer-http.ts';

export const SQS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
export const SQS_SECRET = 'sqs-top-secret/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const SQS_REGION = 'eu-central-1';

type Call = Parameters<PeerAnswer>[0];
export type SqsMessage = {
  QueueUrl: string;
  MessageBody: string;
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
  MessageAttributes: Record<string, { DataType: string; StringValue: string }>;
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Signature Version 4 as Amazon describes it, from the request as it arrived. */
export function isSigned({ method, path, headers, body }: Call, service: string): boolean {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, id, day, region, named, signed = '', signature] = form.exec(headers.authorization ?? '') ?? [];
  if (id !== SQS_KEY_ID || region !== SQS_REGION || named !== service || !day) return false;
  const date = String(headers['x-amz-date']);
  const at = Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(Date.now() - at) < 300_000) || !signed.split(';').includes('host')) return false;
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, path, '', lines.join(''), signed, sha256(body)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${SQS_SECRET}`, day));
  return hmac(key, text).toString('hex') === signature;
}

/** The digest over the attributes that the service answers with: names and types with their lengths, by name. */
function digestOf(attributes: SqsMessage['MessageAttributes']): string {
  const sized = (text: string): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(Buffer.byteLength(text));
    return Buffer.concat([size, Buffer.from(text)]);
  };
  const hash = createHash('md5');
  for (const name of Object.keys(attributes).sort()) {
    const { DataType = '', StringValue = '' } = attributes[name] ?? {};
    hash
      .update(sized(name))
      .update(sized(DataType))
      .update(Buffer.from([1]))
      .update(sized(StringValue));
  }
  return hash.digest('hex');
}

const fault = (type: string, message: string): string =>
  JSON.stringify({ __type: `com.amazonaws.sqs#${type}`, message });

/** Speaks the service's protocol (AWS JSON 1.0), keeps what it takes, refuses what is not signed. */
export const sqsAnswer =
  (taken: SqsMessage[] = [], { isFifo = false } = {}): PeerAnswer =>
  (call, response) => {
    const say = (status: number, body: string): void => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
    };
    const { headers, body } = call;
    if (
      headers['x-amz-target'] !== 'AmazonSQS.SendMessage' ||
      headers['content-type'] !== 'application/x-amz-json-1.0'
    )
      return say(400, fault('UnknownOperationException', ''));
    if (!isSigned(call, 'sqs'))
      return say(403, fault('InvalidSignatureException', 'The signature does not match.'));
    const message = JSON.parse(body) as SqsMessage;
    if (Buffer.byteLength(message.MessageBody) > 262_144)
      return say(400, fault('InvalidParameterValue', 'One or more parameters are invalid: too long.'));
    if (isFifo && (!message.MessageGroupId || !message.MessageDeduplicationId))
      return say(400, fault('MissingParameter', 'The request must contain the parameter MessageGroupId.'));
    const isRepeat = taken.some(
      ({ MessageDeduplicationId: id }) => isFifo && id === message.MessageDeduplicationId,
    );
    if (!isRepeat) taken.push(message);
    const digest = digestOf(message.MessageAttributes);
    const answer = {
      MessageId: '5fea7756-0ea4-451a-a703-a558b933e274',
      MD5OfMessageBody: md5(message.MessageBody),
      MD5OfMessageAttributes: digest,
      ...(isFifo ? { SequenceNumber: '18850000000000000000' } : {}),
    };
    say(200, JSON.stringify(answer));
  };
