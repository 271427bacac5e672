import { describe, expect, it } from 'vitest';
import { MESSAGE, sendTo, testIo } from '#tests/support/destination-suite.ts';
import { describeHttpDestination } from '#tests/support/http-destination-suite.ts';
import { startGraphqlPeer } from '#tests/support/peer-graphql.ts';
import { startHttpPeer } from '#tests/support/peer-http.ts';

const config = (url: string) => ({ url, headers: { authorization: 'Bearer top-secret' } });

describeHttpDestination({
  kind: 'graphql',
  config,
  secrets: ['top-secret'],
  accept: (_call, response) => response.end('{"data":{"processEvent":{"id":"1"}}}'),
});

describe('graphql', () => {
  it('delivers the mutation of the events proxy', async () => {
    await using peer = await startGraphqlPeer();
    const outcome = await sendTo('graphql', config(peer.url), testIo(peer.allow));
    expect(outcome).toMatchObject({ result: 'delivered', statusCode: 200 });
    expect(peer.received).toEqual([
      {
        id: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
        name: 'order paid',
        body: 'card ************1111 “ok”',
        timestamp: '2026-11-21T09:59:59.000Z',
        brand: 'testBrand',
      },
    ]);
    expect(peer.headers[0]?.get('authorization')).toBe('Bearer top-secret');
  });

  it('sends any other mutation with its own variables', async () => {
    await using peer = await startGraphqlPeer();
    const other = {
      url: peer.url,
      mutation: 'mutation M($i: ProcessEventInput!) { done: processEvent(input: $i) { id } }',
      variables: {
        i: {
          id: '{{event.id}}',
          name: 'paid: {{event.data.amount}} {{event.data.none}}!',
          body: 'x',
          timestamp: '{{event.timestamp}}',
          brand: '{{event.data.none}}',
        },
      },
    };
    expect(await sendTo('graphql', other, testIo(peer.allow))).toMatchObject({ result: 'delivered' });
    expect(peer.received[0]).toMatchObject({ id: MESSAGE.event.id, name: 'paid: 12.5 !', brand: null });
  });

  it('calls errors on HTTP 200 a refusal', async () => {
    await using peer = await startGraphqlPeer();
    peer.refuseWith('quota used up');
    const outcome = await sendTo('graphql', { url: peer.url }, testIo(peer.allow));
    expect(outcome).toMatchObject({
      result: 'refused',
      statusCode: 200,
      error: 'Answered with errors: quota used up',
    });
  });

  it('calls a mutation that the schema does not know a refusal', async () => {
    await using peer = await startGraphqlPeer();
    const outcome = await sendTo(
      'graphql',
      { url: peer.url, mutation: 'mutation { nothing }', variables: {} },
      testIo(peer.allow),
    );
    expect(outcome.result).toBe('refused');
  });

  it.each(['<html>login</html>', '[]', 'null', '{}', '{"data":null}', '"ok"'])(
    'calls 200 with %s a refusal',
    async (body) => {
      await using peer = await startHttpPeer((_call, response) => response.writeHead(200).end(body));
      expect(await sendTo('graphql', { url: peer.origin }, testIo(peer.allow))).toMatchObject({
        result: 'refused',
        statusCode: 200,
      });
    },
  );
});
