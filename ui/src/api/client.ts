import * as v from 'valibot';

/** A refusal of the server, or its absence. */
export class ApiError extends Error {
  constructor(
    /** The HTTP status; 0 when there was no answer. */
    readonly status: number,
    /** MLflow's code, such as `RESOURCE_DOES_NOT_EXIST`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const TOKEN = 'spanloom.token';

/** The token that requests carry; kept for this tab alone. */
export const token = {
  get: (): string | null => sessionStorage.getItem(TOKEN),
  set: (value: string): void => sessionStorage.setItem(TOKEN, value),
};

/** A path below the server's base, such as `ui-api/1/traces/search`. */
export function url(path: string): string {
  return new URL(path, document.baseURI).href;
}

interface Options {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request and gives the answer whatever its body is; a refusal is an `ApiError`. */
export async function send(path: string, options: Options = {}): Promise<Response> {
  // Said so, a script is told of a missing token; else the browser would ask for a name and a password by itself.
  const headers: Record<string, string> = { 'x-requested-with': 'fetch', ...options.headers };
  const given = token.get();
  if (given !== null) {
    headers['authorization'] = `Bearer ${given}`;
  }
  if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
  }
  let response: Response;
  try {
    response = await fetch(url(path), {
      method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
      headers,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e;
    throw new ApiError(0, 'UNREACHABLE', 'The server does not answer.');
  }
  if (!response.ok && response.status !== 304) {
    throw await refusal(response);
  }
  return response;
}

async function refusal(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const said = JSON.parse(text) as { error_code?: unknown; message?: unknown };
    return new ApiError(response.status, String(said.error_code), String(said.message));
  } catch {
    const words = text.trim().slice(0, 500) || response.statusText;
    return new ApiError(response.status, 'HTTP_' + response.status, words);
  }
}

/** Sends a request and parses its JSON by a schema. */
export async function ask<T extends v.GenericSchema>(
  schema: T,
  path: string,
  options: Options = {},
): Promise<v.InferOutput<T>> {
  const response = await send(path, options);
  const json: unknown = await response.json();
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new ApiError(
      response.status,
      'UNEXPECTED_ANSWER',
      `${path}: ${v.getDotPath(issue) ?? 'answer'}: ${issue.message}`,
    );
  }
  return parsed.output;
}
