import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as audit } from '#app/api/v1/audit/route.ts';
import { DELETE, PATCH } from '#app/api/v1/enrichment_rules/[id]/route.ts';
import { GET, POST } from '#app/api/v1/enrichment_rules/route.ts';
import { systemContext } from '#lib/auth/context.ts';
import { activeEnrichmentRules } from '#lib/enrichment/active-enrichment-rules.ts';
import { installEnrichmentRules } from '#lib/enrichment/install-enrichment-rules.ts';
import { startChangeFeed, stopChangeFeed } from '#lib/platform/change-feed.ts';
import { callRoute } from '#tests/support/call-route.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makePerson, type Person } from '#tests/support/people.ts';

useTestDatabase();
let admin: Person;
beforeAll(async () => {
  admin = await makePerson('ada', ['administrator']);
  await startChangeFeed();
});
afterAll(stopChangeFeed);

const create = (body: unknown) => callRoute(POST, { token: admin.token, body });
const namesOf = async (): Promise<string[]> => {
  const { body } = await callRoute(GET, { token: admin.token });
  return (body.items as { name: string }[]).map(({ name }) => name);
};

describe('201', () => {
  it('makes a rule that is in force within a second, and says so in the audit log', async () => {
    await activeEnrichmentRules();
    const made = await create({
      name: 'Shop',
      filter: { category: 'checkout' },
      attributes: { shop: 'north' },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Shop', enabled: true, position: 0 });
    await expect
      .poll(async () => (await activeEnrichmentRules()).map(({ name }) => name), { timeout: 1_000 })
      .toContain('Shop');
    const trail = await callRoute(audit, { token: admin.token, path: '/?action=enrichment_rules.create' });
    expect(trail.body.items).toMatchObject([{ subject_id: made.body.id, after: { name: 'Shop' } }]);
  });
});

describe('200', () => {
  it('changes a rule, and leaves what was not named', async () => {
    const made = await create({ name: 'Later', attributes: { step: 2 }, position: 5 });
    const params = { id: String(made.body.id) };
    const changed = await callRoute(PATCH, {
      token: admin.token,
      method: 'PATCH',
      params,
      body: { enabled: false },
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      name: 'Later',
      enabled: false,
      position: 5,
      attributes: { step: 2 },
    });
  });

  it('lists rules in the order they are applied in, page by page', async () => {
    await create({ name: 'First', attributes: { a: 1 }, position: 0 });
    const first = await callRoute(GET, { token: admin.token, path: '/?limit=1' });
    expect(first.body.items).toMatchObject([{ name: 'First' }]);
    const second = await callRoute(GET, { token: admin.token, path: `/?limit=1&cursor=${first.body.next}` });
    expect(second.body.items).toMatchObject([{ name: 'Shop' }]);
  });
});

describe('204', () => {
  it('deletes a rule; the shipped one is installed once and stays deleted', async () => {
    await installEnrichmentRules(systemContext('tests'));
    expect(await namesOf()).toContain('Brand');
    const { body } = await callRoute(GET, { token: admin.token });
    const brand = (body.items as { id: string; name: string }[]).find(({ name }) => name === 'Brand');
    const params = { id: brand?.id ?? '' };
    expect((await callRoute(DELETE, { token: admin.token, method: 'DELETE', params })).status).toBe(204);
    await installEnrichmentRules(systemContext('tests'));
    expect(await namesOf()).not.toContain('Brand');
    expect((await callRoute(DELETE, { token: admin.token, method: 'DELETE', params })).status).toBe(404);
  });
});

describe('409', () => {
  it('refuses a name that is taken', async () => {
    const again = await create({ name: 'Shop', attributes: { shop: 'south' } });
    expect(again.status).toBe(409);
    expect(again.body.errors).toEqual([{ path: 'name', message: 'is taken' }]);
  });
});

describe('422', () => {
  it.each([
    [{ attributes: { a: 1 } }, 'name'],
    [{ name: 'x', attributes: {} }, 'attributes'],
    [{ name: 'x', attributes: { 'a b': 1 } }, 'attributes.a b'],
    [{ name: 'x', attributes: { a: 1 }, filter: { amount: { near: 3 } } }, 'filter.amount'],
    [{ name: 'x', attributes: { a: 1 }, more: true }, 'more'],
  ])('names the path of the fault in %j', async (body, path) => {
    const answer = await create(body);
    expect(answer.status).toBe(422);
    expect((answer.body.errors as { path: string }[])[0]?.path).toBe(path);
  });
});
