package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TraceState;
import dev.spanloom.internal.woven.WovenCalls;
import dev.spanloom.jvm.Compilers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When {@code close()} looks where it is called from, and what comes of it. */
class UnseenExceptionRulesTest extends TracingTest {
  private static final String BLOCKS = "blocks/Blocks.java";

  private static void fail() {
    throw new IllegalStateException("boom");
  }

  private static void closedByAnException(LiveSpan span) {
    try (span) {
      fail();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("boom").hasNoSuppressedExceptions();
    }
  }

  @Test
  void theSpanSaysThatTheExceptionWasNotSeen() {
    closedByAnException(Mlflow.startSpan("s"));
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span().status().description())
        .isEqualTo(
            "An exception left the block; close() cannot see it. Weaving or withSpan records it.");
    assertThat(span().attribute("spanloom.exception.detected")).isEqualTo(true);
    assertThat(span().events()).isEmpty();
    assertThat(trace().info().state()).isEqualTo(TraceState.ERROR);
  }

  @Test
  void anExceptionRecordedLateTakesThePlaceOfTheDetection() {
    LiveSpan span = Mlflow.startSpan("s");
    closedByAnException(span);
    assertThat(Mlflow.flush()).isTrue();
    span.recordException(new IllegalStateException("boom"));
    assertThat(span().status()).isEqualTo(SpanStatus.error("IllegalStateException: boom"));
    assertThat(span().attributes()).doesNotContainKey("spanloom.exception.detected");
    assertThat(span().events()).hasSize(1);
  }

  @Test
  void theSettingSwitchesTheLookOff() {
    setting("spanloom.close.detect-exceptions", false);
    closedByAnException(Mlflow.startSpan("s"));
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void aFailureStaysWhereACleanExitOverwritesTheStatus() {
    Mlflow.setStatusOverwrittenOnExit(true);
    closedByAnException(Mlflow.startSpan("s"));
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void anExplicitErrorKeepsItsDescription() {
    closedByAnException(Mlflow.startSpan("s").setStatus(SpanStatus.error("mine")));
    assertThat(span().status()).isEqualTo(SpanStatus.error("mine"));
    assertThat(span().attributes()).doesNotContainKey("spanloom.exception.detected");
  }

  @Test
  void aSpanThatRecordsNothingIsClosedAsEver() {
    closedByAnException(LiveSpan.NO_OP);
    assertThat(traces()).isEmpty();
  }

  @Test
  void theSdksOwnBlocksRecordTheExceptionItself() {
    try {
      Mlflow.runWithSpan("s", span -> fail());
    } catch (IllegalStateException e) {
      assertThat(span().attributes()).doesNotContainKey("spanloom.exception.detected");
      assertThat(span().events()).hasSize(1);
    }
  }

  // ---- woven code tells

  @Test
  void wovenCodeHandsTheExceptionOver() {
    LiveSpan span = Mlflow.startSpan("s");
    IllegalStateException boom = new IllegalStateException("boom");
    WovenCalls.escaping(span, boom);
    closedByAnException(span);
    assertThat(span().status()).isEqualTo(SpanStatus.error("IllegalStateException: boom"));
    assertThat(span().events()).hasSize(1);
    assertThat(span().attributes()).doesNotContainKey("spanloom.exception.detected");
  }

  @Test
  void wovenCodeDoesNotRepeatWhatTheProgramRecorded() {
    LiveSpan span = Mlflow.startSpan("s");
    IllegalStateException boom = new IllegalStateException("boom");
    span.recordException(boom);
    WovenCalls.escaping(span, boom);
    span.close();
    span.recordException(boom);
    assertThat(span().events()).hasSize(1);
  }

  @Test
  void wovenCodeSaysThatABlockEndsWell() {
    LiveSpan span = Mlflow.startSpan("s");
    WovenCalls.escaping(span, null);
    closedByAnException(span);
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void otherResourcesOfWovenCodeAreIgnored() {
    Mlflow.startSpan("s").close();
    WovenCalls.escaping("no span", new IllegalStateException());
    WovenCalls.escaping(null, new IllegalStateException());
    WovenCalls.escaping(LiveSpan.NO_OP, new IllegalStateException());
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
  }

  // ---- where the class file is not to be had, or is not that of the class

  private static byte[] blocks() throws IOException {
    return Files.readAllBytes(Compilers.JAVAC.compiled(BLOCKS).resolve("blocks/Blocks.class"));
  }

  /** Defines the class itself, and says what it likes when it is asked for the file. */
  private static final class Loader extends ClassLoader {
    private final UnaryOperator<byte[]> shown;
    private final byte[] defined;

    private Loader(byte[] defined, UnaryOperator<byte[]> shown) {
      super(UnseenExceptionRulesTest.class.getClassLoader());
      this.shown = shown;
      this.defined = defined;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.equals("blocks.Blocks")) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, defined, 0, defined.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      byte[] bytes = shown.apply(defined);
      return bytes == null ? null : new ByteArrayInputStream(bytes);
    }
  }

  private static void run(Class<?> type, String method) throws Exception {
    try {
      type.getMethod(method).invoke(null);
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).isInstanceOf(IllegalStateException.class);
    }
  }

  private static void runIn(Loader loader) throws Exception {
    run(loader.loadClass("blocks.Blocks"), "anExceptionLeavesTheBlock");
  }

  @Test
  void theClassFileIsAskedForOnce() throws Exception {
    int[] asked = new int[1];
    Loader loader =
        new Loader(
            blocks(),
            file -> {
              asked[0]++;
              return file;
            });
    runIn(loader);
    runIn(loader);
    assertThat(asked[0]).isEqualTo(1);
    assertThat(traces()).allMatch(trace -> trace.info().state() == TraceState.ERROR).hasSize(2);
  }

  @Test
  void withoutAClassFileNothingIsClaimed() throws Exception {
    runIn(new Loader(blocks(), file -> null));
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void aClassLoaderThatFailsDoesNotDisturbTheProgram() throws Exception {
    runIn(
        new Loader(
            blocks(),
            file -> {
              throw new IllegalStateException("no resources");
            }));
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void codeThatIsNotThatOfTheFileIsNotJudgedByIt() throws Exception {
    byte[] other =
        Files.readAllBytes(Compilers.ECJ.compiled(BLOCKS).resolve("blocks/Blocks.class"));
    runIn(new Loader(blocks(), file -> other));
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void aHiddenClassIsNotJudged() throws Exception {
    Class<?> hidden =
        MethodHandles.lookup()
            .defineHiddenClass(
                Files.readAllBytes(
                    Compilers.JAVAC
                        .compiled("blocks/InThisPackage.java")
                        .resolve("dev/spanloom/InThisPackage.class")),
                true)
            .lookupClass();
    run(hidden, "anExceptionLeavesTheBlock");
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void whatIsKnownOfAClassDoesNotKeepItLoaded() throws Exception {
    // the SDK's threads remember the protection domain of whoever had them started (up to JDK 23)
    Mlflow.startSpan("first").close();
    WeakReference<Loader> loader = runAndForget();
    await(
        "the class loader is gone",
        () -> {
          System.gc();
          return loader.refersTo(null);
        });
  }

  private static WeakReference<Loader> runAndForget() throws Exception {
    Loader loader = new Loader(blocks(), file -> file);
    runIn(loader);
    return new WeakReference<>(loader);
  }
}
