export type SparklineProps = { values: readonly number[]; label: string; className?: string | undefined };

const WIDTH = 96;
const HEIGHT = 24;

/** The shape of the recent past, 24 high; the figure beside it carries the value. */
export function Sparkline({ values, label, className }: SparklineProps) {
  if (values.length < 2) return null;
  const top = Math.max(...values, 1);
  const step = WIDTH / (values.length - 1);
  const points = values.map((value, index) => `${index * step},${HEIGHT - 2 - (value / top) * (HEIGHT - 4)}`);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={className ?? 'h-6 w-24 text-accent'}
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
