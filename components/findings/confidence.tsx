const MOST = 5;

/** How sure the scan is, out of five; the figure says it, the dots let rows be compared. */
export function Confidence({ value }: { value: number }) {
  return (
    <span className="figures flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden className="inline-flex gap-0.5">
        {Array.from({ length: MOST }, (_, place) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
            key={place}
            className={`size-1.5 rounded-full ${place < value ? 'bg-ink-2' : 'bg-line'}`}
          />
        ))}
      </span>
      {value}
      <span className="sr-only"> of {MOST}</span>
    </span>
  );
}
