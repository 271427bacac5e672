import { LinkUse } from '#lib/auth/links/schema.ts';
import { useAccountLink } from '#lib/auth/links/use-account-link.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

/** Whoever holds the link may: it is the proof. */
export const POST = authServiceEndpoint({
  identity: 'none',
  permission: null,
  body: LinkUse,
  run: (ctx, { body }) => useAccountLink(ctx, body),
});
