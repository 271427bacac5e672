import { describe, expect, it } from 'vitest';
import { permissionSet } from '#lib/auth/authz/permission-set.ts';
import type { Actor } from '#lib/auth/context.ts';
import { BUILT_IN_ROLES, PERMISSIONS, type Permission } from '#lib/auth/permissions.ts';
import { expandPermissions, holdsPermission, requirePermission } from '#lib/auth/require-permission.ts';
import { requireReach } from '#lib/auth/require-reach.ts';

const user = (...permissions: string[]): Actor => ({
  type: 'user',
  id: 'u',
  email: 'u@example.com',
  sessionId: 's',
  held: permissionSet(permissions),
});
const client: Actor = { type: 'client', id: 'c', name: 'c', allowedCategories: [] };
const all = Object.keys(PERMISSIONS) as Permission[];

describe('holding a permission', () => {
  it('is a matter of the very name, or of all_all', () => {
    expect(holdsPermission(user('events:read'), 'events:read')).toBe(true);
    expect(holdsPermission(user('events:read', 'events'), 'patterns:read')).toBe(false);
    expect(all.every((name) => holdsPermission(user('all_all'), name))).toBe(true);
  });

  it('is nothing for clients and sources, and everything for the product itself', () => {
    expect(all.some((name) => holdsPermission(client, name))).toBe(false);
    expect(all.some((name) => holdsPermission({ type: 'source', id: 's', name: 's' }, name))).toBe(false);
    expect(all.every((name) => holdsPermission({ type: 'system', name: 'x' }, name))).toBe(true);
  });

  it('is named when it is missing', () => {
    expect(() => requirePermission({ actor: user() }, 'audit:read')).toThrow(
      expect.objectContaining({ code: 'forbidden', message: expect.stringContaining('audit:read') }),
    );
  });

  it('is told by every single name', () => {
    expect(expandPermissions(permissionSet(['events:read']))).toEqual(['events:read']);
    expect(expandPermissions(permissionSet(['all_all']))).toEqual(['all_all', ...all].sort());
  });
});

describe('a grant with a star', () => {
  it('allows what begins with what stands before it, at a colon or a dot', () => {
    const { allows } = permissionSet(['orders:*', 'shop.stock.*', 'x*']);
    expect(['orders:read', 'orders:a.b', 'orders:*', 'shop.stock.see', 'x*'].map(allows)).toEqual(
      Array(5).fill(true),
    );
    expect(['orders', 'ordersread', 'shop.stocks', 'shop', 'xy', 'all_all'].map(allows)).toEqual(
      Array(6).fill(false),
    );
  });
});

describe('reach', () => {
  it('ends where the own permissions end', () => {
    expect(() => requireReach({ actor: user('a', 'b') }, ['a', 'b', 'a'])).not.toThrow();
    expect(() => requireReach({ actor: user('a') }, ['a', 'b', 'all_all'])).toThrow(
      expect.objectContaining({ code: 'forbidden', details: { extra: { permissions: ['b', 'all_all'] } } }),
    );
    expect(() => requireReach({ actor: client }, ['a'])).toThrow();
    expect(() => requireReach({ actor: user('all_all') }, ['all_all'])).not.toThrow();
  });
});

describe('the built-in roles', () => {
  it('give a viewer nothing that writes or unmasks', () => {
    const viewer = BUILT_IN_ROLES.viewer?.permissions ?? [];
    expect(viewer.length).toBeGreaterThan(0);
    expect(viewer.filter((name) => !name.endsWith(':read'))).toEqual([]);
  });

  it('name permissions that exist', () => {
    const named = Object.values(BUILT_IN_ROLES).flatMap(({ permissions }) => permissions);
    expect(named.filter((name) => name !== 'all_all' && !(name in PERMISSIONS))).toEqual([]);
  });
});
