'use client';

import { clsx } from 'clsx';
import Link from 'next/link';
import { useEffect, useMemo, useState } from 'react';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Mark } from '#components/shell/mark.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { type Endpoint, endpointsOf, type OpenApi } from './openapi.ts';
import { SchemaTable } from './schema-table.tsx';
import { TryIt } from './try-it.tsx';

const METHOD_TONES: Readonly<Record<string, string>> = {
  GET: 'text-pass-text',
  POST: 'text-accent-text',
  PUT: 'text-redact-text',
  PATCH: 'text-redact-text',
  DELETE: 'text-block-text',
};

function Method({ name }: { name: string }) {
  return (
    <span className={clsx('inline-block w-14 shrink-0 font-mono font-semibold text-xs', METHOD_TONES[name])}>
      {name}
    </span>
  );
}

const matches = ({ method, path, summary, description }: Endpoint, sought: string): boolean =>
  `${method} ${path} ${summary} ${description}`.toLowerCase().includes(sought.trim().toLowerCase());

function EndpointList({ endpoints, chosen }: { endpoints: readonly Endpoint[]; chosen: string | undefined }) {
  const byTag = Map.groupBy(endpoints, ({ tags }) => tags[0] ?? '');
  return (
    <nav aria-label="Endpoints" className="flex flex-col gap-4">
      {[...byTag].map(([tag, group]) => (
        <section key={tag}>
          <h2 className="mb-1 font-semibold text-ink-2 text-xs">{tag}</h2>
          <ul>
            {group.map(({ operationId, method, path }) => (
              <li key={operationId}>
                <a
                  href={`#${operationId}`}
                  aria-current={operationId === chosen ? 'true' : undefined}
                  className={clsx(
                    'flex items-baseline gap-1 rounded-control px-2 py-1 hover:bg-hover',
                    operationId === chosen && 'bg-accent-soft',
                  )}
                >
                  <Method name={method} />
                  <code className="text-xs [overflow-wrap:anywhere]">{path.replace('/api/v1', '')}</code>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {endpoints.length === 0 ? <p className="text-ink-3 text-sm">Nothing is called like that.</p> : null}
    </nav>
  );
}

type ViewProps = { endpoint: Endpoint; token: string; server: string };

function EndpointView({ endpoint, token, server }: ViewProps) {
  const { method, path, summary, description, parameters, requestBody, responses } = endpoint;
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const querySchema = {
    properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
    required: query.filter(({ required }) => required).map(({ name }) => name),
  };
  return (
    <article className="flex min-w-0 flex-col gap-4" aria-label={`${method} ${path}`}>
      <header>
        <h2 className="flex flex-wrap items-baseline gap-x-1">
          <Method name={method} />
          <code className="font-semibold text-base [overflow-wrap:anywhere]">{path}</code>
        </h2>
        {summary === '' ? null : <p className="mt-2 max-w-prose">{summary}</p>}
      </header>
      {description.split('\n\n').map((words) => (
        <p key={words} className="max-w-prose text-ink-2 text-sm">
          {words.split('`').map((part, i) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never change
            i % 2 === 1 ? <code key={i}>{part}</code> : part,
          )}
        </p>
      ))}
      {query.length > 0 ? (
        <section>
          <h3 className="mb-2 font-semibold text-sm">Query</h3>
          <SchemaTable schema={querySchema} caption="Query parameters" />
        </section>
      ) : null}
      {content ? (
        <section>
          <h3 className="mb-2 font-semibold text-sm">
            Body <span className="font-normal text-ink-3 text-xs">{type}</span>
          </h3>
          <SchemaTable schema={content.schema} caption="Members of the body" />
        </section>
      ) : null}
      <p className="text-ink-2 text-sm">
        Answers <code>{Object.keys(responses).find((status) => status !== 'default')}</code>, or a problem (
        <code>application/problem+json</code>) that says where and why.
      </p>
      <TryIt key={endpoint.operationId} endpoint={endpoint} token={token} server={server} />
    </article>
  );
}

function Reference({ document: api }: { document: OpenApi }) {
  const endpoints = useMemo(() => endpointsOf(api), [api]);
  const [sought, setSought] = useState('');
  const [token, setToken] = useState('');
  const [hash, setHash] = useState('');
  useEffect(() => {
    const read = () => setHash(window.location.hash.slice(1));
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  const chosen = endpoints.find(({ operationId }) => operationId === hash) ?? endpoints[0];
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <div className="flex flex-col gap-3 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto lg:pr-2">
        <Field label="Search" name="search">
          <Input
            type="search"
            value={sought}
            placeholder="events, rotate, findings:read …"
            onChange={(event) => setSought(event.target.value)}
          />
        </Field>
        <div className="max-h-72 overflow-y-auto lg:max-h-none">
          <EndpointList
            endpoints={endpoints.filter((one) => matches(one, sought))}
            chosen={chosen?.operationId}
          />
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Field
          label="Token to try with"
          name="token"
          optional
          hint="An access token, or a client’s: npm run --silent eye -- token CLIENT_ID prints one. It stays in this page. Empty: the session of this browser."
        >
          <Input
            value={token}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setToken(event.target.value.trim())}
          />
        </Field>
        {chosen ? <EndpointView endpoint={chosen} token={token} server={api.servers[0]?.url ?? ''} /> : null}
      </div>
    </div>
  );
}

/** The reference of the API, from the routes of this very installation; every call can be tried. */
export function DocsPage() {
  const query = useRecord<OpenApi>('/openapi.json', '');
  return (
    <main className="mx-auto max-w-7xl px-4 py-6">
      <header className="mb-6 flex flex-wrap items-center gap-3">
        <Mark className="size-7 text-accent" />
        <h1 className="font-semibold text-xl tracking-tight">API of The Eye</h1>
        <span className="ml-auto flex gap-4 text-sm">
          <a
            className="text-accent-text underline"
            href="/api/v1/openapi.json"
            download="the-eye-openapi.json"
          >
            OpenAPI 3.1
          </a>
          <Link className="text-accent-text underline" href="/">
            Console
          </Link>
        </span>
      </header>
      <Loaded query={query} what="The reference could not be loaded">
        {(api) => <Reference document={api} />}
      </Loaded>
    </main>
  );
}
