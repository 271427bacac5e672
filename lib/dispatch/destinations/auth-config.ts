import { z } from 'zod';
import { field } from './field-config.ts';
import { HttpUrl } from './shared-config.ts';

const Secret = z.string().min(1).max(4_000);

const None = field(z.strictObject({ type: z.literal('none') }), { title: 'Nothing, or a header below' });

const Basic = field(
  z.strictObject({
    type: z.literal('basic'),
    // RFC 7617: what comes before the first colon is the name.
    username: field(
      z
        .string()
        .min(1)
        .max(256)
        .regex(/^[^:\p{Cc}]*$/u, 'holds a colon or a control character'),
      {
        title: 'User name',
      },
    ),
    password: field(Secret, { title: 'Password', secret: true }),
  }),
  { title: 'User name and password (Basic)' },
);

const OAuth2 = field(
  z.strictObject({
    type: z.literal('oauth2'),
    token_url: field(HttpUrl, {
      title: 'Token endpoint',
      placeholder: 'https://auth.example.com/oauth/token',
      origin: true,
    }),
    client_id: field(z.string().min(1).max(500), { title: 'Client id' }),
    client_secret: field(Secret, { title: 'Client secret', secret: true }),
    scopes: field(
      // RFC 6749 section 3.3.
      z
        .array(
          z
            .string()
            .max(200)
            .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'is no scope'),
        )
        .max(50),
      { title: 'Scopes', placeholder: 'events:write' },
    ).optional(),
    audience: field(z.string().min(1).max(500), {
      title: 'Audience',
      description: 'For servers that want to be told which API the token is for.',
    }).optional(),
    client_auth: field(z.enum(['basic', 'post']), {
      title: 'Id and secret are sent',
      labels: { basic: 'In the Authorization header', post: 'In the body' },
    }).default('basic'),
  }),
  { title: 'OAuth 2.0 client credentials' },
);

/** How calls over HTTP say who they are. */
export const Auth = field(z.discriminatedUnion('type', [None, Basic, OAuth2]), {
  title: 'Signs in with',
}).default({ type: 'none' });
export type Auth = z.infer<typeof Auth>;
export type OAuth2 = z.infer<typeof OAuth2>;

type Authorised = { auth: Auth; headers: Readonly<Record<string, string>> };

/** Whoever signs in does not bring an Authorization header of his own as well. */
export function refuseTwoAuthorizations({ auth, headers }: Authorised, context: z.RefinementCtx): void {
  if (auth.type === 'none') return;
  const name = Object.keys(headers).find((one) => one.toLowerCase() === 'authorization');
  if (name === undefined) return;
  const message = 'is set by signing in already';
  context.addIssue({ code: 'custom', message, path: ['headers', name] });
}
