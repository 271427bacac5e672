import { describe, expect, it } from 'vitest';
import { contractOf } from '#lib/dispatch/registry.ts';
import { ENVELOPE, MESSAGE, sendTo, testIo } from '#tests/support/destination-suite.ts';
import { describeHttpDestination } from '#tests/support/http-destination-suite.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';
import { SQS_KEY_ID, SQS_REGION, SQS_SECRET, type SqsMessage, sqsAnswer } from '#tests/support/peer-sqs.ts';

const configOf = (origin: string, queue = 'events') => ({
  queue_url: `${origin}/123456789012/${queue}`,
  region: SQS_REGION,
  access_key_id: SQS_KEY_ID,
  secret_access_key: SQS_SECRET,
});

describeHttpDestination({
  kind: 'sqs',
  config: (origin) => configOf(origin),
  secrets: [SQS_SECRET],
  accept: sqsAnswer(),
});

describe('sqs', () => {
  it('sends a signed message with the event and its attributes', async () => {
    const taken: SqsMessage[] = [];
    await using peer = await startHttpPeer(sqsAnswer(taken));
    expect(await sendTo('sqs', configOf(peer.origin), testIo(peer.allow))).toMatchObject({
      result: 'delivered',
      statusCode: 200,
    });
    expect(taken).toHaveLength(1);
    const [message] = taken;
    expect(message?.QueueUrl).toBe(`${peer.origin}/123456789012/events`);
    expect(JSON.parse(message?.MessageBody ?? '')).toEqual(ENVELOPE);
    expect(message?.MessageAttributes['delivery-id']).toEqual({
      DataType: 'String',
      StringValue: MESSAGE.id,
    });
    expect(message?.MessageAttributes['delivery-attempt']?.StringValue).toBe('1');
    expect(message?.MessageGroupId).toBeUndefined();
  });

  it('orders a FIFO queue by session and tells a repeat by the delivery', async () => {
    const taken: SqsMessage[] = [];
    await using peer = await startHttpPeer(sqsAnswer(taken, { isFifo: true }));
    for (const attempt of [1, 2]) {
      const message = { ...MESSAGE, attempt };
      const outcome = await sendTo('sqs', configOf(peer.origin, 'events.fifo'), testIo(peer.allow), message);
      expect(outcome.result).toBe('delivered');
    }
    expect(taken).toHaveLength(1);
    expect(taken[0]).toMatchObject({ MessageGroupId: 's1', MessageDeduplicationId: MESSAGE.id });
  });

  it.each([
    ['a session with blanks', 'a b c'],
    ['no session', null],
    ['a long session', 'x'.repeat(129)],
  ])('finds a group for %s', async (_what, session_id) => {
    const taken: SqsMessage[] = [];
    await using peer = await startHttpPeer(sqsAnswer(taken, { isFifo: true }));
    const message = { ...MESSAGE, event: { ...MESSAGE.event, session_id } };
    await sendTo('sqs', configOf(peer.origin, 'events.fifo'), testIo(peer.allow), message);
    expect(taken[0]?.MessageGroupId).toMatch(/^[\x21-\x7e]{1,128}$/);
  });

  it('calls a wrong secret a refusal, in the words of the service', async () => {
    await using peer = await startHttpPeer(sqsAnswer());
    const config = { ...configOf(peer.origin), secret_access_key: 'another-secret' };
    expect(await sendTo('sqs', config, testIo(peer.allow))).toMatchObject({
      result: 'refused',
      statusCode: 403,
      error: 'Answered 403. InvalidSignatureException: The signature does not match.',
    });
  });

  it('calls a message that is too large a refusal', async () => {
    await using peer = await startHttpPeer(sqsAnswer());
    const message = { ...MESSAGE, event: { ...MESSAGE.event, data: 'x'.repeat(270_000) } };
    expect(await sendTo('sqs', configOf(peer.origin), testIo(peer.allow), message)).toMatchObject({
      result: 'refused',
      error: expect.stringContaining('InvalidParameterValue'),
    });
  });

  it.each(['<html>', '', '{}', '[]', 'null', '{"MessageId":7}'])(
    'does not take 200 with %s for success',
    async (body) => {
      await using peer = await startHttpPeer((_call, response) => response.writeHead(200).end(body));
      expect(await sendTo('sqs', configOf(peer.origin), testIo(peer.allow))).toMatchObject({
        result: 'refused',
      });
    },
  );

  it('does not take another message’s digest for success', async () => {
    await using peer = await startHttpPeer((_call, response) =>
      response.end(JSON.stringify({ MessageId: 'x', MD5OfMessageBody: 'd41d8cd98f00b204e9800998ecf8427e' })),
    );
    expect(await sendTo('sqs', configOf(peer.origin), testIo(peer.allow))).toMatchObject({
      result: 'refused',
    });
  });

  it('calls once and asks nobody else for region or credentials', async () => {
    await using peer = await startHttpPeer((_call, response) => response.writeHead(503).end());
    await sendTo('sqs', configOf(peer.origin), testIo(peer.allow));
    expect(peer.calls).toHaveLength(1);
  });

  it('refuses a region that is none', () => {
    const config = { ...configOf('https://sqs.eu-central-1.amazonaws.com'), region: 'x/../y' };
    expect(contractOf('sqs').config.safeParse(config).success).toBe(false);
  });
});
