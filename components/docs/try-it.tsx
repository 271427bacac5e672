'use client';

import { Play } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { type Endpoint, exampleOf, typeWords } from './openapi.ts';

type Answer = { status: number; statusText: string; tookMs: number; text: string };

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function addressOf({ path, parameters }: Endpoint, values: Readonly<Record<string, string>>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] || `{${name}}`),
  );
  const query = new URLSearchParams();
  for (const { name, in: place } of parameters) {
    const value = values[name];
    if (place === 'query' && value) query.set(name, value);
  }
  return query.size > 0 ? `${filled}?${query}` : filled;
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Fills in one call, shows it as a command, sends it from here, and shows what came back. */
export function TryIt({ endpoint, token, server }: { endpoint: Endpoint; token: string; server: string }) {
  const [type, content] = Object.entries(endpoint.requestBody?.content ?? {})[0] ?? [];
  const isForm = type === 'application/x-www-form-urlencoded';
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [body, setBody] = useState(() =>
    content
      ? isForm
        ? 'grant_type=client_credentials'
        : JSON.stringify(exampleOf(content.schema), null, 2)
      : '',
  );
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const address = addressOf(endpoint, values);
  const headers: Record<string, string> = {
    ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    ...(type ? { 'content-type': type } : {}),
  };
  const curl = [
    `curl -sS ${endpoint.method === 'GET' ? '' : `-X ${endpoint.method} `}${quoted(server + address)}`,
    `  -H 'Authorization: Bearer '"$TOKEN"`,
    ...(type ? [`  -H 'Content-Type: ${type}'`, `  -d ${quoted(body)}`] : []),
  ].join(' \\\n');
  const send = async () => {
    setBusy(true);
    const from = performance.now();
    try {
      const init = { method: endpoint.method, headers, ...(type ? { body } : {}) };
      const response = await fetch(address, { credentials: token === '' ? 'same-origin' : 'omit', ...init });
      const text = await response.text();
      const { status, statusText } = response;
      setAnswer({ status, statusText, tookMs: performance.now() - from, text: pretty(text) });
    } catch {
      setAnswer({ status: 0, statusText: 'The server did not answer', tookMs: 0, text: '' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-label="Try it" className="flex flex-col gap-3 rounded-panel border bg-panel p-4">
      <h3 className="font-semibold text-base">Try it</h3>
      {endpoint.parameters.length > 0 ? (
        <div className="grid gap-3 sm:grid-cols-2">
          {endpoint.parameters.map(({ name, in: place, required, schema }) => (
            <Field
              key={`${place} ${name}`}
              label={name}
              name={name}
              required={required}
              hint={typeWords(schema)}
            >
              <Input
                value={values[name] ?? ''}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            </Field>
          ))}
        </div>
      ) : null}
      {type ? (
        <Field label="Body" name="body" hint={type}>
          <Textarea
            mono
            rows={Math.min(14, body.split('\n').length + 1)}
            value={body}
            spellCheck={false}
            onChange={(event) => setBody(event.target.value)}
          />
        </Field>
      ) : null}
      <CodeBlock code={curl} label="Copy command" />
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" icon={Play} busy={busy} onClick={send}>
          Send
        </Button>
        <span className="text-ink-3 text-sm">
          {token === '' ? 'With the session of this browser, if there is one.' : 'With the token above.'}
          {endpoint.method === 'GET' ? '' : ' This really changes something.'}
        </span>
      </div>
      {answer ? (
        <div role="status" className="flex flex-col gap-2">
          <p className="text-sm">
            <strong>{answer.status || '–'}</strong> {answer.statusText}{' '}
            <span className="text-ink-3">{Math.round(answer.tookMs)} ms</span>
          </p>
          {answer.text === '' ? null : <CodeBlock code={answer.text} label="Copy answer" />}
        </div>
      ) : null}
    </section>
  );
}
