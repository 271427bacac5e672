export { sessionEndpoint as GET, sessionEndpoint as POST } from '#lib/http/session-endpoint.ts';
