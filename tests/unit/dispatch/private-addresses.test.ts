import { describe, expect, it } from 'vitest';
import type { DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import { contractOf } from '#lib/dispatch/registry.ts';
import { assertOutboundHost, assertOutboundUrl } from '#lib/platform/outbound-guard.ts';
import { sendTo, testIo } from '#tests/support/destination-suite.ts';
import { SQS_KEY_ID, SQS_REGION } from '#tests/support/peer-sqs.ts';
import { PRIVATE_HOSTS } from '#tests/support/private-addresses.ts';

const signedIn = { username: 'eye', password: 'secret' };

/** What leads a destination of each kind with an address of its own to a host. */
const CONFIGS: Partial<Record<DestinationKind, (host: string) => unknown>> = {
  http: (host) => ({ url: `https://${host}/hook` }),
  graphql: (host) => ({ url: `https://${host}/graphql` }),
  email: (host) => ({ host, from: 'eye@example.com', to: ['oncall@example.com'] }),
  sqs: (host) => ({
    queue_url: `https://${host}/123456789012/events`,
    region: SQS_REGION,
    access_key_id: SQS_KEY_ID,
    secret_access_key: 'secret',
  }),
  kafka: (host) => ({ brokers: [`${host}:9093`], topic: 'events' }),
  rabbitmq: (host) => ({ host, ...signedIn }),
  nats: (host) => ({ host }),
};

const CASES = Object.entries(CONFIGS).flatMap(([kind, configOf]) =>
  PRIVATE_HOSTS.map(([name, host]) => [kind as DestinationKind, name, configOf(host)] as const),
);

describe('a destination of kind', () => {
  it.each(CASES)('%s is refused %s when it is saved and when it is sent to', async (kind, _name, given) => {
    const { config, addresses } = contractOf(kind);
    const parsed = config.safeParse(given);
    // What is no host at all is no config either.
    if (!parsed.success) return;
    const checks = Object.values(addresses(parsed.data)).map((address) =>
      typeof address === 'string' ? assertOutboundUrl(address, []) : assertOutboundHost(address, []),
    );
    expect(checks.length).toBeGreaterThan(0);
    for (const check of checks) await expect(check).rejects.toMatchObject({ code: 'invalid' });
    const outcome = await sendTo(kind, given, testIo([], 2_000));
    expect(outcome).toMatchObject({
      result: 'unreachable',
      error: expect.stringMatching(
        /not a public|metadata service|not the name|is this machine|not a URL|Credentials/,
      ),
    });
  });
});
