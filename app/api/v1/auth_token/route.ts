import { issueTokenPair } from '#lib/auth/issue-token-pair.ts';
import { revokeOwnSession } from '#lib/auth/revoke-own-session.ts';
import { SignInInput } from '#lib/auth/schema.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

export const POST = authServiceEndpoint({
  identity: 'none',
  permission: null,
  body: SignInInput,
  maxBodyBytes: 16 * 1024,
  run: (ctx, { body, request }) =>
    issueTokenPair(ctx, { ...body, userAgent: request.headers.get('user-agent') }),
});

export const DELETE = authServiceEndpoint({
  identity: 'user',
  permission: null,
  status: 204,
  run: revokeOwnSession,
});
