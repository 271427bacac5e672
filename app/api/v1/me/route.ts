import { describeSelf } from '#lib/auth/describe-self.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({ identity: 'user', permission: null, run: describeSelf });
