import { endpoint } from '#lib/http/endpoint.ts';
import { listChannels } from '#lib/slack/list-channels.ts';

export const GET = endpoint({ identity: 'user', permission: 'slack:read', run: listChannels });
