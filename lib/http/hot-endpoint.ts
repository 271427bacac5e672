import type { IncomingMessage } from 'node:http';
import { acceptEndpoint } from './accept-endpoint.ts';
import {
  combinedPermissions,
  permissionChecks,
  permissionValidation,
  permissionValidationByBody,
} from './authz-specs.ts';
import { earlierEventEndpoint } from './earlier-event-endpoint.ts';
import type { PlainRequest } from './event-door.ts';
import { firstEventEndpoint } from './first-event-endpoint.ts';
import { hotAuthEndpoint, tokenValidationEndpoint } from './hot-auth-endpoint.ts';
import { jwksEndpoint } from './jwks-endpoint.ts';
import { oauthMetadataEndpoint } from './oauth-metadata-endpoint.ts';
import { openApiEndpoint } from './openapi-endpoint.ts';
import type { PlainResponse } from './problem.ts';
import { securityReceiverEndpoint } from './security-receiver-endpoint.ts';
import { webhookEndpoint } from './webhook-endpoint.ts';

type HotEndpoint = (request: PlainRequest) => Promise<PlainResponse>;
type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

const SENDS = new Set(['POST', 'OPTIONS']);
const ACCEPTS = '/api/v1/events';
const WEBHOOKS = '/api/v1/webhooks/';
const READS = new Set(['GET', 'HEAD']);

/** `/events/` is also a page of the console: whoever reads it in a browser brings no token in a header. */
const readsThePage = ({ method = '', headers }: Asked): boolean =>
  READS.has(method) && !('authorization' in headers || 'authentication' in headers);

/** A name needs no escape: what has one, or a path below it, is none of these addresses. */
const webhookAt = (name: string): HotEndpoint | null =>
  /^[^/%]+$/.test(name) ? webhookEndpoint(name) : null;

const HEX_ID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const COMBINED = new RegExp(`^/api/v1/users/(${HEX_ID})/combined_permissions(/validation)?$`);

/** What other services ask with a token; a browser, which has none, goes through the framework. */
function permissionEndpoint(path: string, request: Asked): HotEndpoint | null {
  const { method = '', url = '' } = request;
  if (!('authorization' in request.headers || 'authentication' in request.headers)) return null;
  if (path === '/api/v1/permission_checks')
    return method === 'POST' ? hotAuthEndpoint(permissionChecks, { url, params: {} }) : null;
  const [, id, validation] = COMBINED.exec(path) ?? [];
  if (id === undefined) return null;
  const asked = { url, params: { id } };
  if (validation === undefined) return method === 'GET' ? hotAuthEndpoint(combinedPermissions, asked) : null;
  if (method === 'GET') return hotAuthEndpoint(permissionValidation, asked);
  return method === 'POST' ? hotAuthEndpoint(permissionValidationByBody, asked) : null;
}

/** The endpoint before the framework at this address, or null: everything else is the framework's. */
export function hotEndpoint(request: Asked): HotEndpoint | null {
  // Nearly all that comes here is this one; nothing needs to be taken apart for it.
  if (request.url === ACCEPTS && request.method === 'POST') return acceptEndpoint;
  const path = request.url?.split('?', 1)[0];
  if (path === '/api/v1/auth_token/validation')
    return request.method === 'GET' ? tokenValidationEndpoint : null;
  if (path === '/.well-known/jwks.json') return request.method === 'GET' ? jwksEndpoint : null;
  if (path === '/.well-known/oauth-authorization-server')
    return request.method === 'GET' ? oauthMetadataEndpoint : null;
  if (path === '/api/v1/openapi.json') return request.method === 'GET' ? openApiEndpoint : null;
  const asked = path === undefined ? null : permissionEndpoint(path, request);
  if (asked) return asked;
  if (path === '/events/') return readsThePage(request) ? null : firstEventEndpoint;
  if (path === '/v1/webhook') return securityReceiverEndpoint;
  if (!SENDS.has(request.method ?? '')) return null;
  if (path === ACCEPTS) return acceptEndpoint;
  if (path?.startsWith(WEBHOOKS) && request.method === 'POST') return webhookAt(path.slice(WEBHOOKS.length));
  return path === '/api/events' ? earlierEventEndpoint : null;
}
