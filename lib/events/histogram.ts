const MAX_BARS = 120;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const WIDTHS_SECONDS = [
  1,
  5,
  10,
  30,
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
];

/** Bars of one width, aligned to UTC, from the first that begins at or before the window to the one that ends it. */
export type BarGrid = { fromMs: number; widthMs: number; count: number };

const gridOf = (from: Date, to: Date, widthMs: number): BarGrid => {
  const fromMs = Math.floor(from.getTime() / widthMs) * widthMs;
  return { fromMs, widthMs, count: Math.max(1, Math.ceil((to.getTime() - fromMs) / widthMs)) };
};

/** The finest grid of at most 120 bars over the window. */
export function chooseGrid(from: Date, to: Date): BarGrid {
  for (const width of WIDTHS_SECONDS) {
    const grid = gridOf(from, to, width * 1000);
    if (grid.count <= MAX_BARS) return grid;
  }
  for (let days = 2; ; days *= 2) {
    const grid = gridOf(from, to, days * DAY * 1000);
    if (grid.count <= MAX_BARS) return grid;
  }
}

/** Whether part of a bar lies outside the window, as the one that is still filling does. */
export function isPartial(grid: BarGrid, bar: number, window: { from: Date; to: Date }): boolean {
  const startMs = grid.fromMs + bar * grid.widthMs;
  return startMs < window.from.getTime() || startMs + grid.widthMs > window.to.getTime();
}
