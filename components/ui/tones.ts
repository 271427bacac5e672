/** The colours that mean something. The same word has the same colour in badges, charts and traces. */
export type Tone =
  | 'neutral'
  | 'accent'
  | 'pass'
  | 'redact'
  | 'block'
  | 'withheld'
  | 'dead'
  | 'flight'
  | 'low'
  | 'medium'
  | 'high'
  | 'critical';

type ToneClasses = { badge: string; text: string; solid: string; fill: string };

const tone = (badge: string, text: string, solid: string, fill: string): ToneClasses => ({
  badge,
  text,
  solid,
  fill,
});

/** Written out, because class names put together at run time are not found by the style build. `fill` is for SVG. */
export const TONES: Record<Tone, ToneClasses> = {
  neutral: tone('bg-sunken text-ink-2', 'text-ink-2', 'bg-ink-3', 'var(--ink-3)'),
  accent: tone('bg-accent-soft text-accent-text', 'text-accent-text', 'bg-accent', 'var(--accent)'),
  pass: tone('bg-pass-soft text-pass-text', 'text-pass-text', 'bg-pass', 'var(--pass)'),
  redact: tone('bg-redact-soft text-redact-text', 'text-redact-text', 'bg-redact', 'var(--redact)'),
  block: tone('bg-block-soft text-block-text', 'text-block-text', 'bg-block', 'var(--block)'),
  withheld: tone(
    'bg-withheld-soft text-withheld-text',
    'text-withheld-text',
    'bg-withheld',
    'var(--withheld)',
  ),
  dead: tone('bg-dead-soft text-dead-text', 'text-dead-text', 'bg-dead', 'var(--dead)'),
  flight: tone('bg-flight-soft text-flight-text', 'text-flight-text', 'bg-flight', 'var(--flight)'),
  low: tone('bg-low-soft text-low-text', 'text-low-text', 'bg-low', 'var(--low)'),
  medium: tone('bg-medium-soft text-medium-text', 'text-medium-text', 'bg-medium', 'var(--medium)'),
  high: tone('bg-high-soft text-high-text', 'text-high-text', 'bg-high', 'var(--high)'),
  critical: tone(
    'bg-critical-soft text-critical-text',
    'text-critical-text',
    'bg-critical',
    'var(--critical)',
  ),
};
