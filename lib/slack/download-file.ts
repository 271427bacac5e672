import { env } from '#lib/platform/env.ts';
import { outboundDownload } from '#lib/platform/fetch.ts';
import { filesOf, type MessageContent, type SlackFile } from './message-content.ts';
import { slackFault } from './slack-fault.ts';
import { outboundAllow, slackClient } from './web-client.ts';

const TIMEOUT_MS = 60_000;

/** A file with its bytes, or why it cannot be had, or not yet. */
export type Download =
  | { kind: 'had'; name: string; bytes: Buffer }
  | { kind: 'later'; reason: string; waitMs: number | null }
  | { kind: 'unavailable'; reason: string };

/** Slack's files lie at Slack: its token goes nowhere else, whatever a message says. */
export function isAtSlack(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const [api, { hostname, protocol }] = [new URL(env().SLACK_API_URL), new URL(url)];
  return protocol === api.protocol && (hostname === api.hostname || hostname.endsWith(`.${api.hostname}`));
}

type Told = Pick<SlackFile, 'name' | 'url'>;

async function askSlack(token: string, file: string): Promise<Told | Download> {
  try {
    const { file: told } = await slackClient(token).files.info({ file });
    return { name: told?.name ?? null, url: told?.url_private_download ?? null };
  } catch (error) {
    const { again, reason, retryAfterMs } = slackFault(error);
    return again ? { kind: 'later', reason, waitMs: retryAfterMs } : { kind: 'unavailable', reason };
  }
}

/** By the address that the message brought; where it brought none, Slack is asked. */
export async function downloadFile(
  token: string,
  fileId: string,
  { content, maxBytes }: { content: MessageContent | null; maxBytes: number },
): Promise<Download> {
  const known = content && filesOf(content).find(({ id }) => id === fileId);
  const told = known?.url ? known : await askSlack(token, fileId);
  if ('kind' in told) return told;
  if (told.url === null || !isAtSlack(told.url)) return { kind: 'unavailable', reason: 'no_address' };
  return fetchBytes(token, { name: told.name ?? fileId, url: told.url }, maxBytes);
}

async function fetchBytes(
  token: string,
  { name, url }: { name: string; url: string },
  maxBytes: number,
): Promise<Download> {
  const result = await outboundDownload(url, {
    headers: { authorization: `Bearer ${token}` },
    timeoutMs: TIMEOUT_MS,
    maxResponseBytes: maxBytes,
    allow: outboundAllow(),
  });
  if (result.kind !== 'answered') return { kind: 'later', reason: 'unreachable', waitMs: null };
  const { status, headers, bytes, truncated } = result;
  if (status === 429) {
    const seconds = Number(headers['retry-after']);
    return { kind: 'later', reason: 'ratelimited', waitMs: seconds > 0 ? seconds * 1_000 : null };
  }
  if (status >= 500) return { kind: 'later', reason: `http_${status}`, waitMs: null };
  if (truncated) return { kind: 'unavailable', reason: 'too_large' };
  // Who may not have it is led to the sign-in page.
  const isSignIn = (headers['content-type'] ?? '').startsWith('text/html') && !/\.html?$/i.test(name);
  if (status !== 200 || isSignIn) return { kind: 'unavailable', reason: 'no_access' };
  return bytes.length === 0 ? { kind: 'unavailable', reason: 'empty' } : { kind: 'had', name, bytes };
}
