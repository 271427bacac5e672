import { endpoint } from '#lib/http/endpoint.ts';
import { checkReadiness } from '#lib/metrics/check-readiness.ts';

export const GET = endpoint({ identity: 'none', permission: null, run: () => checkReadiness() });
