import { POST } from '#app/api/v1/slack/events/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { forgetSingleton } from '#lib/platform/singleton.ts';
import { connectWorkspace } from '#lib/slack/connect-workspace.ts';
import { WorkspaceInput } from '#lib/slack/schema.ts';
import { slack } from '#lib/sources/schemes/slack.ts';
import { type Answer, callRoute } from './call-route.ts';
import { SLACK, type SlackMessageThere, type SlackServer } from './slack-server.ts';

/** As after a start with a Slack that answers there. */
export function pointAt({ apiUrl }: SlackServer): void {
  process.env.SLACK_API_URL = apiUrl;
  process.env.OUTBOUND_ALLOW = '127.0.0.1/32';
  for (const slot of ['env', 'slack.allow']) forgetSingleton(slot);
}

/** Connects the stand-in's workspace with these tokens besides the bot's. */
export const connect = (more: Record<string, unknown> = {}) =>
  connectWorkspace(
    systemContext('tests'),
    WorkspaceInput.parse({ signing_secret: SLACK.signingSecret, bot_token: SLACK.bot, ...more }),
  );

type Signing = { secret?: string; atMs?: number; headers?: Record<string, string> };

/** Sends a body as Slack signs it. */
export function sendToSlackDoor(
  body: unknown,
  { secret, atMs = Date.now(), headers }: Signing = {},
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const given = { body: Buffer.from(text), id: '', atMs };
  const signed = slack.signature?.sign(given, secret ?? SLACK.signingSecret, undefined) ?? {};
  return callRoute(POST, { body: text, headers: { ...signed, ...headers } });
}

let events = 0;
export const envelope = (event: Record<string, unknown>, eventId?: string): Record<string, unknown> => {
  events += 1;
  return {
    token: 'deprecated',
    team_id: SLACK.team,
    api_app_id: 'A0EYE',
    type: 'event_callback',
    event_id: eventId ?? `Ev${process.pid}N${events}`,
    event_time: Math.floor(Date.now() / 1_000),
    event,
  };
};

/** The event of a message that was just written. */
export const messageEvent = (
  { channel, files, ...message }: SlackMessageThere,
  server?: SlackServer,
): Record<string, unknown> =>
  envelope({
    type: 'message',
    channel,
    channel_type: 'channel',
    ...message,
    ...(files && server ? { subtype: 'file_share', files: files.map(server.told) } : {}),
  });
