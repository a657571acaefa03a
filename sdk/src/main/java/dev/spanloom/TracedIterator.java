package dev.spanloom;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An iterator whose items are recorded; its own code runs with the span current, the consumer's
 * does not.
 */
final class TracedIterator<T extends @Nullable Object> implements Iterator<T>, AutoCloseable {
  private final Iterator<T> iterator;
  private final ChunkRecorder recorder;

  TracedIterator(Iterator<T> iterator, ChunkRecorder recorder) {
    this.iterator = iterator;
    this.recorder = recorder;
  }

  @Override
  public boolean hasNext() {
    boolean more;
    try (var scope = recorder.span().makeCurrent()) {
      more = iterator.hasNext();
    } catch (Throwable e) {
      recorder.failed(e);
      throw e;
    }
    if (!more) {
      recorder.completed();
    }
    return more;
  }

  @Override
  public T next() {
    T item;
    try (var scope = recorder.span().makeCurrent()) {
      item = iterator.next();
    } catch (NoSuchElementException e) {
      recorder.completed();
      throw e;
    } catch (Throwable e) {
      recorder.failed(e);
      throw e;
    }
    recorder.item(item);
    return item;
  }

  @Override
  public void remove() {
    iterator.remove();
  }

  /** Ends the span with what came so far; for consumers that stop early. */
  @Override
  public void close() throws Exception {
    try {
      if (iterator instanceof AutoCloseable closeable) {
        closeable.close();
      }
    } finally {
      recorder.cancelled();
    }
  }
}
