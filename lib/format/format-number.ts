const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 12,408 · with `digits`, 12.4 */
export function formatNumber(value: number, digits = 0): string {
  if (digits === 0) return whole.format(value);
  return new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
}

/** For axes and counters with little room: 1.2K, 3.4M. */
export function formatCompact(value: number): string {
  return short.format(value);
}

/** A share between 0 and 1 as per cent: 0.034 is 3.4 %; what is not nothing never reads as 0 %. */
export function formatPercent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  if (share < 1 && share > 0.999) return '> 99.9 %';
  const percent = share * 100;
  return `${percent < 10 && percent % 1 !== 0 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** Sizes in powers of 1,024: 512 B, 1.5 KiB, 24 MiB. */
export function formatBytes(sizeBytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = sizeBytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || size >= 10 ? 0 : 1;
  return `${formatNumber(size, digits).replace(/\.0$/, '')} ${units[unit]}`;
}

/** "1 event", "2,310 events"; irregular plurals are given. */
export function formatCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(count)} ${count === 1 ? noun : plural}`;
}

/** The change from one period to the next: "+12 %", "−3 %", "new" when there was nothing before. */
export function formatChange(current: number, previous: number): string {
  if (previous === 0) return current === 0 ? 'unchanged' : 'new';
  const change = (current - previous) / Math.abs(previous);
  if (change === 0) return 'unchanged';
  if (change >= 10) return `×${formatNumber(current / previous)}`;
  return `${change > 0 ? '+' : '−'}${formatPercent(Math.abs(change))}`;
}
