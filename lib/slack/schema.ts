import { z } from 'zod';
import { Moment, SearchText } from '#lib/platform/schema.ts';

const Token = (prefix: string) =>
  z
    .string()
    .trim()
    .min(10)
    .max(500)
    .regex(new RegExp(`^(?:${prefix})-[\\w-]+$`), `has to begin with ${prefix.replace('|', ' or ')}-`);

/** How a workspace is connected. A secret that is left out stays as it is; null takes it away. */
export const WorkspaceInput = z.strictObject({
  signing_secret: z
    .string()
    .trim()
    .regex(/^[\w-]{16,128}$/, 'is not a signing secret: copy it from Basic Information of the app')
    .optional(),
  bot_token: Token('xoxb').optional(),
  /** Of an owner or administrator, with chat:write and files:write. */
  admin_token: Token('xoxp|xoxe').nullish(),
  /** Of an Enterprise organisation, with the discovery scopes. */
  discovery_token: Token('xoxp|xoxe').nullish(),
});
export type WorkspaceInput = z.infer<typeof WorkspaceInput>;

/** How messages are dealt with: which depends on the tokens that there are. */
export const SlackAdapter = z.enum(['discovery', 'admin', 'bot']);
export type SlackAdapter = z.infer<typeof SlackAdapter>;

export const SlackWorkspace = z.strictObject({
  team_id: z.string(),
  name: z.string(),
  adapter: SlackAdapter,
  has_admin_token: z.boolean(),
  has_discovery_token: z.boolean(),
  last_event_at: z.iso.datetime().nullable(),
  rate_limited_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
});
export type SlackWorkspace = z.infer<typeof SlackWorkspace>;

/** For how long what was taken away in the last 30 days could be read. */
export const TimeVisible = z.strictObject({ messages: z.int(), median_ms: z.int(), p95_ms: z.int() });
export type TimeVisible = z.infer<typeof TimeVisible>;

/** `workspace` is null before one is connected, `time_visible` before something was taken away. */
export type SlackConnection = { workspace: SlackWorkspace | null; time_visible: TimeVisible | null };

export const SlackChannel = z.strictObject({
  id: z.uuid(),
  channel_id: z.string(),
  /** Null until Slack was asked. */
  name: z.string().nullable(),
  enabled: z.boolean(),
  last_message_at: z.iso.datetime(),
});
export type SlackChannel = z.infer<typeof SlackChannel>;

export const SlackChannelPatch = z.strictObject({ enabled: z.boolean() });
export type SlackChannelPatch = z.infer<typeof SlackChannelPatch>;

export const SlackMessageState = z.enum(['queued', 'scanning', 'clean', 'leaking', 'unscannable']);
export type SlackMessageState = z.infer<typeof SlackMessageState>;
export const SLACK_MESSAGE_STATES = SlackMessageState.options;

/** `not_possible`: Slack refuses for good. `asked`: it can still be read. */
export const SlackRemovalState = z.enum([
  'pending',
  'removed',
  'tombstoned',
  'restored',
  'failed',
  'not_possible',
  'asked',
]);
export type SlackRemovalState = z.infer<typeof SlackRemovalState>;

export const SlackActionKind = z.enum(['blocked', 'asked', 'restored']);
export type SlackActionKind = z.infer<typeof SlackActionKind>;

/** What is done about a message that leaks. */
export const SlackRemoval = z.strictObject({
  state: SlackRemovalState,
  /** `restore`: it was taken away by mistake. */
  wanted: z.enum(['remove', 'restore']),
  /** Who hid it or asked; null before anybody did. */
  adapter: SlackAdapter.nullable(),
  /** Slack's word for why it could not be done, or not yet. */
  reason: z.string().nullable(),
  next_attempt_at: z.iso.datetime().nullable(),
  gone_at: z.iso.datetime().nullable(),
  /** From when it was sent until Slack had confirmed that nobody can read it; null while somebody can. */
  visible_ms: z.int().nullable(),
  actions: z.array(
    z.strictObject({
      kind: SlackActionKind,
      detail: z.string(),
      adapter: SlackAdapter,
      at: z.iso.datetime(),
    }),
  ),
});
export type SlackRemoval = z.infer<typeof SlackRemoval>;

/** A message, or one state of an edited one, masked. */
export const SlackMessage = z.strictObject({
  id: z.uuid(),
  channel_id: z.string(),
  channel: z.string().nullable(),
  user_id: z.string().nullable(),
  /** Slack's name of it; empty for one that came by a job of the queue, which names none. */
  ts: z.string(),
  sent_at: z.iso.datetime(),
  in_thread: z.boolean(),
  edited: z.boolean(),
  state: SlackMessageState,
  /** Null where nothing was caught, or where it cannot be shown without what was caught. */
  masked_text: z.string().nullable(),
  received_at: z.iso.datetime(),
  scanned_at: z.iso.datetime().nullable(),
  /** Null where nothing is to be done about it. */
  removal: SlackRemoval.nullable(),
});
export type SlackMessage = z.infer<typeof SlackMessage>;

/** A file of a message; `id` is also that of the file that was looked into. */
export const SharedFile = z.strictObject({
  id: z.uuid(),
  state: z.enum(['waiting', 'fetched', 'unavailable']),
  reason: z.string().nullable(),
});
export type SharedFile = z.infer<typeof SharedFile>;

export const SlackMessagesQuery = z.strictObject({
  /** Left out: all but clean ones, of which nothing is to be seen. */
  state: SlackMessageState.or(z.literal('any')).optional(),
  /** Id of the channel in Slack. */
  channel: SearchText.optional(),
  user: SearchText.optional(),
  /** Part of the masked text. */
  q: SearchText.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
});
export type SlackMessagesQuery = z.infer<typeof SlackMessagesQuery>;

/** For which tokens the app is to be made. */
export const ManifestQuery = z.strictObject({ tokens: z.enum(['admin', 'bot']).default('admin') });
export type ManifestQuery = z.infer<typeof ManifestQuery>;
