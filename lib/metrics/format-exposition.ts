export type Sample = { labels: Readonly<Record<string, string>>; value: number };
export type MetricFamily = { name: string; help: string; samples: readonly Sample[] };

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');

function sampleLine(name: string, { labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

/** Gauges in the text format 0.0.4 that Prometheus scrapes. */
export function formatExposition(families: readonly MetricFamily[]): string {
  return families
    .map(({ name, help, samples }) =>
      [
        `# HELP ${name} ${escapeHelp(help)}`,
        `# TYPE ${name} gauge`,
        ...samples.map((sample) => sampleLine(name, sample)),
      ]
        .map((line) => `${line}\n`)
        .join(''),
    )
    .join('');
}
