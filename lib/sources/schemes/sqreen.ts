import { createHash } from 'node:crypto';
import { randomToken } from '#lib/platform/crypto.ts';
import { AppError } from '#lib/platform/errors.ts';
import { MAX_ELEMENTS_PER_DELIVERY } from '../schema.ts';
import { firstLabel, keptId, memberOf } from './labels.ts';
import type { ArrivedEvent, Scheme } from './scheme.ts';
import { anySecret, hasHmac, hmacText } from './signing.ts';

const FORM = { hash: 'sha256', encoding: 'hex' } as const;

function elementsOf(body: unknown): unknown[] {
  if (Array.isArray(body) && body.length > 0 && body.length <= MAX_ELEMENTS_PER_DELIVERY) return body;
  const message = `has to be an array of 1 to ${MAX_ELEMENTS_PER_DELIVERY.toLocaleString('en')} notifications`;
  throw new AppError('invalid', `The body ${message}.`, { details: { errors: [{ path: '', message }] } });
}

/**
 * An envelope of version 2 has an id that stays the same when it is sent again. Whatever has none is known by the body
 * it stood in: the same bytes once more are the same delivery, sent again or replayed.
 */
function eventOf(element: unknown, place: string): ArrivedEvent {
  return {
    id: keptId(memberOf(element, 'message_id')) ?? place,
    name: firstLabel(
      memberOf(element, 'sqreen_payload_type'),
      memberOf(element, 'message_type'),
      'notification',
    ),
    data: element,
  };
}

/** Lower-case hex of the HMAC of the raw body, with neither prefix nor time: payloads of version 1 and envelopes of version 2. */
export const sqreen: Scheme<unknown> = {
  signature: {
    claim: ({ headers, body }) => {
      const given = headers.get('x-sqreen-integrity');
      return given ? { signatures: [given], content: [body], atMs: null } : null;
    },
    isSignedWith: (claim, key) => hasHmac(claim, FORM, { key }),
    sign: ({ body }, key) => ({ 'X-Sqreen-Integrity': hmacText(FORM, key, [body]) }),
    makeSecret: () => randomToken(32),
    secretFault: anySecret,
  },
  eventsOf: (given, { body }) => {
    const elements = elementsOf(given);
    const digest = createHash('sha256').update(body).digest('hex').slice(0, 32);
    return elements.map((element, i) => eventOf(element, `${digest}.${i}`));
  },
  status: 200,
  sample: (id) => ({
    headers: {},
    body: [
      {
        sqreen_payload_type: 'security_event',
        event_id: id,
        event_category: 'injection',
        event_kind: 'sample',
        application_id: 'sample',
        application_name: 'Sample',
        environment: 'test',
        humanized_description: 'A sample, signed by The Eye itself.',
      },
    ],
  }),
};
