import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

type Target = { origin: string; token: string };
type Sent = { status: number; id: string | null };

/** One event with an id of the sender's own; status 0 when no answer came. */
export async function sendEvent({ origin, token }: Target, event: object): Promise<Sent> {
  try {
    const response = await fetch(`${origin}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(event),
    });
    const body = (await response.json()) as { id?: string };
    return { status: response.status, id: body.id ?? null };
  } catch {
    return { status: 0, id: null };
  }
}

export type Load = {
  /** The sender's ids of events that were answered 202. */
  accepted: string[];
  /** Those whose answer never came, or was a refusal. */
  unanswered: string[];
};

type LoadOptions = {
  senders: number;
  goesOn: (load: Load) => boolean;
  /** Whether an event that was refused, or not answered, is sent again under its id until it is accepted. */
  insists?: boolean;
};

const PAUSE_AFTER_REFUSAL_MS = 50;

/** Several senders that each send one event after another for as long as `goesOn` says so. */
export async function sendLoad(
  target: Target,
  { senders, goesOn, insists = false }: LoadOptions,
): Promise<Load> {
  const load: Load = { accepted: [], unanswered: [] };
  const send = async (event: { id: string }): Promise<void> => {
    const { status } = await sendEvent(target, event);
    (status === 202 ? load.accepted : load.unanswered).push(event.id);
    if (status === 202 || !insists) return;
    await pause(PAUSE_AFTER_REFUSAL_MS);
    await send(event);
  };
  const sender = async (): Promise<void> => {
    while (goesOn(load)) {
      const data = { note: 'paid with 4111 1111 1111 1111' };
      const event = { id: randomUUID(), name: 'load', data };
      await send(event);
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return load;
}
