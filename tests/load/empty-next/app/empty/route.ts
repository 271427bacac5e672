export async function POST(): Promise<Response> {
  return new Response(null, { status: 202 });
}
