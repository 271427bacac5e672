import { type FetchFunction, LogLevel, WebClient } from '@slack/web-api';
import { type AllowList, parseAllowList } from '#lib/platform/address.ts';
import { env } from '#lib/platform/env.ts';
import { outboundFetch } from '#lib/platform/fetch.ts';
import { processSingleton } from '#lib/platform/singleton.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;

/** What the operator opens besides the public internet. */
export const outboundAllow = (): AllowList =>
  processSingleton('slack.allow', () => parseAllowList(env().OUTBOUND_ALLOW));

/** The calls of Slack's own client leave by the outbound client, which looks where they go. */
const guardedFetch: FetchFunction = async (url, init = {}) => {
  const result = await outboundFetch(String(url), {
    method: init.method === 'GET' ? 'GET' : 'POST',
    headers: init.headers ?? {},
    body: typeof init.body === 'string' ? init.body : '',
    timeoutMs: TIMEOUT_MS,
    maxResponseBytes: MAX_ANSWER_BYTES,
    allow: outboundAllow(),
  });
  if (result.kind !== 'answered') throw new Error(result.reason);
  return new Response(result.body, { status: result.status, headers: { ...result.headers } });
};

/** A client that answers what Slack said at once: whoever calls knows when to call again, and waits elsewhere. */
export const slackClient = (token: string): WebClient =>
  new WebClient(token, {
    slackApiUrl: env().SLACK_API_URL,
    fetch: guardedFetch,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // It would write addresses and arguments.
    logLevel: LogLevel.ERROR,
    logger: SILENT,
  });

const nothing = (): void => undefined;
const SILENT = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};
