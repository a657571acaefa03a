package dev.spanloom.autolog.contract;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** How a program asks a model through the library that is under test. */
public interface ModelUser extends AutoCloseable {
  /** Asks and waits for the whole answer. */
  String ask(String prompt) throws Exception;

  /** Asks for the answer with a tool on offer that has this name. */
  void askWithTool(String prompt, String tool) throws Exception;

  /**
   * Asks for a stream, reads some pieces of it, and closes it.
   *
   * @param most how many pieces are read before it is closed; more than there are to read them all
   * @return the text of what was read
   */
  String stream(String prompt, int most) throws Exception;

  /** Asks for a stream, reads one piece, and forgets it without closing it. */
  void streamAndForget(String prompt) throws Exception;

  /** Asks asynchronously. */
  CompletableFuture<String> askLater(String prompt);

  /**
   * Asks for a stream asynchronously.
   *
   * @param piece is given each piece on the library's thread
   * @return completes at the end of the stream
   */
  CompletableFuture<Void> streamLater(String prompt, Consumer<String> piece);

  @Override
  void close() throws Exception;
}
