import { checkAccountLink } from '#lib/auth/links/check-account-link.ts';
import { LinkToken } from '#lib/auth/links/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

/** Whoever holds the link may: it is the proof. */
export const POST = authServiceEndpoint({
  identity: 'none',
  permission: null,
  body: LinkToken,
  run: (ctx, { body }) => checkAccountLink(ctx, body),
});
