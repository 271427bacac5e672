import type { OutboundResult } from './fetch.ts';

/** The parts of a request of Amazon's client libraries that go out. */
type SdkRequest = {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
};
export type AwsCall = (
  url: string,
  given: { method: 'POST'; headers: Readonly<Record<string, string>>; body: string },
) => Promise<OutboundResult>;

/** Set by what sends; a second one would break the request. */
const OWN_HEADERS = new Set(['host', 'content-length']);

/** What a client library of Amazon sends by: it signs and reads, the call itself leaves by the outbound client. */
export function awsRequestHandler(call: AwsCall): never {
  const handle = async ({ protocol, hostname, port, path, headers, body }: SdkRequest) => {
    const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
    const kept = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
    const result = await call(url, { method: 'POST', headers: Object.fromEntries(kept), body: body ?? '' });
    if (result.kind !== 'answered') throw new Error(result.reason);
    return {
      response: {
        statusCode: result.status,
        headers: { ...result.headers },
        body: new TextEncoder().encode(result.body),
      },
    };
  };
  return { handle } as never;
}
