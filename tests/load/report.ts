/** One line of a benchmark's table; `holds` is undefined where nothing was promised. */
export type Line = { measure: string; figure: string; target?: string; holds?: boolean };

export const ms = (value: number): string => `${value.toFixed(1)} ms`;
export const rate = (perSecond: number): string => `${Math.round(perSecond).toLocaleString('en')}/s`;
export const times = (ratio: number): string => `${ratio.toFixed(2)} x`;

const verdict = (holds: boolean | undefined): string =>
  holds === undefined ? '' : holds ? 'holds' : 'MISSED';

/** As Markdown, so that it can stand in the documents as it was printed. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [
    ['measure', 'figure', 'target', ''],
    ['---', '---', '---', '---'],
    ...lines.map(({ measure, figure, target = '', holds }) => [measure, figure, target, verdict(holds)]),
  ];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows.map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`).join('\n');
}
