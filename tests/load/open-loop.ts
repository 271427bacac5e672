import { setTimeout as pause } from 'node:timers/promises';
import { openConnections, requestBytes, type Target } from './connection.ts';

export type Sent = {
  key: string;
  /** The moment it was due, in Unix time. */
  sentAtMs: number;
  /** From the moment it was due until its answer; `answeredMs` from the moment it left. */
  acceptMs: number;
  answeredMs: number;
  /** 0: the connection broke. Null: it was never sent, because every connection was busy when it was due. */
  status: number | null;
  /** What the product calls the events that it took: one, or those of an array. */
  ids: string[];
};

export type Rate = {
  perSecond: number;
  seconds: number;
  connections?: number;
  /** What is due while every connection is busy is left out instead of waiting for one. */
  leaveOutLate?: boolean;
};

const ID = /"id":"([^"]+)"/g;
const idsIn = (text: string): string[] => [...text.matchAll(ID)].map(([, id]) => id as string);

/**
 * Sends at a steady rate whatever the answers take: each request has its moment, and its time counts from there,
 * so that a stall shows in every request that should have been sent meanwhile. What finds every connection busy
 * waits for one.
 */
export async function openLoop(
  target: Target & { bodyOf: (key: string) => string },
  rate: Rate,
): Promise<Sent[]> {
  const idle = await openConnections(target.url, rate.connections ?? 64);
  const total = rate.perSecond * rate.seconds;
  const sent: Sent[] = [];
  const startMs = performance.now() + 50;
  const epochMs = Date.now() - performance.now();
  const dueMsOf = (i: number): number => startMs + (i * 1_000) / rate.perSecond;
  let next = 0;
  const send = (): void => {
    // In turns: a server closes what is opened and says nothing for a while.
    const connection = idle.shift();
    if (!connection) return;
    const dueMs = dueMsOf(next);
    const key = `load-${process.pid}-${Math.round(startMs)}-${next++}`;
    const leftMs = performance.now();
    connection.ask(requestBytes(target, target.bodyOf(key)), (status, text) => {
      const nowMs = performance.now();
      sent.push({
        key,
        sentAtMs: epochMs + dueMs,
        acceptMs: nowMs - dueMs,
        answeredMs: nowMs - leftMs,
        status,
        ids: status === 202 ? idsIn(text) : [],
      });
      if (status !== 0) idle.push(connection);
      if (next < total && dueMsOf(next) <= nowMs) send();
    });
  };
  const leaveOut = (): void => {
    const dueMs = dueMsOf(next);
    sent.push({
      key: `late-${next++}`,
      sentAtMs: epochMs + dueMs,
      acceptMs: 0,
      answeredMs: 0,
      status: null,
      ids: [],
    });
  };
  while (next < total) {
    while (next < total && dueMsOf(next) <= performance.now()) {
      if (idle.length > 0) send();
      else if (rate.leaveOutLate) leaveOut();
      else break;
    }
    await pause(Math.max(1, Math.min(dueMsOf(next) - performance.now(), 20)));
  }
  while (sent.length < total) await pause(5);
  for (const connection of idle) connection.close();
  return sent;
}
