import { env } from '#lib/platform/env.ts';

export type Content = {
  administrator: { email: string; password: string | null };
  demo: { token: string } | null;
};

/** Issued for documentation and tests by the card schemes: it passes the check digit and belongs to nobody. */
const TEST_CARD = '4111 1111 1111 1111';

/** What a person reads once everything runs: where, how to get in, and a first event to send. */
export function welcome({ administrator, demo }: Content): string {
  const { PORT, PUBLIC_URL } = env();
  const base = (PUBLIC_URL ?? `http://localhost:${PORT}`).replace(/\/$/, '');
  const password = administrator.password
    ? `${administrator.password}   (shown this once)`
    : 'the one you were given or have set';
  return [
    '',
    'The Eye is ready.',
    '',
    `  Console    ${base}`,
    `  Sign in    ${administrator.email}`,
    `  Password   ${password}`,
    '',
    ...(demo ? firstEvent(base, demo.token) : firstClient()),
    '',
    'Ctrl-C stops everything; the data stays.',
  ].join('\n');
}

function firstEvent(base: string, token: string): string[] {
  const event = {
    category: 'checkout',
    name: 'order.paid',
    session_id: 'first-look',
    data: { order: 1001, note: `paid with ${TEST_CARD}` },
  };
  return [
    'Send an event with a test card number, and watch it arrive:',
    '',
    `curl -sS ${base}/api/v1/events \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(event)}'`,
  ];
}

function firstClient(): string[] {
  return [
    'Make a client that may send events:',
    '',
    'npm run --silent eye -- client create --name my-service --json',
  ];
}
