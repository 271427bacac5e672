import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Product } from './product.ts';

/** What `proc` counts in: USER_HZ is 100 on every Linux there is. */
const TICK_SECONDS = 0.01;

type Stat = { parent: number; cpuSeconds: number };

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      parent: Number(fields[1]),
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) * TICK_SECONDS,
    };
  } catch {
    return null;
  }
}

export type CpuSeconds = { web: number; worker: number; postgres: number };

/** Processor time so far of the product's programs; a connection to the database that ended takes its share along. */
export function cpuSecondsOf({ pids }: Product): CpuSeconds {
  const backends = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && statOf(pid)?.parent === pids.postgres);
  const sum = (list: readonly number[]): number =>
    list.reduce((total, pid) => total + (statOf(pid)?.cpuSeconds ?? 0), 0);
  return { web: sum([pids.web]), worker: sum([pids.worker]), postgres: sum([pids.postgres, ...backends]) };
}

/** Memory that a process holds at the moment, in MiB. */
export function residentMib(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

type Answer = { id?: number };

/** One command to the inspector of a process that listens for it. */
async function inspect(port: number, method: string): Promise<void> {
  const [page] = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as [
    { webSocketDebuggerUrl: string },
  ];
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await new Promise((opened) => socket.addEventListener('open', opened, { once: true }));
  const answered = new Promise<void>((done) => {
    socket.addEventListener('message', ({ data }) => {
      if ((JSON.parse(String(data)) as Answer).id === 1) done();
    });
  });
  socket.send(JSON.stringify({ id: 1, method }));
  await answered;
  socket.close();
}

/** Has the web server collect its garbage: what it holds afterwards, it holds for good. */
export async function collectGarbage({ pids, inspectorPort }: Product): Promise<void> {
  process.kill(pids.web, 'SIGUSR1');
  const url = `http://127.0.0.1:${inspectorPort}/json`;
  while (!(await fetch(url).catch(() => null))) await pause(50);
  await inspect(inspectorPort, 'HeapProfiler.collectGarbage');
}
