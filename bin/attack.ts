import { parseArgs } from 'node:util';
import { makeAttacker } from '#tests/attack/attacker.ts';
import { type AttackReport, runAttacks } from '#tests/attack/suite.ts';
import { startProduct } from '#tests/load/product.ts';

const USAGE = `npm run attack -- [--url URL --email E-MAIL]

Attacks a product of its own, or, with an administrator's address and his password in ATTACK_PASSWORD, the deployment at URL.
It makes users there whose names begin with "attack", and destinations that are refused.`;

const { values } = parseArgs({
  options: { url: { type: 'string' }, email: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const password = process.env.ATTACK_PASSWORD;
if (values.url !== undefined && (values.email === undefined || !password)) {
  console.error(`An URL needs --email and ATTACK_PASSWORD.\n\n${USAGE}`);
  process.exit(2);
}

const tell = ({ id, title, asvs, expected, got, holds }: AttackReport): void =>
  console.log(
    `${holds ? 'holds ' : 'FAILED'} ${id.padEnd(4)} ASVS ${asvs.padEnd(7)} ${title}: ${got} [${expected}]`,
  );

async function attack(base: string, admin: { email: string; password: string }): Promise<number> {
  const reports = await runAttacks(await makeAttacker(base, admin), tell);
  const failed = reports.filter(({ holds }) => !holds).length;
  console.log(`${reports.length - failed} held, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

if (values.url !== undefined && values.email !== undefined && password) {
  process.exit(await attack(values.url, { email: values.email, password }));
}
console.log('Starting the product …');
const product = await startProduct({ allow: '' });
const code = await attack(product.url, product.administrator).finally(() => product.stop());
process.exit(code);
