import { authServiceEndpoint } from '#lib/http/auth-service-endpoint.ts';
import { permissionValidation, permissionValidationByBody } from '#lib/http/authz-specs.ts';

export const GET = authServiceEndpoint(permissionValidation);
export const POST = authServiceEndpoint(permissionValidationByBody);
