import { log } from '#lib/platform/log.ts';
import { processSingleton } from '#lib/platform/singleton.ts';
import { updateLastUsed } from './repo.ts';
import { addSecretUses, type SecretUse } from './secret-repo.ts';

const FLUSH_EVERY_MS = 10_000;

type Uses = {
  clients: Map<string, number>;
  secrets: Map<string, SecretUse>;
  timer: NodeJS.Timeout | null;
};

const uses = (): Uses =>
  processSingleton('client-uses', () => ({ clients: new Map(), secrets: new Map(), timer: null }));

/** Remembers that a client was here, and with which of its secrets; written for all clients at most every 10 s. */
export function noteClientUse(clientId: string, secretId: string | null, atMs: number): void {
  const state = uses();
  state.clients.set(clientId, atMs);
  if (secretId !== null) addUse(state, secretId, { sinceMs: atMs, atMs, calls: 1 });
  state.timer ??= setTimeout(() => {
    flushClientUses().catch((error: unknown) =>
      log.warn({ err: error }, 'the use of clients is not written'),
    );
  }, FLUSH_EVERY_MS).unref();
}

function addUse({ secrets }: Uses, secretId: string, { sinceMs, atMs, calls }: SecretUse): void {
  const known = secrets.get(secretId);
  if (known) {
    known.calls += calls;
    known.atMs = Math.max(known.atMs, atMs);
    known.sinceMs = Math.min(known.sinceMs, sinceMs);
  } else secrets.set(secretId, { sinceMs, atMs, calls });
}

/** Writes what is remembered; a process that ends calls it last. */
export async function flushClientUses(): Promise<void> {
  const state = uses();
  if (state.timer) clearTimeout(state.timer);
  state.timer = null;
  const [clients, secrets] = [[...state.clients], state.secrets];
  state.clients.clear();
  state.secrets = new Map();
  if (clients.length > 0) await updateLastUsed(clients);
  if (secrets.size === 0) return;
  await addSecretUses(secrets).catch((error: unknown) => {
    for (const [id, use] of secrets) addUse(state, id, use);
    throw error;
  });
}
