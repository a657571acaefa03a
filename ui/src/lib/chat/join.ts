import type { CallPart, Message, Part, ResultPart } from './conversation';

/** Puts the results of tools to the calls that they answer, by id, else by name in their order. Results of no call stay where they are. */
export function joined(messages: readonly Message[]): readonly Message[] {
  const results = messages.flatMap(({ parts }) =>
    parts.filter((part): part is ResultPart => part.kind === 'result'),
  );
  const used = new Set<ResultPart>();
  const resultOf = (call: CallPart): ResultPart | undefined => {
    const result = results.find(
      (one) =>
        !used.has(one) &&
        (call.id !== null && one.id !== null
          ? one.id === call.id
          : one.name !== null && one.name === call.name),
    );
    if (result) used.add(result);
    return result;
  };
  const withResults = messages.map((message) => ({
    ...message,
    parts: message.parts.map((part): Part => {
      const result = part.kind === 'call' ? resultOf(part) : undefined;
      return part.kind === 'call' && result ? { ...part, result } : part;
    }),
  }));
  return withResults
    .map((message) => ({
      ...message,
      parts: message.parts.filter((part) => part.kind !== 'result' || !used.has(part)),
    }))
    .filter((message, index) => message.parts.length > 0 || messages[index]?.parts.length === 0);
}
