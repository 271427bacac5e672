import { endpoint } from '#lib/http/endpoint.ts';
import { suggestExclusions } from '#lib/pipeline/suggest-exclusions.ts';

export const GET = endpoint({ identity: 'user', permission: 'findings:read', run: suggestExclusions });
