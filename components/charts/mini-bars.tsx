import { TONES, type Tone } from '#components/ui/tones.ts';

export type MiniBarsProps = {
  /** Each bar from below. */
  bars: readonly (readonly { value: number; tone: Tone }[])[];
  /** What it shows, with the figures that matter: it is read aloud. */
  label: string;
  className?: string | undefined;
};

const BAR = 4;
const GAP = 1;
const HEIGHT = 24;
/** One among thousands is still seen. */
const LEAST = 2;

/** The shape of the recent past as small stacked bars; the figures stand beside it. */
export function MiniBars({ bars, label, className }: MiniBarsProps) {
  const sums = bars.map((parts) => parts.reduce((sum, { value }) => sum + value, 0));
  const top = Math.max(1, ...sums);
  const width = bars.length * (BAR + GAP) - GAP;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      data-bar
      className={className ?? 'h-6 w-28'}
    >
      {bars.map((parts, index) => {
        let from = HEIGHT;
        return parts.map(({ value, tone }) => {
          if (value === 0) return null;
          const height = Math.min(Math.max((value / top) * HEIGHT, LEAST), from);
          from -= height;
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
              key={`${index} ${tone}`}
              x={index * (BAR + GAP)}
              y={from}
              width={BAR}
              height={height}
              fill={TONES[tone].fill}
            />
          );
        });
      })}
      <rect x={0} y={HEIGHT - 0.5} width={width} height={0.5} fill="var(--line)" />
    </svg>
  );
}
