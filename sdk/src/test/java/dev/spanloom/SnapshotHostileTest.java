package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.proxy.HibernateProxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values that do anything at all when they are read never reach the program. */
class SnapshotHostileTest extends TracingTest {
  private @Nullable Object kept(@Nullable Object value) {
    try (var span = Mlflow.startSpan("s")) {
      span.setInputs(value);
    }
    return span().inputs();
  }

  static final class Exploding {
    public String getGood() {
      return "good";
    }

    public String getBad() {
      throw new IllegalStateException("secret");
    }

    public String getWorse() {
      throw new AssertionError("secret");
    }

    public String getDeep() {
      return getDeep();
    }
  }

  static final class ExplodingText {
    @Override
    public String toString() {
      throw new IllegalStateException("secret");
    }
  }

  static final class Lazy implements HibernateProxy {
    public String getName() {
      throw new AssertionError("was loaded");
    }
  }

  static final class Node {
    private final List<Node> children = new ArrayList<>();

    public List<Node> getChildren() {
      return children;
    }
  }

  @Test
  void aGetterThatThrowsCostsOnlyItsProperty() {
    assertThat(kept(new Exploding()))
        .isInstanceOfSatisfying(
            Map.class,
            map -> {
              assertThat(map.get("good")).isEqualTo("good");
              assertThat(map.get("bad")).isEqualTo("<unreadable: java.lang.IllegalStateException>");
              assertThat(map.get("worse")).isEqualTo("<unreadable: java.lang.AssertionError>");
              assertThat(map.get("deep")).isEqualTo("<unreadable: java.lang.StackOverflowError>");
            });
  }

  @Test
  void aTextThatThrowsIsNamed() {
    assertThat(kept(List.of(1, new ExplodingText(), 2)))
        .isEqualTo(
            List.of(
                1L,
                "<unreadable " + ExplodingText.class.getName() + ": IllegalStateException>",
                2L));
    assertThat(traces()).hasSize(1);
  }

  @Test
  void aKeyThatThrowsDoesNotCostTheSpan() {
    Map<Object, Object> map = new HashMap<>();
    map.put(new ExplodingText(), 1);
    assertThat(kept(map).toString()).contains("unreadable");
  }

  @Test
  void cyclesAreCut() {
    Node node = new Node();
    node.children.add(node);
    assertThat(kept(node)).isEqualTo(Map.of("children", List.of("<cycle>")));
  }

  @Test
  void aValueSeenTwiceIsNoCycle() {
    List<String> shared = List.of("x");
    assertThat(kept(List.of(shared, shared))).isEqualTo(List.of(shared, shared));
  }

  @Test
  void whatLoadsFromADatabaseIsNotTouched() {
    assertThat(kept(new Lazy())).isEqualTo("<lazy " + Lazy.class.getName() + ">");
  }

  @Test
  void streamsIteratorsAndFuturesAreNotConsumed() {
    Stream<Integer> stream = Stream.of(1, 2);
    Iterator<Integer> iterator = List.of(1, 2).iterator();
    CompletableFuture<Integer> future = new CompletableFuture<>();
    Supplier<Integer> lambda = () -> 1;
    assertThat(kept(List.of(stream, iterator, future, lambda)).toString())
        .contains("<java.util.stream.ReferencePipeline")
        .contains("<java.util.concurrent.CompletableFuture>")
        .contains("Lambda");
    assertThat(stream.toList()).containsExactly(1, 2);
    assertThat(iterator.next()).isEqualTo(1);
  }

  @Test
  void aListThatChangesMeanwhileKeepsWhatWasRead() {
    List<Object> changing =
        new AbstractList<>() {
          @Override
          public Object get(int index) {
            if (index == 2) {
              throw new ConcurrentModificationException();
            }
            return index;
          }

          @Override
          public int size() {
            return 5;
          }
        };
    assertThat(kept(changing))
        .isEqualTo(
            List.of(
                0L, 1L, "<unreadable: java.util.ConcurrentModificationException after 2 items>"));
    Map<String, Object> broken =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, Object>> entrySet() {
            throw new ConcurrentModificationException();
          }
        };
    assertThat(kept2(broken)).contains("unreadable");
  }

  private String kept2(Object value) {
    memory.clear();
    return String.valueOf(kept(value));
  }

  @Test
  void longListsDeepNestingAndLongTextsAreCutAndMarked() {
    setting("spanloom.value.max-items", 100);
    setting("spanloom.value.max-depth", 5);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      numbers.add(i);
    }
    assertThat((List<?>) kept(numbers)).hasSize(101).last().isEqualTo("<cut: 900 more items>");
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    assertThat(kept2(deep)).contains("<cut: nested deeper than 5>");
    setting("spanloom.value.max-bytes", 1000);
    assertThat(kept2("\ud83d\ude00".repeat(5000)))
        .hasSizeLessThan(1100)
        .contains("<cut: ")
        .contains("more characters>");
    assertThat(kept2(Map.of("a", "x".repeat(2000)))).contains("<cut: ");
    setting("mlflow.trace.extract.attachments", false);
    assertThat(kept2(new byte[2000])).isEqualTo("<cut: 2000 bytes>");
  }

  @Test
  void anEndlessCollectionIsCut() {
    setting("spanloom.value.max-items", 100);
    List<Integer> endless =
        new AbstractList<>() {
          @Override
          public Integer get(int index) {
            return index;
          }

          @Override
          public int size() {
            return Integer.MAX_VALUE;
          }
        };
    assertThat((List<?>) kept(endless)).hasSize(101);
  }

  @Test
  void aGetterThatIsTracedItselfIsNoProblem() {
    final class Traced {
      @SuppressWarnings("unused") // read by the snapshot
      public int getAnswer() {
        return Mlflow.withSpan(
            "inner",
            span -> {
              span.setInputs(Map.of("deep", List.of(1, 2, 3)));
              return 42;
            });
      }
    }

    try (var span = Mlflow.startSpan("outer")) {
      span.setInputs(List.of("before", new Traced(), "after"));
    }
    assertThat(span("inner").inputs()).isEqualTo(Map.of("deep", List.of(1L, 2L, 3L)));
    assertThat(span("outer").inputs().toString()).startsWith("[before, ").endsWith(", after]");
  }
}
