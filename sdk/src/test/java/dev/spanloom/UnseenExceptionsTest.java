package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import dev.spanloom.jvm.Compilers;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exceptions that leave blocks of plain code, as several compilers make it. The blocks are test
 * resources; the name of each span in them is the status that it must end with.
 */
class UnseenExceptionsTest extends TracingTest {
  private static final String BLOCKS = "blocks/Blocks.java";
  private static final String NEWER_BLOCKS = "blocks/NewerBlocks.java";
  private static final String KOTLIN_BLOCKS = "blocks/KotlinBlocks.kt";

  private static Stream<Arguments> rows() throws Exception {
    List<Arguments> rows = new ArrayList<>();
    for (Compilers compiler : Compilers.values()) {
      switch (compiler) {
        case KOTLINC -> addRows(compiler, compiler.load(KOTLIN_BLOCKS), "KotlinBlocks", rows);
        case JAVAC_FOR_8, ECJ_FOR_8 -> addRows(compiler, compiler.load(BLOCKS), "Blocks", rows);
        default -> {
          ClassLoader loader = compiler.load(BLOCKS, NEWER_BLOCKS);
          addRows(compiler, loader, "Blocks", rows);
          addRows(compiler, loader, "NewerBlocks", rows);
        }
      }
    }
    return rows.stream();
  }

  private static void addRows(
      Compilers compiler, ClassLoader loader, String name, List<Arguments> rows)
      throws ClassNotFoundException, IOException {
    Arrays.stream(loader.loadClass("blocks." + name).getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !method.isSynthetic())
        .sorted(Comparator.comparing(Method::getName))
        .forEach(method -> rows.add(Arguments.of(compiler, method.getName(), method)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rows")
  void aSpanKnowsThatItsBlockFailed(Compilers compiler, String name, Method block)
      throws Exception {
    run(block);
    List<Span> spans = new ArrayList<>();
    for (Trace trace : traces()) {
      spans.addAll(trace.data().spans());
    }
    assertThat(spans).as("spans").isNotEmpty();
    for (Span span : spans) {
      String[] expected = span.name().split(" ", -1);
      assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.valueOf(expected[0]));
      boolean detected = span.name().equals("ERROR");
      assertThat(span.attribute("spanloom.exception.detected")).isEqualTo(detected ? true : null);
      assertThat(span.events()).hasSize(span.name().endsWith("recorded") ? 1 : 0);
    }
  }

  private static void run(Method block) throws IllegalAccessException {
    try {
      block.invoke(null);
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).as("thrown").isNotInstanceOf(LinkageError.class);
    }
  }
}
