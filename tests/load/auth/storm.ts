import { request } from 'node:http';
import { closedLoop } from '../closed-loop.ts';
import type { Product } from '../product.ts';
import { type Line, ms } from '../report.ts';
import { makeAsker } from './asker.ts';

const CONNECTIONS = 32;
const SECONDS = 8;
const SIGN_INS_AT_ONCE = 8;
const MAX_P99_MS = 25;

/** A wrong password of a stranger from an address of his own: no count holds him up, and the hash is worked out. */
function signIn(url: string, number: number): Promise<number> {
  const body = JSON.stringify({ email: `stranger${number}@example.com`, password: 'wrong password' });
  const localAddress = `127.1.${(number >> 8) & 255}.${number & 255}`;
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const call = request(`${url}/api/v1/auth_token`, { method: 'POST', localAddress, headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    });
    call.once('error', reject);
    call.end(body);
  });
}

/** Token validation at full speed, without and while others sign in as fast as they are let. */
export async function measureStorm(product: Product): Promise<Line[]> {
  const { validation } = await makeAsker(product);
  const loop = { connections: CONNECTIONS, seconds: SECONDS };
  const calm = await closedLoop({ ...validation, body: '' }, loop);
  let asked = 0;
  let signIns = 0;
  let going = true;
  const storm = Array.from({ length: SIGN_INS_AT_ONCE }, async () => {
    while (going) {
      const status = await signIn(product.url, asked++);
      if (status === 409) signIns += 1;
      else await new Promise((wait) => setTimeout(wait, 20));
    }
  });
  const stormy = await closedLoop({ ...validation, body: '' }, loop);
  going = false;
  await Promise.all(storm);
  return [
    {
      measure: `token validation on ${CONNECTIONS} connections: alone; beside ${Math.round(signIns / (SECONDS + 2))} sign-ins a second, p99`,
      figure: `${ms(calm.p99Ms)}; ${ms(stormy.p99Ms)}`,
      target: `<= ${MAX_P99_MS} ms`,
      holds: stormy.p99Ms <= MAX_P99_MS,
    },
  ];
}
