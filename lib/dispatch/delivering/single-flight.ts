/** Runs the work once at a time; a call while it runs makes it run once more, `spacingMs` later. */
export function singleFlight(work: () => Promise<void>, spacingMs: number): () => void {
  let running = false;
  let again = false;
  const run = (): void => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    void work().finally(() => {
      running = false;
      if (!again) return;
      again = false;
      setTimeout(run, spacingMs);
    });
  };
  return run;
}
