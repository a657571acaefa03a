import type { MediaPart, Part } from './conversation';
import { isObject, Taken } from './taken';

/** The content of a message in any provider's words: a text, or parts. */
export function partsOf(content: unknown): readonly Part[] {
  if (content === null || content === undefined || content === '') return [];
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (Array.isArray(content)) return content.flatMap(partsOf);
  if (isObject(content)) return known(content) ?? [{ kind: 'unknown', value: content }];
  return [{ kind: 'unknown', value: content }];
}

/** A part that is understood, with what was left of it; null for any other. */
function known(value: Record<string, unknown>): readonly Part[] | null {
  const fields = new Taken(value);
  const type = typeof value['type'] === 'string' ? value['type'] : null;
  const read = type === null ? byField(fields) : (BY_TYPE[type]?.(fields) ?? null);
  if (read === null) return null;
  if (type !== null) fields.take('type');
  return [...read, ...leftOf(fields)];
}

/** What was not understood of something, as a part of its own. */
export function leftOf(fields: Taken): readonly Part[] {
  const rest = fields.rest();
  return rest.length > 0 ? [{ kind: 'unknown', more: true, value: Object.fromEntries(rest) }] : [];
}

type Reader = (fields: Taken) => readonly Part[] | null;

const one = (part: Part | null): readonly Part[] | null => part && [part];

const text: Reader = (fields) => {
  const said = fields.text('text', 'content');
  return said === null ? null : one({ kind: 'text', text: said });
};

const reasoning: Reader = (fields) => {
  const said = fields.text('thinking', 'text', 'content', 'reasoning');
  const parts: Part[] = said === null ? [] : [{ kind: 'reasoning', text: said }];
  for (const piece of [
    ...(fields.list('summary') ?? []),
    ...(said === null ? (fields.list('content') ?? []) : []),
  ]) {
    const inner = isObject(piece) ? new Taken(piece) : null;
    const words = inner?.text('text') ?? null;
    if (inner && words !== null) {
      inner.take('type');
      parts.push({ kind: 'reasoning', text: words }, ...leftOf(inner));
    } else {
      parts.push({ kind: 'unknown', value: piece });
    }
  }
  return parts;
};

const refusal: Reader = (fields) => {
  const said = fields.text('refusal');
  return said === null ? null : one({ kind: 'refusal', text: said });
};

const call: Reader = (fields) => {
  const name = fields.text('name');
  return name === null
    ? null
    : one({
        kind: 'call',
        id: fields.text('call_id', 'id', 'toolUseId'),
        name,
        input: inputOf(fields.take('input', 'arguments', 'args')),
      });
};

const result: Reader = (fields) => {
  const failed =
    fields.oneOf('is_error', true, false) === true ||
    fields.oneOf('status', 'error', 'success', 'completed') === 'error';
  return one({
    kind: 'result',
    id: fields.text('tool_use_id', 'call_id', 'toolUseId', 'tool_call_id', 'id'),
    name: fields.text('name'),
    failed,
    parts: partsOf(fields.take('content', 'output', 'response', 'result')),
  });
};

/** Arguments are often JSON within a text. */
export function inputOf(given: unknown): unknown {
  if (typeof given !== 'string') return given ?? {};
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return given;
  }
}

const media =
  (kind: MediaPart['media'], ...inner: readonly string[]): Reader =>
  (fields) => {
    const url = fields.text(...inner);
    if (url)
      return one({ kind: 'media', media: kind, type: typeOfUrl(url), name: null, at: { url } });
    const source = fields.object(...inner) ?? fields;
    const part = sourceOf(source, kind);
    if (part && source !== fields) source.oneOf('type', 'base64', 'url', 'file');
    const name = part?.name ?? fields.text('title', 'filename', 'name');
    return part && [{ ...part, name }, ...(source === fields ? [] : leftOf(source))];
  };

