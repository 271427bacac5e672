import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listenLocally } from './peer-http.ts';

export const SLACK = {
  team: 'T0TEAM',
  teamName: 'Acme',
  channel: 'C0GENERAL',
  botUser: 'U0EYEBOT',
  botId: 'B0EYEBOT',
  bot: 'xoxb-bot-token-0123456789',
  admin: 'xoxp-admin-token-0123456789',
  member: 'xoxp-member-token-0123456789',
  discovery: 'xoxp-discovery-token-0123456789',
  otherTeam: 'xoxb-other-team-0123456789',
  signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
} as const;

type Owner = { kind: 'bot' | 'admin' | 'member' | 'discovery'; user: string; botId?: string; team: string };
const OWNERS: Readonly<Record<string, Owner>> = {
  [SLACK.bot]: { kind: 'bot', user: SLACK.botUser, botId: SLACK.botId, team: SLACK.team },
  [SLACK.admin]: { kind: 'admin', user: 'U0ADMIN', team: SLACK.team },
  [SLACK.member]: { kind: 'member', user: 'U0MEMBER', team: SLACK.team },
  [SLACK.discovery]: { kind: 'discovery', user: 'U0OWNER', team: SLACK.team },
  [SLACK.otherTeam]: { kind: 'bot', user: 'U0OTHER', botId: 'B0OTHER', team: 'T0OTHER' },
};

export type SlackMessageThere = {
  channel: string;
  ts: string;
  user: string;
  bot_id?: string;
  text: string;
  thread_ts?: string;
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  tombstoned?: boolean;
  files?: FileThere[];
  [more: string]: unknown;
};
type FileThere = {
  id: string;
  name: string;
  user: string;
  bytes: Buffer;
  deleted?: boolean;
  tombstoned?: boolean;
  external?: boolean;
};

type Arguments = Record<string, string>;
type SlackCall = { method: string; token: string; args: Arguments };
type Said = Record<string, unknown>;
/** What a method is answered with in place of its own answer: an error of Slack, a status, or a connection that breaks. */
type Trouble =
  | { error: string }
  | { status: number; retryAfterSeconds?: number }
  /** Done, and the answer never arrives. */
  | { hangUp: 'afterwards' };

export type SlackServer = AsyncDisposable & {
  /** With the slash that the client expects. */
  apiUrl: string;
  messages: SlackMessageThere[];
  files: Map<string, FileThere>;
  calls: SlackCall[];
  /** How often a method was called. */
  count: (method: string) => number;
  /** Somebody writes; the answer is the message as Slack tells it in an event. */
  say: (text: string, more?: Partial<SlackMessageThere>) => SlackMessageThere;
  /** Somebody uploads. */
  upload: (name: string, bytes: Buffer | string, more?: Partial<FileThere>) => FileThere;
  /** For the next calls of a method, in this order. */
  trouble: (method: string, ...troubles: Trouble[]) => void;
  /** As what the files of a message arrive. */
  told: (file: FileThere) => Said;
};

class Refusal extends Error {}
const refuse = (error: string): never => {
  throw new Refusal(error);
};

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const wanted = (args: Arguments, name: string): string => args[name] ?? refuse('invalid_arguments');

