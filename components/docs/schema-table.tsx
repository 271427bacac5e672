import { type JsonSchema, typeWords } from './openapi.ts';

type Member = { name: string; schema: JsonSchema; required: boolean; depth: number };

const MAX_DEPTH = 4;

/** The members of an object and of the objects in it, one below the other. */
function membersOf(schema: JsonSchema, depth = 0): Member[] {
  const inner = schema.items ?? schema;
  if (!inner.properties || depth > MAX_DEPTH) return [];
  return Object.entries(inner.properties).flatMap(([name, member]) => [
    { name, schema: member, required: inner.required?.includes(name) ?? false, depth },
    ...membersOf(member, depth + 1),
  ]);
}

export function SchemaTable({ schema, caption }: { schema: JsonSchema; caption: string }) {
  const members = membersOf(schema);
  if (members.length === 0) return <p className="text-ink-2 text-sm">{typeWords(schema)}</p>;
  return (
    <div className="overflow-x-auto rounded-panel border">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">{caption}</caption>
        <tbody className="divide-y">
          {members.map(({ name, schema: member, required, depth }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one schema never change
            <tr key={i}>
              <th scope="row" className="whitespace-nowrap px-3 py-1.5 align-top font-normal">
                <code className="text-xs">
                  {'· '.repeat(depth)}
                  {name}
                </code>
                {required ? <span className="ml-2 text-ink-3 text-xs">required</span> : null}
              </th>
              <td className="px-3 py-1.5 text-ink-2 text-xs [overflow-wrap:anywhere]">{typeWords(member)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
