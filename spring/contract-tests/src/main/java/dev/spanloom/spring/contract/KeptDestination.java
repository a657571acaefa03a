package dev.spanloom.spring.contract;

import dev.spanloom.destination.ForwardingDestination;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Span;
import java.util.List;
import java.util.Objects;

/** Keeps what was written when the application is over. Thread-safe. */
public final class KeptDestination extends ForwardingDestination {
  private final boolean tells;

  /**
   * Empty.
   *
   * @param tells whether it prints what is written
   */
  public KeptDestination(boolean tells) {
    super(new InMemoryDestination());
    this.tells = tells;
  }

  @Override
  public void write(TraceBatch batch) {
    super.write(batch);
    if (tells) {
      System.out.println("written: " + names());
    }
  }

  /** Of all spans that have ended. */
  public List<String> names() {
    return searchTraces(TraceSearch.builder().experimentId("0").build()).traces().stream()
        .flatMap(trace -> trace.data().spans().stream())
        .filter(Span::isEnded)
        .map(span -> Objects.requireNonNull(span.name()))
        .toList();
  }

  @Override
  public void close() {
    // what was written is looked at
  }
}
