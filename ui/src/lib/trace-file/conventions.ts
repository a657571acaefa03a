import type { AttributeRecord, CostRecord, Raw, SpanRecord } from './types';
import { isObject, valueOf } from './values';

type Facts = Pick<
  SpanRecord,
  'attributes' | 'inputs' | 'outputs' | 'type' | 'model' | 'inputTokens' | 'outputTokens' | 'cost'
>;

/**
 * Where the facts of a span stand among its attributes: MLflow's own keys, then those of OpenInference and of OpenTelemetry's conventions for
 * GenAI, the first that is there. A server reads more (docs/spec/attribute-conventions.md); a file is shown without one.
 */
const KEYS = {
  inputs: ['mlflow.spanInputs', 'input.value', 'gen_ai.input.messages', 'gen_ai.prompt'],
  outputs: ['mlflow.spanOutputs', 'output.value', 'gen_ai.output.messages', 'gen_ai.completion'],
  type: ['mlflow.spanType', 'openinference.span.kind', 'gen_ai.operation.name'],
  model: [
    'mlflow.llm.model',
    'llm.model_name',
    'gen_ai.response.model',
    'gen_ai.request.model',
    'embedding.model_name',
  ],
  inputTokens: ['llm.token_count.prompt', 'gen_ai.usage.input_tokens'],
  outputTokens: ['llm.token_count.completion', 'gen_ai.usage.output_tokens'],
} as const;

const OPERATIONS: Record<string, string> = {
  chat: 'CHAT_MODEL',
  text_completion: 'LLM',
  generate_content: 'LLM',
  response: 'LLM',
  embeddings: 'EMBEDDING',
  execute_tool: 'TOOL',
  invoke_agent: 'AGENT',
  create_agent: 'AGENT',
  invoke_workflow: 'WORKFLOW',
  retrieval: 'RETRIEVER',
};

/** Attributes that are shown elsewhere. */
const SHOWN_ELSEWHERE = new Set(['mlflow.spanInputs', 'mlflow.spanOutputs']);

export function facts(attributes: readonly AttributeRecord[]): Facts {
  const find = (keys: readonly string[]): Raw | null => {
    for (const key of keys) {
      const found = attributes.find((each) => each.key === key);
      if (found) return found.value;
    }
    return null;
  };
  const text = (keys: readonly string[]): string | null => {
    const raw = find(keys);
    const value = raw && valueOf(raw);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const usage = object(find(['mlflow.chat.tokenUsage']));
  return {
    attributes: attributes.filter((each) => !SHOWN_ELSEWHERE.has(each.key)),
    inputs: find(KEYS.inputs),
    outputs: find(KEYS.outputs),
    type: typeOf(text(KEYS.type)),
    model: text(KEYS.model),
    inputTokens: number(usage?.['input_tokens']) ?? count(find(KEYS.inputTokens)),
    outputTokens: number(usage?.['output_tokens']) ?? count(find(KEYS.outputTokens)),
    cost: costOf(object(find(['mlflow.llm.cost']))),
  };
}

function typeOf(said: string | null): string | null {
  return said === null
    ? null
    : (OPERATIONS[said] ?? (/^[a-z_]+$/.test(said) ? said.toUpperCase() : said));
}

function object(raw: Raw | null): Record<string, unknown> | null {
  const value = raw && valueOf(raw);
  return isObject(value) ? value : null;
}

function count(raw: Raw | null): number | null {
  return raw && number(Number(valueOf(raw)));
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function costOf(said: Record<string, unknown> | null): CostRecord | null {
  if (!said) return null;
  const input = number(said['input_cost'] ?? said['input']) ?? 0;
  const output = number(said['output_cost'] ?? said['output']) ?? 0;
  return { input, output, total: number(said['total_cost'] ?? said['total']) ?? input + output };
}
