package dev.spanloom.autolog.http;

import java.io.IOException;

/** Follows the body of an answer. Used by one thread at a time; ends once. */
interface AnswerRecorder {
  void read(byte[] bytes, int from, int count);

  /** The body came to its end. */
  void finished();

  /** The program, or the library for it, read no further. */
  void closed();

  /** Reading failed. */
  void failed(IOException error);
}
