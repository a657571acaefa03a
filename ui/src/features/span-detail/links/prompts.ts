import { isObject } from '../../../lib/chat/taken';

export interface LinkedPrompt {
  readonly name: string;
  readonly version: string;
}

/** The prompts that a trace is linked to, of its tag `mlflow.linkedPrompts`. */
export function promptsOf(tags: Readonly<Record<string, string>>): readonly LinkedPrompt[] {
  try {
    const list: unknown = JSON.parse(tags['mlflow.linkedPrompts'] ?? '[]');
    if (!Array.isArray(list)) return [];
    return (list as unknown[]).flatMap((one) =>
      isObject(one) && typeof one['name'] === 'string'
        ? [{ name: one['name'], version: JSON.stringify(one['version'] ?? '').replaceAll('"', '') }]
        : [],
    );
  } catch {
    return []; // a tag is what anybody wrote
  }
}
