import { CodeBlock } from '#components/ui/code-block.tsx';
import type { SentRequest as Request } from '#lib/dispatch/schema.ts';
import { readable } from './message-text.ts';

function isForm({ headers }: Request): boolean {
  const [, type = ''] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return type.startsWith('application/x-www-form-urlencoded');
}

/** A form as its fields, JSON indented, anything else as it is. */
function bodyOf(request: Request, body: string): string {
  if (!isForm(request)) return readable(body);
  return [...new URLSearchParams(body)].map(([name, value]) => `${name}: ${value}`).join('\n');
}

function Part({ name, code }: { name: string; code: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h4 className="text-ink-3 text-xs">{name}</h4>
      <CodeBlock code={code} label={`Copy ${name.toLowerCase()}`} wrap />
    </div>
  );
}

function Body({ request }: { request: Request }) {
  const { body, html } = request;
  if (body === null) {
    return <p className="text-ink-3 text-xs">Its body held what the scan caught, and is not kept.</p>;
  }
  if (body === '') return null;
  const name = html === undefined ? (isForm(request) ? 'Fields' : 'Body') : 'Text';
  return <Part name={name} code={bodyOf(request, body)} />;
}

/** What left, by whichever protocol: where to, under which headers, with what in it. */
export function SentRequest({ request }: { request: Request | null }) {
  const headers = Object.entries(request?.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium text-ink-2 text-xs">As sent, secrets masked</h3>
      {request === null ? (
        <p className="text-ink-3 text-sm">What was sent is not kept of this attempt.</p>
      ) : (
        <>
          <CodeBlock
            code={[`${request.method} ${request.url}`, ...headers].join('\n')}
            label="Copy address and headers"
            wrap
          />
          <Body request={request} />
          {request.html === undefined ? null : <Part name="HTML" code={request.html} />}
        </>
      )}
    </section>
  );
}
