import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { systemContext } from '#lib/auth/context.ts';
import { rotateSigningKey } from '#lib/auth/rotate-signing-key.ts';
import { createClient } from '#lib/clients/create-client.ts';
import { listClients } from '#lib/clients/list-clients.ts';
import { mintTokenFor } from '#lib/clients/mint-token-for.ts';
import { rotateSecret } from '#lib/clients/rotate-secret.ts';
import { type Client, ClientInput, RotateInput } from '#lib/clients/schema.ts';
import { closeDatabase, prisma } from '#lib/platform/db.ts';
import { env } from '#lib/platform/env.ts';
import type { Position } from '#lib/platform/keyset.ts';
import { log } from '#lib/platform/log.ts';
import { migrate } from '#lib/platform/migrate.ts';
import { IdParams } from '#lib/platform/schema.ts';
import { migrateQueue } from '#lib/queue/boss.ts';
import { auditVerify } from './audit-command.ts';
import { explain, withDatabase } from './environment.ts';
import { keysRewrap, keysStatus, keysVerify } from './keys-command.ts';
import { init, superuserCreate, superuserDelete } from './superuser-command.ts';

const USAGE = `npm run --silent eye -- <command>

  init [--with-superuser [--email E-MAIL] [--first-name NAME] [--last-name NAME]]
                       brings the database to this version, with the permissions, roles and patterns that come with it
  superuser create [--email E-MAIL] [--first-name NAME] [--last-name NAME]
                       makes a user who may do everything; asks for what is missing, the password always
  superuser delete [--email E-MAIL]
                       deletes one, but never the last
  client create --name NAME [--category CATEGORY …] [--json]
                       makes a client and prints its two secrets, this once
  client list [--json] lists the clients
  client rotate CLIENT_ID [--overlap now|1h|24h|3d|7d] [--json]
                       gives the client a new secret key and prints it, this once; the one before
                       stays good for 24h unless said
  token CLIENT_ID [--lifetime SECONDS]
                       prints a token of the client (900 s unless said, at most what the client allows)
  keys rotate          makes a new key for access tokens; those signed before stay good until they run out
  audit verify         walks the chain over the audit log, works out every link anew and prints the newest
  keys status [--json]
                       counts the sealed secrets per key of ENCRYPTION_KEYS
  keys verify          opens every sealed secret, and fails where one does not open
  keys rewrap          brings them to its first key, while the product runs
  help                 prints this`;

/** Wrong use: said on standard error with exit code 2. Everything else that fails is 1. */
type Misuse = { misuse: string };
type Work = 'help' | (() => Promise<string>);