/** Answers as Slack's Web API does: by token, with `ok: false` and an error of its vocabulary, 429 with Retry-After. */
export async function startSlack(port = 0): Promise<SlackServer> {
  const messages: SlackMessageThere[] = [];
  const files = new Map<string, FileThere>();
  const calls: SlackCall[] = [];
  const troubles = new Map<string, Trouble[]>();
  let origin = '';
  let counted = 0;
  const nextTs = (): string => {
    counted += 1;
    return `${Math.floor(Date.now() / 1_000)}.${String(counted).padStart(6, '0')}`;
  };
  const told = (file: FileThere): Said => ({
    id: file.id,
    name: file.name,
    title: file.name,
    user: file.user,
    size: file.bytes.length,
    ...(file.external
      ? { file_access: 'check_file_info' }
      : { url_private_download: `${origin}/files-pri/${file.id}/download/${file.name}` }),
  });
  const messageOf = ({ channel, ts }: Arguments): SlackMessageThere =>
    messages.find((one) => one.channel === channel && one.ts === ts) ?? refuse('message_not_found');
  const fileOf = ({ file }: Arguments): FileThere => {
    const known = files.get(file ?? '');
    return known && !known.deleted ? known : refuse('file_not_found');
  };
  /** What the product keeps with its own messages is told to whoever asks for it. */
  const shown = ({ files: held, metadata, ...message }: SlackMessageThere, args: Arguments = {}): Said => ({
    type: 'message',
    ...message,
    ...(args.include_all_metadata === 'true' && metadata ? { metadata } : {}),
    ...(held ? { files: held.map((one) => told(one)) } : {}),
  });
  const only = (owner: Owner, ...kinds: Owner['kind'][]): void => {
    if (!kinds.includes(owner.kind)) refuse('not_allowed_token_type');
  };
  const mayDelete = (owner: Owner, user: string): boolean => owner.kind === 'admin' || owner.user === user;

  const METHODS: Record<string, (owner: Owner, args: Arguments) => Said> = {
    'auth.test': (owner) => ({
      url: origin,
      team: owner.team === SLACK.team ? SLACK.teamName : 'Other',
      team_id: owner.team,
      user_id: owner.user,
      ...(owner.botId ? { bot_id: owner.botId } : {}),
    }),
    'conversations.info': (_owner, args) => ({
      channel: { id: wanted(args, 'channel'), name: args.channel === SLACK.channel ? 'general' : 'other' },
    }),
    'conversations.open': (owner, args) => {
      only(owner, 'bot');
      return { channel: { id: `D${wanted(args, 'users')}` } };
    },
    'conversations.history': (owner, args) => {
      only(owner, 'bot');
      const found = messages.filter(
        (one) => one.channel === args.channel && !one.thread_ts && Number(one.ts) >= Number(args.oldest ?? 0),
      );
      return {
        messages: found
          .toReversed()
          .slice(0, Number(args.limit ?? 100))
          .map((one) => shown(one, args)),
        has_more: false,
      };
    },
    'conversations.replies': (owner, args) => {
      only(owner, 'bot');
      const found = messages.filter((one) => one.channel === args.channel && one.thread_ts === args.ts);
      return { messages: found.map((one) => shown(one, args)), has_more: false };
    },
    'chat.postMessage': (owner, args) => {
      only(owner, 'bot');
      const message: SlackMessageThere = {
        channel: wanted(args, 'channel'),
        ts: nextTs(),
        user: owner.user,
        ...(owner.botId ? { bot_id: owner.botId } : {}),
        text: args.text ?? refuse('no_text'),
        ...(args.thread_ts ? { thread_ts: args.thread_ts } : {}),
        ...(args.metadata ? { metadata: JSON.parse(args.metadata) as never } : {}),
      };
      messages.push(message);
      return { channel: message.channel, ts: message.ts, message: shown(message) };
    },
    'chat.getPermalink': (_owner, args) => {
      const { channel, ts } = messageOf({ ...args, ts: wanted(args, 'message_ts') });
      return { channel, permalink: `https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}` };
    },
    'chat.update': (owner, args) => {
      const message = messageOf(args);
      if (owner.user !== message.user) refuse('cant_update_message');
      message.text = args.text ?? '';
      return { channel: message.channel, ts: message.ts, text: message.text };
    },
    'chat.delete': (owner, args) => {
      const message = messageOf(args);
      if (!mayDelete(owner, message.user)) refuse('cant_delete_message');
      messages.splice(messages.indexOf(message), 1);
      return { channel: message.channel, ts: message.ts };
    },
    'files.info': (_owner, args) => ({ file: { ...told({ ...fileOf(args), external: false }) } }),
    'files.delete': (owner, args) => {
      const file = fileOf(args);
      if (!mayDelete(owner, file.user)) refuse('cant_delete_file');
      file.deleted = true;
      return {};
    },
    'discovery.chat.tombstone': (owner, args) => {
      only(owner, 'discovery');
      messageOf(args).tombstoned = true;
      return {};
    },
    'discovery.chat.restore': (owner, args) => {
      only(owner, 'discovery');
      messageOf(args).tombstoned = false;
      return {};
    },
    'discovery.file.tombstone': (owner, args) => {
      only(owner, 'discovery');
      fileOf(args).tombstoned = true;
      return {};
    },
    'discovery.file.restore': (owner, args) => {
      only(owner, 'discovery');
      fileOf(args).tombstoned = false;
      return {};
    },
  };

  const answerApi = (method: string, token: string, args: Arguments): Said => {
    const owner = OWNERS[token];
    if (!token) return { ok: false, error: 'not_authed' };
    if (!owner) return { ok: false, error: 'invalid_auth' };
    const run = METHODS[method];
    if (!run) return { ok: false, error: 'unknown_method' };
    try {
      return { ok: true, ...run(owner, args) };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, error: error.message };
      throw error;
    }
  };
  const sayJson = (response: ServerResponse, said: Said): void => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(said));
  };
  const download = (response: ServerResponse, id: string, token: string): void => {
    const file = files.get(id);
    // Without a good token Slack shows its sign-in page, with 200.
    if (!OWNERS[token] || !file || file.deleted) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Sign in</title>');
    } else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', origin);
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const [, room = '', name = ''] = url.pathname.split('/');
    const body = await read(request);
    if (room === 'files-pri') {
      calls.push({ method: 'download', token, args: { file: name } });
      return download(response, name, token);
    }
    const args = Object.fromEntries(new URLSearchParams(body));
    calls.push({ method: name, token, args });
    const trouble = troubles.get(name)?.shift();
    if (trouble === undefined) return sayJson(response, answerApi(name, token, args));
    if ('error' in trouble) return sayJson(response, { ok: false, error: trouble.error });
    if ('hangUp' in trouble) {
      answerApi(name, token, args);
      request.socket.destroy();
      return;
    }
    const { status, retryAfterSeconds } = trouble;
    const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    response.writeHead(status, headers).end(status === 429 ? '{"ok":false,"error":"ratelimited"}' : 'oops');
  };

  const server = createServer((request, response) => void serve(request, response));
  origin = `http://127.0.0.1:${await listenLocally(server, port)}`;
  return {
    apiUrl: `${origin}/api/`,
    messages,
    files,
    calls,
    count: (method) => calls.filter((call) => call.method === method).length,
    say: (text, more = {}) => {
      const message = { channel: SLACK.channel, ts: nextTs(), user: 'U0ALICE', text, ...more };
      messages.push(message);
      return message;
    },
    upload: (name, bytes, more = {}) => {
      counted += 1;
      const file = { id: `F0FILE${counted}`, name, user: 'U0ALICE', bytes: Buffer.from(bytes), ...more };
      files.set(file.id, file);
      return file;
    },
    trouble: (method, ...added) => {
      troubles.set(method, [...(troubles.get(method) ?? []), ...added]);
    },
    told,
    [Symbol.asyncDispose]: () => closeServer(server),
  };
}
