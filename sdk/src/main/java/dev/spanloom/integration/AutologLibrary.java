package dev.spanloom.integration;

/**
 * The integration of an AI library, found by {@link java.util.ServiceLoader}. It must load where
 * its library is missing. Thread-safe.
 */
public interface AutologLibrary {
  /** The library's short name, as in the setting {@code spanloom.autolog.NAME}. */
  String name();

  /** Whether the library is on the class path. */
  boolean isPresent();

  /** Whether the settings, or the program, switched it off. */
  boolean isDisabled();

  /**
   * Whether it sees clients only where the builders of the library are woven; else the library
   * itself offers a way.
   */
  boolean needsWeaving();

  /** What is traced, for the log: {@code clients that are built from now on}. */
  String covers();

  /** What a program does where weaving is not possible: {@code OpenAiTracing.wrap(client)}. */
  String byHand();

  /** Puts it into force. Called again, it does nothing. */
  void enable();

  /** Forgets what the program set: the settings count again. */
  void reset();

  /**
   * The client that a builder of some library made.
   *
   * @return a traced one in its place when it is one of this library; else the same
   */
  Object traced(Object client);
}
