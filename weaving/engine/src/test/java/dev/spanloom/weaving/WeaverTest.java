package dev.spanloom.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.testing.SpanloomExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine alone; what users see of it in all its ways is the suite of behaviour-tests. */
class WeaverTest {
  @RegisterExtension final SpanloomExtension spanloom = new SpanloomExtension();

  @Test
  void aTracedMethodIsASpanOfItsInputsAndOutputs() throws Exception {
    Compiled subject =
        Compiled.of(
            """
            class Subject {
              static Object run() { return add(1, 2L); }
              @Trace(name = "sum", spanType = SpanType.TOOL, attributes = @Trace.Attribute(key = "k", value = "v"))
              static double add(int a, long b) { return a + b; }
            }
            """,
            "-parameters");
    assertThat(subject.woven().run("run")).isEqualTo(3.0);
    Span span = span();
    assertThat(span.name()).isEqualTo("sum");
    assertThat(span.spanType()).isEqualTo("TOOL");
    assertThat(span.inputs()).isEqualTo(Map.of("a", 1L, "b", 2L));
    assertThat(span.outputs()).isEqualTo(3.0);
    assertThat(span.attributes()).containsEntry("k", "v");
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }

  @Test
  void parametersHaveTheirNamesFromDebugInformationToo() throws Exception {
    Compiled subject =
        Compiled.of(
            """
            class Subject {
              static Object run() { return new Subject().sum(1.5, null, "x"); }
              @Trace Object sum(double first, String second, @Trace.Input("third") String z) {
                long other = 5; return first + other;
              }
            }
            """,
            "-g");
    subject.woven().run("run");
    assertThat(String.valueOf(span().inputs())).isEqualTo("{first=1.5, second=null, third=x}");
  }

  @Test
  void theExceptionThatEscapesATryBlockIsRecordedAndStaysItself() throws Exception {
    Compiled subject =
        Compiled.of(
            """
            class Subject {
              static final RuntimeException THROWN = new IllegalStateException("no");
              static Object run() throws Exception {
                try (var span = Mlflow.startSpan("x")) {
                  throw THROWN;
                }
              }
            }
            """);
    Object thrown = subject.woven().run("run");
    assertThat(thrown).isInstanceOf(IllegalStateException.class);
    assertThat(((Throwable) thrown).getSuppressed()).isEmpty();
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span().status().description()).isEqualTo("IllegalStateException: no");
    assertThat(span().events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "try { work(); } catch (Throwable t) { span.close(); return 1; } span.close(); return 0;",
        "try (span) { work(); } catch (RuntimeException e) { return 1; } return 0;",
        "try { throw new Error(); } catch (Throwable t) { try (span) { ok(); } if (t == null) throw t; } return 0;",
      })
  void onlyTheBlockOfTheSpanItselfCounts(String body) throws Exception {
    Compiled subject =
        Compiled.of(
            """
            class Subject {
              static void ok() {}
              static void work() { throw new RuntimeException("boom"); }
              static Object run() throws Throwable {
                LiveSpan span = Mlflow.startSpan("x");
                %s
              }
            }
            """
                .formatted(body));
    subject.woven().run("run");
    boolean escapes = body.startsWith("try (span)");
    assertThat(span().status().statusCode())
        .isEqualTo(escapes ? SpanStatusCode.ERROR : SpanStatusCode.OK);
  }

  @Test
  void closingInAFinallyBlockCountsAsWell() throws Exception {
    Compiled subject =
        Compiled.of(
            """
            class Subject {
              static Object run() {
                LiveSpan span = Mlflow.startSpan("x");
                try {
                  throw new RuntimeException("boom");
                } finally {
                  for (int i = 0; i < 3; i++) { span.addEvent("cleanup"); }
                  span.close();
                }
              }
            }
            """);
    assertThat(subject.woven().run("run")).isInstanceOf(RuntimeException.class);
    assertThat(span().status().description()).isEqualTo("RuntimeException: boom");
  }

  @Test
  void aWovenClassIsNotWovenAgain() {
    Compiled once =
        Compiled.of(
                """
                class Subject { @Trace static void run() { try (var s = Mlflow.startSpan("x")) {} } }
                """)
            .woven();
    byte[] classFile = once.classFile("Subject");
    assertThat(once.woven().classFile("Subject")).isSameAs(classFile);
  }

  @Test
  void aClassWithNothingToWeaveStaysAsItIs() {
    Compiled subject = Compiled.of("class Subject { LiveSpan span; }");
    assertThat(subject.woven().classFile("Subject")).isSameAs(subject.classFile("Subject"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Trace Subject() {}",
        "@Trace abstract void run();",
        "@Trace native void run();",
        "@Trace(samplingRatio = 1.5) void run() {}",
        "@Trace(destination = \"a.b.c\") void run() {}",
        "@Trace(outputReducer = OutputReducer.JoinedText.class) String run() { return null; }",
        "@Trace(outputReducer = Bad.class) Stream<String> run() { return null; }"
            + " abstract static class Bad implements OutputReducer {}",
        "@Trace(attributes = @Trace.Attribute(key = \"\", value = \"\")) void run() {}",
      })
  void anAnnotationThatCannotBeHonouredIsSaidWithItsMethod(String member) {
    Compiled woven = Compiled.of("abstract class Subject { " + member + " }").woven();
    assertThat(woven.problems()).hasSize(1);
    assertThat(woven.problems().get(0).toString())
        .startsWith("Subject.")
        .contains("@Trace", "expected");
  }

  @Test
  void aBrokenClassFileIsAProblemAndNoException() {
    byte[] broken = "dev/spanloom/LiveSpan Ldev/spanloom/Trace;".getBytes();
    WovenClass woven = new Weaver().weave(broken, ClassSource.NONE);
    assertThat(woven.classFile()).isNull();
    assertThat(woven.problems()).hasSize(1);
  }

  private Span span() {
    return spanloom.trace().data().spans().get(0);
  }
}
