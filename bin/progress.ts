const SILENT_MS = 2_000;
const EVERY_SECONDS = 10;

/** Runs one step of a start; from its third second on it says what it does and for how long. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const live = process.stdout.isTTY === true;
  let shown = false;
  const timer = setInterval(() => {
    if (Date.now() - startedAt < SILENT_MS || (!live && shown && seconds() % EVERY_SECONDS !== 0)) return;
    shown = true;
    process.stdout.write(live ? `\r${title} … ${seconds()} s ` : `${title} … ${seconds()} s\n`);
  }, 1000);
  try {
    const result = await work();
    if (shown) process.stdout.write(`${live ? '\r' : ''}${title}: done in ${seconds()} s\n`);
    return result;
  } catch (error) {
    if (live && shown) process.stdout.write('\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
}
