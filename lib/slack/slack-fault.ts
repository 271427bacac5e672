import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';

/** Why a call did not do what it should: told by Slack for good, or worth another try. */
export type SlackFault = {
  /** Slack's word for it, or ours: `cant_delete_message`, `unreachable`. */
  reason: string;
  /** Whether the same call may work later. */
  again: boolean;
  retryAfterMs: number | null;
};

/** Slack is not well, and says so. */
const PASSING = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
]);

/** What a call of Slack's client threw; anything else is a fault of ours and is thrown on. */
export function slackFault(error: unknown): SlackFault {
  if (error instanceof WebAPIPlatformError) {
    const reason = error.data.error.slice(0, 64);
    return { reason, again: PASSING.has(reason), retryAfterMs: null };
  }
  if (error instanceof WebAPIRateLimitedError) {
    return { reason: 'ratelimited', again: true, retryAfterMs: error.retryAfter * 1_000 };
  }
  if (error instanceof WebAPIHTTPError) {
    return { reason: `http_${error.statusCode}`, again: true, retryAfterMs: null };
  }
  return { reason: 'unreachable', again: true, retryAfterMs: null };
}
