import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { combinedPermissions } from '#lib/http/authz-specs.ts';

export const GET = authServiceEndpoint(combinedPermissions);
