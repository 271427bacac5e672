const SHOWN = 2;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** `brand: testBrand` as quiet chips; the rest is counted. */
export function AttributeChips({ attributes }: { attributes: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return <span className="text-ink-3">–</span>;
  const rest = entries.length - SHOWN;
  return (
    <span className="inline-flex min-w-0 items-center gap-1 align-middle">
      {entries.slice(0, SHOWN).map(([name, value]) => (
        <span
          key={name}
          className="inline-flex h-badge min-w-0 items-center rounded-badge bg-sunken px-1.5 text-xs"
        >
          <span className="text-ink-3">{name}</span>
          <bdi className="ml-1 truncate font-medium text-ink-2">{textOf(value)}</bdi>
        </span>
      ))}
      {rest > 0 ? <span className="text-ink-3 text-xs">+{rest}</span> : null}
    </span>
  );
}
