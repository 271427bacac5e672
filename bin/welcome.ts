import { firstEventCall } from '#lib/format/first-event-call.ts';
import { publicUrl } from '#lib/platform/public-url.ts';

export type Content = {
  administrator: { email: string; password: string | null };
  demo: { token: string } | null;
};

/** What a person reads once everything runs: where, how to get in, and a first event to send. */
export function welcome({ administrator, demo }: Content): string {
  const base = publicUrl();
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
  return ['Send an event with a test card number, and watch it arrive:', '', firstEventCall(base, token)];
}

function firstClient(): string[] {
  return [
    'Make a client that may send events:',
    '',
    'npm run --silent eye -- client create --name my-service --json',
  ];
}
