import type { SentRequest } from '#lib/dispatch/schema.ts';

/** Indented when it is JSON, else as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A request as it went out, head and body; a body that is not kept is named as such. */
export function requestText({ method, url, headers, body }: SentRequest): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const sent = body === null ? '(The body held what the scan caught and is not kept.)' : pretty(body);
  return [`${method} ${url}`, ...head, '', sent].join('\n');
}
