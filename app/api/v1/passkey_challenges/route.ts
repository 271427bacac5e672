import { askForPasskey } from '#lib/auth/factors/passkeys.ts';
import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';

/** What a browser needs to sign in with a passkey. */
export const POST = authServiceEndpoint({ identity: 'none', permission: null, run: askForPasskey });
