export type ApiFault = { path: string; message: string };

/** What the API said instead of an answer (RFC 9457), or that it could not be reached (status 0). */
export type ApiProblem = Error & {
  status: number;
  title: string;
  detail: string;
  requestId: string | null;
  errors: readonly ApiFault[];
};

export function isApiProblem(error: unknown): error is ApiProblem {
  return error instanceof Error && 'status' in error && 'errors' in error;
}

function problem(
  fields: Omit<ApiProblem, 'name' | 'message' | 'stack' | 'cause'>,
  cause?: unknown,
): ApiProblem {
  return Object.assign(new Error(fields.detail, { cause }), fields);
}

function readFaults(value: unknown): ApiFault[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) =>
    typeof item?.path === 'string' && typeof item?.message === 'string'
      ? [{ path: item.path, message: item.message }]
      : [],
  );
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const text = (value: unknown, otherwise: string) =>
    typeof value === 'string' && value ? value : otherwise;
  const title = text(body.title, response.statusText || `HTTP ${response.status}`);
  return problem({
    status: response.status,
    title,
    detail: text(body.detail, title),
    requestId: text(body.requestId, response.headers.get('x-request-id') ?? '') || null,
    errors: readFaults(body.errors),
  });
}

export type ApiRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
  headers?: Record<string, string>;
};

/**
 * Calls the public API with the session of the person at the console. `path` is relative to /api/v1 ("/clients").
 * Answers the parsed body, undefined for an empty one; throws an ApiProblem for everything else.
 */
export async function apiFetch<T>(path: string, request: ApiRequest = {}): Promise<T> {
  const { method = 'GET', body, signal, headers } = request;
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw problem(
      {
        status: 0,
        title: 'No answer',
        detail: 'The server did not answer. Check the connection, then retry.',
        requestId: null,
        errors: [],
      },
      cause,
    );
  }
  if (!response.ok) throw await readProblem(response);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
