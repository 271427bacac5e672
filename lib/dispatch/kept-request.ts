import type { RequestSummary } from './destination.ts';
import { keptText } from './kept-text.ts';
import { hideSecrets, type Secrets } from './secrets.ts';

/**
 * The request as it is kept with its attempt: our secrets hidden, the body up to 20 kB. A body that holds what the
 * scan caught is never kept.
 */
export function keptRequest(
  { method, url, headers, body }: RequestSummary,
  { secrets, isUnmasked }: { secrets: Secrets; isUnmasked: boolean },
): string {
  const hidden = (text: string): string => keptText(hideSecrets(text, secrets));
  return JSON.stringify({
    method,
    url: hidden(url),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, hidden(value)])),
    body: isUnmasked ? null : hidden(body),
  });
}
