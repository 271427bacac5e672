import type { RequestSummary } from './destination.ts';
import { hideSecrets, type Secrets } from './secrets.ts';

const KEPT_BYTES = 20_000;

/** No U+0000, no half surrogates, no more than is kept; what is cut in the middle of a character loses it. */
function cut(text: string): string {
  const sound = text.replaceAll('\0', '\uFFFD').toWellFormed();
  if (sound.length <= KEPT_BYTES / 4) return sound;
  const bytes = Buffer.from(sound);
  return bytes.length <= KEPT_BYTES
    ? sound
    : bytes
        .subarray(0, KEPT_BYTES)
        .toString('utf8')
        .replace(/\uFFFD$/, '');
}

/**
 * The request as it is kept with its attempt: our secrets hidden, the body up to 20 kB. A body that holds what the
 * scan caught is never kept.
 */
export function keptRequest(
  { method, url, headers, body }: RequestSummary,
  { secrets, isUnmasked }: { secrets: Secrets; isUnmasked: boolean },
): string {
  const hidden = (text: string): string => cut(hideSecrets(text, secrets));
  return JSON.stringify({
    method,
    url: hidden(url),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, hidden(value)])),
    body: isUnmasked ? null : hidden(body),
  });
}
