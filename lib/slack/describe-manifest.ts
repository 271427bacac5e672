import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import type { ManifestQuery } from './schema.ts';

/** What the bot has to be allowed: to read where it is a member, to write notes, to fetch files. */
const BOT_SCOPES = [
  'channels:history',
  'channels:read',
  'chat:write',
  'files:read',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
];
/** Of an owner or administrator: to delete messages and files of others. */
const ADMIN_SCOPES = ['chat:write', 'files:write'];

/** An app as Slack makes it from a manifest, for this installation alone and with no scope that is not used. */
export function describeManifest(ctx: Context, { tokens }: ManifestQuery, baseUrl: string): object {
  requirePermission(ctx, 'slack:read');
  return {
    display_information: {
      name: 'The Eye',
      description: 'Looks into messages and files for confidential data',
    },
    features: {
      bot_user: { display_name: 'The Eye', always_online: true },
      app_home: { messages_tab_enabled: true, messages_tab_read_only_enabled: true, home_tab_enabled: false },
    },
    oauth_config: {
      scopes: { bot: BOT_SCOPES, ...(tokens === 'admin' ? { user: ADMIN_SCOPES } : {}) },
    },
    settings: {
      event_subscriptions: {
        request_url: `${baseUrl.replace(/\/+$/, '')}/api/v1/slack/events`,
        bot_events: ['file_change', 'message.channels', 'message.groups'],
      },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
}
