import type { ClientCredentials } from '#lib/clients/authenticate-secret.ts';
import { oauthFault } from '#lib/clients/oauth/oauth-fault.ts';
import { AppError } from '#lib/platform/errors.ts';

const BASIC = /^Basic +([\w+/-]+={0,2})$/i;

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
const formDecoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

function readBasic(header: string): ClientCredentials {
  const pair = Buffer.from(BASIC.exec(header.trim())?.[1] ?? '', 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  try {
    if (colon < 1) throw new Error('no name and secret');
    return { clientId: formDecoded(pair.slice(0, colon)), secretKey: formDecoded(pair.slice(colon + 1)) };
  } catch (cause) {
    throw new AppError('unauthenticated', 'The Authorization header holds no client.', { cause });
  }
}

/**
 * A client's id and secret of the Authorization header or of the body, never of both (RFC 6749 section 2.3).
 * An id in the body beside the header has to be the same. @throws AppError `unauthenticated` when there are
 * none.
 */
export function clientCredentials(
  header: string | null,
  form: ReadonlyMap<string, string>,
): ClientCredentials {
  const [clientId, secretKey] = [form.get('client_id'), form.get('client_secret')];
  if (header === null) {
    if (clientId !== undefined && secretKey !== undefined) return { clientId, secretKey };
    throw new AppError('unauthenticated', 'The client has not authenticated itself.');
  }
  if (secretKey !== undefined) {
    throw oauthFault('invalid_request', 'The client authenticates itself in more than one way.');
  }
  const given = readBasic(header);
  if (clientId !== undefined && clientId !== given.clientId) {
    throw oauthFault('invalid_request', 'client_id is not the client of the Authorization header.');
  }
  return given;
}