/** Where a medium is, in any provider's words. */
function sourceOf(
  fields: Taken,
  kind: MediaPart['media'],
  hint: string | null = null,
): MediaPart | null {
  const type = fields.text('media_type', 'mimeType', 'mime_type', 'mediaType');
  const format = type ?? fields.text('format') ?? hint;
  const name = fields.text('filename', 'name', 'title', 'displayName');
  const mime = format && (format.includes('/') ? format : `${ofKind(kind)}/${format}`);
  const part = (at: MediaPart['at']): MediaPart => ({
    kind: 'media',
    media: type?.startsWith('image/') ? 'image' : kind,
    type: mime ?? ('url' in at ? typeOfUrl(at.url) : null),
    name,
    at,
  });
  const url = fields.text('url', 'uri', 'fileUri', 'file_uri', 'file_url', 'image_url');
  if (url) return part({ url });
  const data = fields.text('data', 'file_data', 'bytes', 'content');
  if (data) {
    fields.oneOf('type', 'base64', 'url', 'file');
    return part({
      url: data.startsWith('data:')
        ? data
        : `data:${mime ?? 'application/octet-stream'};base64,${data}`,
    });
  }
  const id = fields.text('file_id', 'fileId', 'id');
  return id ? part({ id }) : null;
}

const ofKind = (kind: MediaPart['media']): string => (kind === 'file' ? 'application' : kind);

function typeOfUrl(url: string): string | null {
  return /^data:([^;,]+)/.exec(url)?.[1] ?? null;
}

/** OpenTelemetry says the kind of a medium in a field. */
const byModality: Reader = (fields) => {
  const modality = fields.text('modality');
  const kind =
    modality === 'image' || modality === 'audio' || modality === 'video' ? modality : 'file';
  return one(sourceOf(fields, kind));
};

const BY_TYPE: Record<string, Reader | undefined> = {
  text,
  input_text: text,
  output_text: text,
  thinking: reasoning,
  reasoning,
  refusal,
  tool_use: call,
  server_tool_use: call,
  mcp_tool_use: call,
  function_call: call,
  tool_call: call,
  tool_result: result,
  mcp_tool_result: result,
  web_search_tool_result: result,
  function_call_output: result,
  tool_call_response: result,
  image: media('image', 'source', 'image'),
  image_url: media('image', 'image_url'),
  input_image: media('image', 'image_url'),
  document: media('file', 'source'),
  file: (fields) => (fields.has('modality') ? byModality(fields) : media('file', 'file')(fields)),
  input_file: media('file', 'file'),
  input_audio: media('audio', 'input_audio'),
  audio: media('audio', 'audio', 'source'),
  audio_url: media('audio', 'audio_url'),
  video_url: media('video', 'video_url'),
  video: media('video', 'video', 'source'),
  blob: byModality,
  uri: byModality,
};

/** Gemini and Bedrock say by the name of a field what a part is. */
function byField(fields: Taken): readonly Part[] | null {
  for (const [name, read] of BY_FIELD) {
    const inner = fields.object(name);
    if (inner) {
      const parts = read(inner);
      return parts && [...parts, ...leftOf(inner)];
    }
  }
  const said = fields.text('text');
  if (said === null) return null;
  const thought = fields.oneOf('thought', true, false) === true;
  return one({ kind: thought ? 'reasoning' : 'text', text: said });
}

const withSource =
  (kind: MediaPart['media']): Reader =>
  (fields) => {
    const source = fields.object('source');
    const where = source?.object('s3Location') ?? source;
    const read = where && sourceOf(where, kind, fields.text('format'));
    if (!source || !where || !read) return null;
    const name = read.name ?? fields.text('name');
    return [{ ...read, name }, ...leftOf(where), ...(where === source ? [] : leftOf(source))];
  };

const bedrockReasoning: Reader = (fields) => {
  const inner = fields.object('reasoningText');
  return inner && [...(reasoning(inner) ?? []), ...leftOf(inner)];
};

const BY_FIELD: readonly (readonly [string, Reader])[] = [
  ['functionCall', call],
  ['function_call', call],
  ['toolUse', call],
  ['functionResponse', result],
  ['function_response', result],
  ['toolResult', result],
  ['reasoningContent', bedrockReasoning],
  ['inlineData', media('file')],
  ['inline_data', media('file')],
  ['fileData', media('file')],
  ['file_data', media('file')],
  ['image', withSource('image')],
  ['document', withSource('file')],
  ['video', withSource('video')],
  ['audio', withSource('audio')],
];
