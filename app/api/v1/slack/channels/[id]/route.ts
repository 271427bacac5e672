import { endpoint } from '#lib/http/endpoint.ts';
import { IdParams } from '#lib/platform/schema.ts';
import { SlackChannelPatch } from '#lib/slack/schema.ts';
import { switchChannel } from '#lib/slack/switch-channel.ts';

export const PATCH = endpoint({
  identity: 'user',
  permission: 'slack:write',
  params: IdParams,
  body: SlackChannelPatch,
  run: (ctx, { params, body }) => switchChannel(ctx, params.id, body),
});
