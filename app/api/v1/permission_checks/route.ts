import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { permissionChecks } from '#lib/http/authz-specs.ts';

export const POST = authServiceEndpoint(permissionChecks);
