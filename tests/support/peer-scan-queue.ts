import { createHash, randomUUID } from 'node:crypto';
import { type HttpPeer, startHttpPeer } from './peer-http.ts';
import { isSigned } from './peer-sqs.ts';

type Held = { id: string; body: string; receipt: string; visibleAtMs: number };

export type ScanQueue = AsyncDisposable & {
  url: string;
  /** Puts a body in, as a producer does. Answers the message's id. */
  put: (body: unknown) => string;
  /** What is still in the queue, handed out or not. */
  bodies: () => string[];
  /** As when the time in which a message is hidden has passed. */
  showAgain: () => void;
};

const VISIBILITY_MS = 30_000;
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Speaks the service's protocol for what consumers ask of it; a message stays until it is deleted. */
export async function startScanQueue(): Promise<ScanQueue> {
  const held: Held[] = [];
  const receive = ({ MaxNumberOfMessages = 1 }: { MaxNumberOfMessages?: number }) => {
    const visible = held.filter(({ visibleAtMs }) => visibleAtMs <= Date.now()).slice(0, MaxNumberOfMessages);
    for (const message of visible) {
      message.visibleAtMs = Date.now() + VISIBILITY_MS;
      message.receipt = randomUUID();
    }
    const told = visible.map(({ id, body, receipt }) => ({
      MessageId: id,
      ReceiptHandle: receipt,
      Body: body,
      MD5OfBody: md5(body),
    }));
    return told.length > 0 ? { Messages: told } : {};
  };
  const remove = ({ Entries }: { Entries: { Id: string; ReceiptHandle: string }[] }) => {
    for (const { ReceiptHandle } of Entries) {
      const at = held.findIndex(({ receipt }) => receipt === ReceiptHandle);
      if (at >= 0) held.splice(at, 1);
    }
    return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
  };
  const peer: HttpPeer = await startHttpPeer((call, response) => {
    const say = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    };
    if (!isSigned(call, 'sqs')) return say(403, { __type: 'com.amazonaws.sqs#InvalidSignatureException' });
    const given = JSON.parse(call.body);
    const target = call.headers['x-amz-target'];
    if (target === 'AmazonSQS.ReceiveMessage') return say(200, receive(given));
    if (target === 'AmazonSQS.DeleteMessageBatch') return say(200, remove(given));
    say(400, { __type: 'com.amazonaws.sqs#UnknownOperationException' });
  });
  return {
    url: `${peer.origin}/123456789012/scans`,
    put: (body) => {
      const id = randomUUID();
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      held.push({ id, body: text, receipt: '', visibleAtMs: 0 });
      return id;
    },
    bodies: () => held.map(({ body }) => body),
    showAgain: () => {
      for (const message of held) message.visibleAtMs = 0;
    },
    [Symbol.asyncDispose]: () => peer[Symbol.asyncDispose](),
  };
}
