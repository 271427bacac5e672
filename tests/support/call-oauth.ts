import { type Answer, type Call, callRoute } from './call-route.ts';

type FormCall = Omit<Call, 'body' | 'method'> & {
  form?: Record<string, string> | string;
  /** Client id and secret, sent as HTTP Basic. */
  basic?: readonly [id: string, secretKey: string];
};

/** Calls an OAuth endpoint with a form, as its clients do. */
export function callOauth(
  route: Parameters<typeof callRoute>[0],
  { form = {}, basic, headers, ...call }: FormCall,
): Promise<Answer> {
  const pair = basic?.map(encodeURIComponent).join(':');
  const authorization = pair === undefined ? {} : { authorization: `Basic ${btoa(pair)}` };
  return callRoute(route, {
    ...call,
    method: 'POST',
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...authorization, ...headers },
  });
}
