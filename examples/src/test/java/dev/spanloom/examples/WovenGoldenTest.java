package dev.spanloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.OutputReducer;
import dev.spanloom.Trace;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recorded decorators and exceptions of Python, and what the same leaves in Java, where the
 * build plugin wove it: the classes of this test are woven as well.
 */
class WovenGoldenTest {
  @TempDir java.nio.file.Path folder;

  /** As the scenario {@code s12_decorators} has it. */
  static final class Decorators {
    @Trace
    static Stream<Integer> gen(int n) {
      return IntStream.range(0, n).boxed();
    }

    @Trace(outputReducer = Sum.class)
    static Stream<Integer> gen2(int n) {
      return IntStream.range(0, n).boxed();
    }

    @Trace
    static CompletableFuture<Integer> aw(int x) {
      return CompletableFuture.supplyAsync(() -> x * 2, SAME_THREAD);
    }

    @Trace
    Map<String, Object> method(int a, String b) {
      Map<String, Object> both = new LinkedHashMap<>();
      both.put("a", a);
      both.put("b", b);
      return both;
    }

    @Trace
    static int st(int a) {
      return a;
    }

    private static final Executor SAME_THREAD = Runnable::run;
  }

  static final class Sum implements OutputReducer {
    @Override
    public Object apply(List<@Nullable Object> items) {
      return items.stream().mapToInt(item -> (Integer) item).sum();
    }
  }

  @BeforeEach
  void useAStoreOfItsOwn() {
    Mlflow.reset();
    Mlflow.setTrackingUri("sqlite:" + folder.resolve("traces.db"));
  }

  @AfterEach
  void closeTheStore() {
    Mlflow.reset();
  }

  @Test
  void anExceptionThatIsCaughtAroundABlockIsTheBlocksAsInPython() throws IOException {
    try (var parent = Mlflow.startSpan("parent")) {
      try (var child = Mlflow.startSpan("child")) {
        throw new NoSuchElementException("'missing'");
      } catch (NoSuchElementException e) {
        parent.setOutputs("recovered");
      }
    }

    assertSameAsGolden("s06b_exception_child_handled", "trace.json");
  }

  @Test
  void aStreamIsAsAGeneratorInPython() throws IOException {
    assertThat(Decorators.gen(3).toList()).containsExactly(0, 1, 2);

    assertSameAsGoldenGenerator("trace_00.json");
  }

  @Test
  void aReducedStreamIsAsAReducedGeneratorInPython() throws IOException {
    assertThat(Decorators.gen2(3).toList()).containsExactly(0, 1, 2);

    assertSameAsGoldenGenerator("trace_01.json");
  }

  @Test
  void aFutureIsAsAnAsyncFunctionInPython() throws IOException {
    assertThat(Decorators.aw(4).join()).isEqualTo(8);

    assertSameAsGolden("s12_decorators", "trace_02.json");
  }

  @Test
  void anInstanceMethodIsAsInPython() throws IOException {
    assertThat(new Decorators().method(1, "d")).hasSize(2);

    assertSameAsGolden("s12_decorators", "trace_03.json");
  }

  @Test
  void aStaticMethodIsAsInPython() throws IOException {
    assertThat(Decorators.st(9)).isEqualTo(9);

    assertSameAsGolden("s12_decorators", "trace_04.json");
  }

  @Test
  void aTracedLambdaIsAsInPython() throws IOException {
    Function<Integer, Integer> traced =
        Mlflow.traced("lam").functionName("<lambda>").parameterNames("x").function(x -> x + 1);

    assertThat(traced.apply(1)).isEqualTo(2);

    assertSameAsGolden("s12_decorators", "trace_05.json");
  }

  /** Python does not name the function of a generator, as it does for all others; we do. */
  private static void assertSameAsGoldenGenerator(String file) throws IOException {
    var span = last().data().spans().get(0);
    var withoutFunction = span.toBuilder().removeAttribute("mlflow.spanFunctionName").build();
    assertThat(span.attribute("mlflow.spanFunctionName")).isEqualTo(span.name());
    assertThat(
            GoldenComparison.comparable(
                new dev.spanloom.entities.Trace(last().info(), List.of(withoutFunction))))
        .isEqualTo(GoldenComparison.comparable(GoldenComparison.golden("s12_decorators", file)));
  }

  private static void assertSameAsGolden(String scenario, String file) throws IOException {
    assertThat(GoldenComparison.comparable(last()))
        .isEqualTo(GoldenComparison.comparable(GoldenComparison.golden(scenario, file)));
  }

  private static dev.spanloom.entities.Trace last() {
    return Mlflow.getTrace(Mlflow.getLastActiveTraceId().orElseThrow()).orElseThrow();
  }
}
