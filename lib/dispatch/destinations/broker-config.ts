import { z } from 'zod';
import { field } from './field-config.ts';

/** Members that the kinds with a broker share. */
const HostName = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[^\s/\\?#@%]+$/, 'is not the name or the address of a host');

export const Host = field(HostName, {
  title: 'Host',
  description: 'Private addresses are refused unless the installation allows them (OUTBOUND_ALLOW).',
  placeholder: 'broker.example.com',
  origin: true,
});

export const port = (usual: number) =>
  field(z.int().min(1).max(65_535), { title: 'Port', origin: true }).default(usual);

export const Encrypted = field(z.boolean(), {
  title: 'TLS',
  description: 'Without it, only brokers that the installation allows can be reached (OUTBOUND_ALLOW).',
  origin: true,
}).default(true);

export const Ca = field(
  z
    .string()
    .trim()
    .max(20_000)
    .regex(/^-----BEGIN CERTIFICATE-----/, 'is no certificate in PEM'),
  {
    title: 'Certificate authority',
    description: 'In PEM, where the broker has a certificate that no public authority signed.',
    widget: 'multiline',
    placeholder: '-----BEGIN CERTIFICATE-----',
  },
).optional();

export const Name = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}*$/u, 'holds a control character');
export const Secret = z.string().min(1).max(4_000);

export const TEMPLATE_HINT =
  '{{event.name}} becomes what the event has there. Paths: event.id, external_id, name, category, session_id, severity, verdict, attributes, data; delivery.id.';
