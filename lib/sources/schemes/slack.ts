import { randomBytes } from 'node:crypto';
import { atPath, firstLabel, keptId, memberOf } from './labels.ts';
import type { Scheme } from './scheme.ts';
import { anySecret, hasHmac, hmacText, secondsMs } from './signing.ts';

const FORM = { hash: 'sha256', encoding: 'hex' } as const;
const PREFIX = 'v0=';

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const slack: Scheme<unknown> = {
  signature: {
    claim: ({ headers, body }) => {
      const time = headers.get('x-slack-request-timestamp');
      const [given, atMs] = [headers.get('x-slack-signature'), secondsMs(time)];
      if (!given?.startsWith(PREFIX) || atMs === null) return null;
      return { signatures: [given], content: [`v0:${time}:`, body], atMs };
    },
    isSignedWith: (claim, key) => hasHmac(claim, FORM, { key, prefix: PREFIX }),
    sign: ({ body, atMs }, key) => {
      const time = String(Math.floor(atMs / 1_000));
      const signature = PREFIX + hmacText(FORM, key, [`v0:${time}:`, body]);
      return { 'X-Slack-Request-Timestamp': time, 'X-Slack-Signature': signature };
    },
    makeSecret: () => randomBytes(16).toString('hex'),
    secretFault: anySecret,
  },
  eventsOf: (data) => [
    {
      id: keptId(memberOf(data, 'event_id')),
      name: firstLabel(atPath(data, 'event.type'), memberOf(data, 'type')),
      data,
    },
  ],
  status: 200,
  // https://docs.slack.dev/reference/events/url_verification: asked once, when the address is set there.
  greeting: (body) => {
    const challenge = memberOf(body, 'challenge');
    const asks = memberOf(body, 'type') === 'url_verification' && typeof challenge === 'string';
    return asks ? { challenge } : null;
  },
  sample: (id) => ({
    headers: {},
    body: {
      type: 'event_callback',
      event_id: `Ev${id.replaceAll('-', '').toUpperCase()}`,
      team_id: 'T0SAMPLE',
      event: { type: 'message', channel: 'C0SAMPLE', user: 'U0SAMPLE', text: 'A sample.' },
    },
  }),
};
