import { endpoint } from '#lib/http/endpoint.ts';

// The process alone: whatever stands behind it must not take every replica down at once.
export const GET = endpoint({ identity: 'none', permission: null, run: async () => ({ status: 'live' }) });
