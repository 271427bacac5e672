import { randomUUID } from 'node:crypto';

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

/** Several senders that each send one event after another for as long as `goesOn` says so. */
export async function sendLoad(
  target: Target,
  options: { senders: number; goesOn: (load: Load) => boolean },
): Promise<Load> {
  const load: Load = { accepted: [], unanswered: [] };
  const sender = async (): Promise<void> => {
    while (options.goesOn(load)) {
      const id = randomUUID();
      const { status } = await sendEvent(target, {
        id,
        name: 'load',
        data: { note: 'paid with 4111 1111 1111 1111' },
      });
      (status === 202 ? load.accepted : load.unanswered).push(id);
    }
  };
  await Promise.all(Array.from({ length: options.senders }, sender));
  return load;
}
