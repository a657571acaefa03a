package dev.spanloom.autolog.contract;

/** How a provider says things over the wire; written by hand from its public documentation. */
public interface Wire {
  /** An answer with its usage. */
  Reply answer(String text, int inputTokens, int outputTokens);

  /** The answer in pieces, with its usage at the end: one event for each piece at least. */
  Reply stream(String[] pieces, int inputTokens, int outputTokens);

  /** A refusal, with a message. */
  Reply error(int status, String message);

  /** An answer that asks for a call of a tool. */
  Reply toolCall(String tool, String argumentsJson);
}
