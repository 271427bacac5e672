import { describeFailure } from '#lib/platform/connection-failure.ts';
import type { Message, Outcome, RequestSummary, SendIo } from '../destination.ts';
import { keptText } from '../kept-text.ts';
import type { Link, LinkFailure, OpenLink } from '../link.ts';
import { bodyOf } from '../shape-message.ts';

const SHOWN = 500;

/** What the other side said to a message, before it is known what was sent. */
export type Answer = Omit<Outcome, 'request'>;

/** A message that goes over a link: what it looks like, how the link is opened, how it is sent. */
export type Publication<L extends Link> = {
  request: RequestSummary;
  open: OpenLink<L>;
  publish: (link: L) => Promise<Answer>;
};

/** What the body is, and what tells a consumer a repeat from a new message. */
export const messageHeaders = (message: Message): Record<string, string> => {
  const { id, attempt, event } = message;
  return {
    'content-type': bodyOf(message).contentType,
    'delivery-id': id,
    'delivery-attempt': String(attempt),
    'event-id': event.id,
    'event-name': event.name,
  };
};

/** Sends over the destination's link. The time limit is for everything: connecting, signing in, the confirmation. */
export async function sendThroughLink<L extends Link>(
  io: SendIo,
  { request, open, publish }: Publication<L>,
): Promise<Outcome> {
  const limitMs = io.remainingMs();
  const run = async (): Promise<Answer> => {
    const opened = await io.link(open);
    return opened.kind === 'open' ? publish(opened.link) : answerOf(opened);
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((done) => {
    const error = `No confirmation within ${limitMs} ms.`;
    timer = setTimeout(() => done({ result: 'timed_out', error }), limitMs);
  });
  try {
    const answer = await Promise.race([run().catch((error) => answerOf(describeFailure(error))), late]);
    return { ...brief(answer), request };
  } finally {
    clearTimeout(timer);
  }
}

/** A failure as what became of the attempt. */
export function answerOf({ kind, reason }: LinkFailure): Answer {
  return { result: kind === 'blocked' ? 'unreachable' : kind, error: reason };
}

function brief(answer: Answer): Answer {
  const { error, response } = answer;
  return {
    ...answer,
    ...(error === undefined ? {} : { error: error.length > SHOWN ? `${error.slice(0, SHOWN)}…` : error }),
    ...(response === undefined ? {} : { response: keptText(response) }),
  };
}

/** A broker's words as the end of a sentence. */
export const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