const OPTIONS = {
  name: { type: 'string' },
  category: { type: 'string', multiple: true },
  lifetime: { type: 'string' },
  overlap: { type: 'string' },
  email: { type: 'string' },
  'first-name': { type: 'string' },
  'last-name': { type: 'string' },
  'with-superuser': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

const misuse = (words: string): Misuse => ({ misuse: words });
const context = () => systemContext('command line');

function check<S extends z.ZodType>(
  schema: S,
  given: unknown,
  names: Record<string, string>,
): z.output<S> | Misuse {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return misuse(`${names[String(issue?.path[0])] ?? 'The input'}: ${issue?.message}`);
}
const isMisuse = (value: unknown): value is Misuse =>
  typeof value === 'object' && value !== null && 'misuse' in value;

function clientCreate({ name, category, json }: Options): Work | Misuse {
  if (name === undefined) return misuse('client create needs --name NAME.');
  const given = { name, ...(category ? { allowed_categories: category } : {}) };
  const input = check(ClientInput, given, { name: '--name', allowed_categories: '--category' });
  if (isMisuse(input)) return input;
  return async () => {
    const { client_id, secret_key, auth_id, secret } = await createClient(context(), input);
    const told = { client_id, secret_key, auth_id, secret };
    if (json) return JSON.stringify(told);
    const lines = Object.entries(told).map(([field, value]) => `  ${field.padEnd(10)}  ${value}`);
    return [
      `The client "${input.name}" is made. Its secrets are shown this once:`,
      ...lines,
      `A token to try it with: npm run --silent eye -- token ${client_id}`,
    ].join('\n');
  };
}

function clientList({ json }: Options): Work {
  return async () => {
    const clients: Client[] = [];
    let position: Position | null = null;
    do {
      const page: Awaited<ReturnType<typeof listClients>> = await listClients(context(), {
        limit: 100,
        position,
      });
      clients.push(...page.items);
      position = page.next;
    } while (position);
    if (json) return JSON.stringify(clients);
    if (clients.length === 0) return 'There is no client yet: client create --name NAME makes one.';
    return clients
      .map(({ client_id, enabled, last_used_at, name }) =>
        [client_id, enabled ? 'enabled ' : 'disabled', `last used ${last_used_at ?? 'never'}`, name].join(
          '  ',
        ),
      )
      .join('\n');
  };
}

function token(options: Options, [id]: string[]): Work | Misuse {
  if (id === undefined) return misuse('token needs a CLIENT_ID.');
  const params = check(IdParams, { id }, { id: 'CLIENT_ID' });
  if (isMisuse(params)) return params;
  const lifetimeSeconds = Number(options.lifetime ?? '900');
  if (!Number.isInteger(lifetimeSeconds) || lifetimeSeconds < 1) {
    return misuse('--lifetime: a whole number of seconds, 1 or more.');
  }
  return () => mintTokenFor(context(), { clientId: params.id, lifetimeSeconds });
}

function clientRotate({ overlap = '24h', json }: Options, id: string | undefined): Work | Misuse {
  if (id === undefined) return misuse('client rotate needs a CLIENT_ID.');
  const params = check(IdParams, { id }, { id: 'CLIENT_ID' });
  if (isMisuse(params)) return params;
  const input = check(RotateInput, { overlap }, { overlap: '--overlap' });
  if (isMisuse(input)) return input;
  return async () => {
    const { client_id, name, secret_key, secrets } = await rotateSecret(context(), params.id, input.overlap);
    if (json) return JSON.stringify({ client_id, secret_key });
    const until = secrets.find(({ expires_at }) => expires_at !== null)?.expires_at;
    return [
      `The client "${name}" has a new secret key, shown this once:`,
      `  secret_key  ${secret_key}`,
      `The one before is good until ${until}.`,
    ].join('\n');
  };
}

async function keysRotate(): Promise<string> {
  const { kid, before, until } = await rotateSigningKey(context());
  const old = before === null ? '' : ` ${before} verifies until ${until.toISOString()}.`;
  return `Access tokens are signed with ${kid} within a minute.${old}`;
}

function choose(): Work | Misuse {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return misuse(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [first, second, ...rest] = positionals;
  if (values.help || first === 'help') return 'help';
  if (first === 'token' && rest.length === 0) return token(values, positionals.slice(1));
  if (first === 'client' && second === 'create' && rest.length === 0) return clientCreate(values);
  if (first === 'client' && second === 'list' && rest.length === 0) return clientList(values);
  if (first === 'client' && second === 'rotate' && rest.length <= 1) return clientRotate(values, rest[0]);
  if (first === 'init' && second === undefined)
    return () => init(context(), { ...values, withSuperuser: values['with-superuser'] ?? false });
  if (first === 'superuser' && second === 'create' && rest.length === 0)
    return () => superuserCreate(context(), values);
  if (first === 'superuser' && second === 'delete' && rest.length === 0)
    return () => superuserDelete(context(), values);
  if (first === 'keys' && second === 'rotate' && rest.length === 0) return keysRotate;
  if (first === 'audit' && second === 'verify' && rest.length === 0) return () => auditVerify(context());
  if (first === 'keys' && second === 'status' && rest.length === 0) return () => keysStatus(values);
  if (first === 'keys' && second === 'rewrap' && rest.length === 0) return () => keysRewrap(context());
  if (first === 'keys' && second === 'verify' && rest.length === 0) return keysVerify;
  return misuse(
    first === undefined ? 'A command is missing.' : `There is no command "${positionals.join(' ')}".`,
  );
}

/** The very first command may come before the first start. */
async function migrateIfEmpty(): Promise<void> {
  const [found] = await prisma().$queryRaw<
    [{ made: boolean }]
  >`SELECT to_regclass('clients') IS NOT NULL AS made`;
  if (found.made) return;
  await migrate(env().DATABASE_URL);
  await migrateQueue();
}

async function run(work: Work): Promise<number> {
  if (work === 'help') {
    console.log(USAGE);
    return 0;
  }
  return withDatabase(async () => {
    try {
      await migrateIfEmpty();
      console.log(await work());
      return 0;
    } finally {
      await closeDatabase();
    }
  });
}

// Standard output belongs to the answer alone.
log.level = 'silent';
const chosen = choose();
if (isMisuse(chosen)) {
  console.error(`${chosen.misuse}\n\n${USAGE}`);
  process.exit(2);
}
process.exit(
  await run(chosen).catch((error: unknown) => {
    console.error(explain(error));
    return 1;
  }),
);
