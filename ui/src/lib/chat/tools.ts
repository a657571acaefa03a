import type { Tool } from './conversation';
import { isObject, listOf, textOrNull } from './taken';

/** Tool definitions in any provider's words. */
export function toolsOf(value: unknown): readonly Tool[] {
  if (isObject(value) && Array.isArray(value['tools'])) return toolsOf(value['tools']); // Bedrock's toolConfig
  return listOf(value).flatMap((one): readonly Tool[] => {
    if (!isObject(one))
      return [{ name: typeof one === 'string' ? one : '', description: null, definition: one }];
    const many = one['functionDeclarations'] ?? one['function_declarations'];
    if (Array.isArray(many)) return toolsOf(many);
    const inner = one['function'] ?? one['toolSpec'] ?? one['custom'] ?? one;
    const said = isObject(inner) ? inner : one;
    return [
      {
        name: textOrNull(said['name']) ?? textOrNull(one['type']) ?? Object.keys(one)[0] ?? '',
        description: textOrNull(said['description']),
        definition: one,
      },
    ];
  });
}
