import type { Socket } from 'node:net';
import type { DialCall, DialResult, SocketOptions } from '#lib/platform/dial.ts';
import type { OutboundOptions, OutboundResult } from '#lib/platform/fetch.ts';
import type { WebhookScheme } from '#lib/platform/signature.ts';
import type { UseLink } from './link.ts';
import type { Secrets } from './secrets.ts';

/** The event as a destination may see it: masked when the scan caught something. */
export type DeliveredEvent = {
  id: string;
  external_id: string | null;
  client_id: string | null;
  source_id: string | null;
  session_id: string | null;
  category: string;
  name: string;
  timestamp: string;
  received_at: string;
  verdict: string | null;
  severity: string | null;
  attributes: Record<string, unknown>;
  data: unknown;
};

export type ComposedBody = { text: string; contentType: string };

export type Message = {
  /** The delivery's id: the same over all attempts, so that a receiver can tell a repeat. */
  id: string;
  attempt: number;
  event: DeliveredEvent;
  /** What the destination's template made of the event; without one the kind makes the body itself. */
  body?: ComposedBody;
};

/** What left, or would have, in the words of the kind's protocol; secrets masked. */
export type RequestSummary = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  /** The other form of a body that is sent in two: the HTML of a mail. */
  html?: string;
};

/** What became of one attempt. A remote fault is data; only our own faults are thrown. */
export type Outcome = {
  result: 'delivered' | 'refused' | 'unreachable' | 'timed_out';
  statusCode?: number;
  /** What the destination asked to wait. */
  retryAfterMs?: number;
  /** A sentence on what went wrong. */
  error?: string;
  /** What came back, at most 20 kB. */
  response?: string;
  /** No further attempt can succeed (410). */
  gone?: boolean;
  /** As it was sent, secrets masked. */
  request: RequestSummary;
};

type OutboundCall = Pick<OutboundOptions, 'method' | 'headers' | 'body' | 'maxResponseBytes'>;

/** The world as a destination may touch it: the guarded way out with the time limit set, the time, the log. */
export type SendIo = {
  fetch: (url: string, call: OutboundCall) => Promise<OutboundResult>;
  /** For what is not HTTP: a connection as guarded, within what is left of the time limit. */
  dial: (call: DialCall) => Promise<DialResult>;
  /** The sockets of client libraries that connect by themselves; see `lib/platform/dial.ts`. */
  socketOptions: (call: DialCall) => SocketOptions;
  openSocket: (call: DialCall) => Socket;
  /** For kinds whose connection outlives a delivery: the one that the destination keeps. */
  link: UseLink;
  /** What is left of the time limit of the whole attempt. */
  remainingMs: () => number;
  now: () => Date;
  writeLine: (level: 'debug' | 'info' | 'warn', fields: object, text: string) => void;
};

type Completed<Config> = { config: Config; made: Readonly<Record<string, string>> };
type Rotation = { now: Date; until: Date; signature: WebhookScheme | undefined };

/** A URL, or of other protocols than HTTP the host and port; `secure`: nothing is told before TLS. */
type DestinationAddress = string | { host: string; port: number; secure: boolean };

/** A kind of destination, as its file in `destinations/` says it: what its config cannot say by itself. */
export type DestinationContract<Config> = {
  /** Fills in what the product sets itself; secrets that were made are told once. */
  complete?: (config: Config, stored: Secrets, now: Date) => Completed<Config>;
  /** A new secret to sign with; the old one signs beside it until then. For kinds that sign. */
  rotate?: (config: Config, rotation: Rotation) => Completed<Config>;
  /** Addresses that are checked when the config is saved, by the path of their member. */
  addresses: (config: Config) => Readonly<Record<string, DestinationAddress>>;
  /** The body as `send` makes it, or its words, for whoever tries the settings; left out where `bodyOf` makes it. */
  composeBody?: (config: Config, message: Message) => ComposedBody;
  send: (config: Config, message: Message, io: SendIo) => Promise<Outcome>;
};
