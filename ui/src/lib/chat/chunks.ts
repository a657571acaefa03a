import { isObject, listOf } from './taken';

/** The chunks of a stream of OpenAI's chat completions as the one answer that they make; anything else as it is. */
export function mergedChunks(outputs: unknown): unknown {
  const chunks = listOf(outputs);
  if (chunks.length === 0 || !chunks.every(isChunk)) return outputs;
  const choices = new Map<number, Record<string, unknown>>();
  let all: Record<string, unknown> = {};
  for (const chunk of chunks) {
    if (!isObject(chunk)) continue;
    const { choices: given, ...rest } = chunk;
    all = { ...all, ...present(rest) };
    for (const choice of listOf(given)) {
      if (!isObject(choice)) continue;
      const { delta, index, ...more } = choice;
      const at = typeof index === 'number' ? index : 0;
      const before = choices.get(at) ?? { index: at, message: { role: 'assistant' } };
      choices.set(at, {
        ...before,
        ...present(more),
        message: merge(before['message'], delta),
      });
    }
  }
  return { ...all, object: 'chat.completion', choices: [...choices.values()] };
}

function isChunk(value: unknown): boolean {
  return (
    isObject(value) &&
    Array.isArray(value['choices']) &&
    value['choices'].every((choice) => isObject(choice) && 'delta' in choice)
  );
}

function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** Texts are put together, lists by their `index`, objects field by field. */
function merge(before: unknown, delta: unknown, name = ''): unknown {
  if (delta === null || delta === undefined) return before;
  if (typeof before === 'string' && typeof delta === 'string') {
    return ['id', 'type', 'role'].includes(name) ? delta : before + delta;
  }
  if (Array.isArray(before) && Array.isArray(delta)) {
    const list: unknown[] = [...(before as unknown[])];
    for (const one of delta as unknown[]) {
      const index = isObject(one) ? one['index'] : undefined;
      const at = list.findIndex((other) => isObject(other) && other['index'] === index);
      if (index === undefined || at < 0) list.push(one);
      else list[at] = merge(list[at], one);
    }
    return list;
  }
  if (isObject(before) && isObject(delta)) {
    const merged = { ...before };
    for (const [key, value] of Object.entries(delta)) {
      merged[key] = merge(before[key], value, key);
    }
    return merged;
  }
  return delta;
}
