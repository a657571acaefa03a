package dev.spanloom.destinations.otlp;

import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpReply;
import java.util.List;
import java.util.Map;

/** Sends requests in one of the forms. Thread-safe; owns its threads and connections. */
interface Sender extends AutoCloseable {
  /** An answer is a few bytes, or somebody else's. */
  int LARGEST_REPLY_BYTES = 4 << 20;

  /**
   * Sends spans by one request.
   *
   * @param headers beside those of the settings, which go before them
   * @throws dev.spanloom.destination.RetryLaterException when it may work later
   * @throws dev.spanloom.entities.MlflowException when the request is refused for good
   */
  OtlpReply send(List<EncodedSpan> spans, Map<String, String> headers);

  /** Ends what is under way. */
  @Override
  void close();
}
