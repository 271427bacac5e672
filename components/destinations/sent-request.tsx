import { CodeBlock } from '#components/ui/code-block.tsx';
import type { TestResult } from '#lib/dispatch/schema.ts';

/** Indented when it is JSON, else as it is. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

type Request = TestResult['request'];

function isForm({ headers }: Request): boolean {
  const [, type = ''] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return type.startsWith('application/x-www-form-urlencoded');
}

/** A form as its fields, JSON indented, anything else as it is. */
function bodyOf(request: Request): string {
  if (!isForm(request)) return readable(request.body);
  return [...new URLSearchParams(request.body)].map(([name, value]) => `${name}: ${value}`).join('\n');
}

function Part({ name, code }: { name: string; code: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h4 className="text-ink-3 text-xs">{name}</h4>
      <CodeBlock code={code} label={`Copy ${name.toLowerCase()}`} wrap />
    </div>
  );
}

/** What left, by whichever protocol: where to, under which headers, with what in it. */
export function SentRequest({ request }: { request: Request }) {
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium text-ink-2 text-xs">As sent, secrets masked</h3>
      <CodeBlock
        code={[`${request.method} ${request.url}`, ...headers].join('\n')}
        label="Copy address and headers"
        wrap
      />
      {request.body === '' ? null : (
        <Part
          name={request.html === undefined ? (isForm(request) ? 'Fields' : 'Body') : 'Text'}
          code={bodyOf(request)}
        />
      )}
      {request.html === undefined ? null : <Part name="HTML" code={request.html} />}
    </section>
  );
}
