import { Agent, type Dispatcher } from 'undici';
import type { AllowList } from './address.ts';
import { type ConnectionFailure, describeFailure } from './connection-failure.ts';
import { guardedConnector, parseTarget, type Resolve, systemResolve } from './outbound-guard.ts';

export type OutboundOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** For everything: name, connection, request, answer. */
  timeoutMs: number;
  /** What is kept of the answer; reading stops there. */
  maxResponseBytes?: number;
  allow: AllowList;
  resolve?: Resolve;
};

type Answered = {
  kind: 'answered';
  status: number;
  headers: Readonly<Record<string, string>>;
  truncated: boolean;
};

/** What became of a call: faults of the other side are answers, never exceptions. */
export type OutboundResult = (Answered & { body: string }) | ConnectionFailure;
/** The same with the bytes as they came. */
export type OutboundBytes = (Answered & { bytes: Buffer }) | ConnectionFailure;

const MAX_RESPONSE_BYTES = 20_000;

const agents = new WeakMap<Resolve, WeakMap<AllowList, Agent>>();
/** One keep-alive pool per allow-list and resolver: a reused connection was checked when it was made. */
function agentFor(allow: AllowList, resolve: Resolve): Agent {
  const byAllow = agents.get(resolve) ?? new WeakMap<AllowList, Agent>();
  agents.set(resolve, byAllow);
  const agent = byAllow.get(allow) ?? new Agent({ connect: guardedConnector(allow, resolve), pipelining: 1 });
  byAllow.set(allow, agent);
  return agent;
}

async function readCapped(
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
): Promise<{ bytes: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    // Leaving the loop destroys the connection: the rest is never read.
    if (sizeBytes > maxBytes) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), truncated: sizeBytes > maxBytes };
}

const flatHeaders = (headers: Dispatcher.ResponseData['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );

/**
 * The only way out over HTTP. https to public addresses, or what the allow-list opens; every connection is
 * checked at the moment it is made, redirects are answers like any other, proxy variables are ignored.
 */
export async function outboundDownload(url: string, options: OutboundOptions): Promise<OutboundBytes> {
  const { allow, resolve = systemResolve, timeoutMs, maxResponseBytes = MAX_RESPONSE_BYTES } = options;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  try {
    parseTarget(url);
    const { origin, pathname, search } = new URL(url);
    const answer = await agentFor(allow, resolve).request({
      origin,
      path: pathname + search,
      method: options.method ?? 'GET',
      headers: { 'accept-encoding': 'identity', ...options.headers },
      body: options.body ?? null,
      signal: deadline.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const read = await readCapped(answer.body, maxResponseBytes);
    return { kind: 'answered', status: answer.statusCode, headers: flatHeaders(answer.headers), ...read };
  } catch (error) {
    if (deadline.signal.aborted)
      return { kind: 'timed_out', reason: `No complete answer within ${timeoutMs} ms.` };
    return describeFailure(error);
  } finally {
    clearTimeout(timer);
  }
}

/** The same with the answer as text. */
export async function outboundFetch(url: string, options: OutboundOptions): Promise<OutboundResult> {
  const result = await outboundDownload(url, options);
  if (result.kind !== 'answered') return result;
  const { bytes, ...rest } = result;
  return { ...rest, body: new TextDecoder().decode(bytes) };
}
