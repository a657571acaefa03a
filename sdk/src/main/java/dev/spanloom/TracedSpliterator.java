package dev.spanloom;

import java.util.Comparator;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A spliterator whose items are recorded as they are taken, in their order; it does not split. */
final class TracedSpliterator<T extends @Nullable Object> implements Spliterator<T> {
  private final Spliterator<T> items;
  private final ChunkRecorder recorder;

  TracedSpliterator(Spliterator<T> items, ChunkRecorder recorder) {
    this.items = items;
    this.recorder = recorder;
  }

  @Override
  @SuppressWarnings("unchecked") // the holder gets what the spliterator of T gives
  public boolean tryAdvance(Consumer<? super T> action) {
    @Nullable Object[] taken = new Object[1];
    boolean more;
    try (var scope = recorder.span().makeCurrent()) {
      more = items.tryAdvance(item -> taken[0] = item);
    } catch (Throwable e) {
      recorder.failed(e);
      throw e;
    }
    if (more) {
      recorder.item(taken[0]);
      action.accept((T) taken[0]);
    } else {
      recorder.completed();
    }
    return more;
  }

  @Override
  public @Nullable Spliterator<T> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return items.estimateSize();
  }

  @Override
  public int characteristics() {
    // a known size would let a stream count its items without taking them
    return items.characteristics() & ~(Spliterator.SIZED | Spliterator.SUBSIZED);
  }

  @Override
  public Comparator<? super T> getComparator() {
    return items.getComparator();
  }
}
