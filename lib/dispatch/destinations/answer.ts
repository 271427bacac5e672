import type { OutboundResult } from '#lib/platform/fetch.ts';
import { parseRetryAfter } from '../backoff.ts';
import type { Outcome, RequestSummary } from '../destination.ts';
import { hideSecrets } from '../secrets.ts';
import type { Auth } from './auth-config.ts';
import type { Authorised } from './authorise.ts';
import { SECRET_MASK } from './shared-config.ts';

/** Every configured header hides its value: it may be a key under any name. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, SECRET_MASK]));
}

/** The Authorization header as it may be shown. */
export function maskAuth({ type }: Auth): Record<string, string> {
  if (type === 'none') return {};
  return { authorization: `${type === 'basic' ? 'Basic' : 'Bearer'} ${SECRET_MASK}` };
}

/** The outcome of an HTTP call: 2xx is success, everything else, redirects too, a refusal. */
export function outcomeOf(result: OutboundResult, request: RequestSummary, now: Date): Outcome {
  if (result.kind === 'timed_out') return { result: 'timed_out', error: result.reason, request };
  if (result.kind !== 'answered') return { result: 'unreachable', error: result.reason, request };
  const { status, body } = result;
  const retryAfterMs = parseRetryAfter(result.headers['retry-after'], now);
  const asked = retryAfterMs === undefined ? {} : { retryAfterMs };
  const answer = { statusCode: status, response: body, request, ...asked };
  if (status >= 200 && status < 300) return { result: 'delivered', ...answer };
  return {
    result: 'refused',
    ...answer,
    error:
      status >= 300 && status < 400
        ? `Answered ${status}: redirects are not followed.`
        : `Answered ${status}.`,
    ...(status === 410 ? { gone: true } : {}),
  };
}

/** The same for a call that signed in: without a token there was none, and what was sent is hidden where it is echoed. */
export function authorisedOutcome({ result, sent }: Authorised, request: RequestSummary, now: Date): Outcome {
  if (result.kind === 'no_token') return { ...result.outcome, request };
  const outcome = outcomeOf(result, request, now);
  if (outcome.response === undefined) return outcome;
  return { ...outcome, response: hideSecrets(outcome.response, Object.fromEntries(sent.entries())) };
}
