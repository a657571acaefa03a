package blocks;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import java.util.concurrent.Callable;

/**
 * Blocks in the Java of version 8. Each span bears the status that it must end with as its name; what
 * a method throws is of no interest.
 */
@SuppressWarnings({"finally", "try"})
public class Blocks {
  static boolean yes = true;

  static void fail() {
    if (yes) {
      throw new IllegalStateException("boom");
    }
  }

  static void work() {}

  static LiveSpan span(String expected) {
    return Mlflow.startSpan(expected);
  }

  public static void anExceptionLeavesTheBlock() {
    try (LiveSpan span = span("ERROR")) {
      fail();
    }
  }

  public static void theBlockEndsWell() {
    try (LiveSpan span = span("OK")) {
      work();
    }
  }

  public static void anErrorLeavesTheBlock() {
    try (LiveSpan span = span("ERROR")) {
      throw new AssertionError("boom");
    }
  }

  public static int theBlockReturnsEarly() {
    try (LiveSpan span = span("OK")) {
      if (yes) {
        return 1;
      }
      fail();
    }
    return 2;
  }

  public static int theBlockReturnsUnlessItFails() {
    try (LiveSpan span = span("ERROR")) {
      if (!yes) {
        return 1;
      }
      fail();
      return 3;
    }
  }

  public static void theBlockIsLeftByBreakAndContinue() {
    for (int i = 0; i < 5; i++) {
      try (LiveSpan span = span("OK")) {
        if (i == 1) {
          continue;
        }
        if (i == 3) {
          break;
        }
        work();
      }
    }
  }

  public static void oneRoundOfALoopFails() {
    for (int i = 0; i < 3; i++) {
      try (LiveSpan span = span(i == 1 ? "ERROR" : "OK")) {
        if (i == 1) {
          fail();
        }
      } catch (IllegalStateException e) {
        work();
      }
    }
  }

  public static void anExceptionCrossesTwoBlocks() {
    try (LiveSpan outer = span("ERROR")) {
      work();
      try (LiveSpan inner = span("ERROR")) {
        fail();
      }
    }
  }

  public static void anExceptionIsCaughtBetweenTwoBlocks() {
    try (LiveSpan outer = span("OK")) {
      try (LiveSpan inner = span("ERROR")) {
        fail();
      } catch (IllegalStateException e) {
        work();
      }
    }
  }

  public static void anExceptionIsCaughtInsideTheBlock() {
    try (LiveSpan span = span("OK")) {
      try {
        fail();
      } catch (IllegalStateException e) {
        work();
      }
    }
  }

  public static void aBlockOfThreeResourcesFails() throws Exception {
    try (LiveSpan a = span("ERROR");
        LiveSpan b = span("ERROR");
        LiveSpan c = span("ERROR")) {
      fail();
    }
  }

  public static void aBlockOfThreeResourcesEndsWell() throws Exception {
    try (LiveSpan a = span("OK");
        LiveSpan b = span("OK");
        LiveSpan c = span("OK")) {
      work();
    }
  }

  private static LiveSpan noSpan() {
    fail();
    return span("OK");
  }

  public static void theSecondResourceCannotBeOpened() {
    try (LiveSpan a = span("ERROR");
        LiveSpan b = noSpan()) {
      work();
    }
  }

  public static void theCloseOfAnotherResourceFailsInsideTheBlock() throws Exception {
    try (LiveSpan span = span("ERROR");
        AutoCloseable other =
            () -> {
              throw new java.io.IOException("close");
            }) {
      work();
    }
  }

  public static void theCloseOfAnotherResourceFailsAroundTheBlock() throws Exception {
    try (AutoCloseable other =
            () -> {
              throw new java.io.IOException("close");
            };
        LiveSpan span = span("OK")) {
      work();
    }
  }

  public static void theResourceIsDeclaredAsAutoCloseable() throws Exception {
    try (AutoCloseable span = span("ERROR")) {
      fail();
    }
  }

  public static void theResourceMayBeNull() {
    try (LiveSpan none = yes ? null : span("OK");
        LiveSpan span = yes ? span("ERROR") : null) {
      fail();
    }
  }

  public static void theResourceIsAMethodThatCloses() throws Exception {
    LiveSpan span = span("ERROR");
    try (AutoCloseable closing = span::close) {
      fail();
    }
  }

  public static void tryHasCatchAndFinally() {
    try (LiveSpan span = span("ERROR")) {
      fail();
    } catch (IllegalStateException e) {
      work();
    } finally {
      work();
    }
  }

  public static void tryHasCatchAndFinallyAndEndsWell() {
    try (LiveSpan span = span("OK")) {
      work();
    } catch (IllegalStateException e) {
      work();
    } finally {
      work();
    }
  }

  public static void theExceptionIsTranslatedOutside() {
    try (LiveSpan span = span("ERROR")) {
      fail();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static void theExceptionIsTranslatedInside() {
    try (LiveSpan span = span("ERROR")) {
      try {
        fail();
      } catch (IllegalStateException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  public static void finallyCloses() {
    LiveSpan span = span("ERROR");
    try {
      fail();
    } finally {
      span.close();
    }
  }

  public static void finallyClosesAndAllIsWell() {
    LiveSpan span = span("OK");
    try {
      work();
    } finally {
      span.close();
    }
  }

  public static int finallyClosesOnReturn() {
    LiveSpan span = span("OK");
    try {
      return 1;
    } finally {
      span.close();
    }
  }

  public static void finallyDoesMoreThanClose() {
    LiveSpan span = span("ERROR");
    long before = 1;
    double ratio = 0.5;
    try {
      fail();
    } finally {
      int n = 0;
      for (int i = 0; i < 3; i++) {
        n += i;
        before += n;
      }
      switch (n) {
        case 1:
          work();
          break;
        case 3:
          ratio = before * 2.0;
          break;
        default:
          break;
      }
      if (span != null) {
        span.close();
      }
      long after = before + (long) ratio;
      work(after);
    }
  }

  private static void work(long n) {}

  public static void finallyHandlesAnotherException() {
    LiveSpan span = span("ERROR");
    try {
      fail();
    } finally {
      try {
        fail();
      } catch (IllegalStateException e) {
        work();
      }
      span.close();
    }
  }

  public static void finallyAfterACatchThatHandles() {
    LiveSpan span = span("OK");
    try {
      fail();
    } catch (IllegalStateException e) {
      work();
    } finally {
      span.close();
    }
  }

  public static void finallyAfterACatchThatTranslates() {
    LiveSpan span = span("ERROR");
    try {
      fail();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(e);
    } finally {
      span.close();
    }
  }

  public static void finallyReturnsAndSwallows() {
    LiveSpan span = span("OK");
    try {
      fail();
    } finally {
      span.close();
      return;
    }
  }

  public static void finallyEndsInsteadOfCloses() {
    LiveSpan span = span("OK");
    try {
      fail();
    } finally {
      span.end();
    }
  }

  public static int aCatchClosesAndSwallows() {
    LiveSpan span = span("OK");
    try {
      fail();
    } catch (Throwable t) {
      span.close();
      return 1;
    }
    span.close();
    return 0;
  }

  public static void aCatchClosesAndGoesOn() {
    LiveSpan span = span("OK");
    try {
      fail();
    } catch (Throwable t) {
      span.close();
    }
    work();
  }

  public static void aCatchClosesAndThrowsOn() {
    LiveSpan span = span("ERROR");
    try {
      fail();
    } catch (RuntimeException e) {
      span.close();
      throw e;
    }
    span.close();
  }

  public static void aCatchClosesAndThrowsSomethingElse() {
    LiveSpan span = span("OK");
    try {
      fail();
    } catch (RuntimeException e) {
      span.close();
      throw new IllegalArgumentException("no claim is made here");
    }
    span.close();
  }

  public static void aCatchClosesAndThrowsOnlySometimes() {
    LiveSpan span = span("OK");
    try {
      fail();
    } catch (RuntimeException e) {
      span.close();
      if (!yes) {
        throw e;
      }
    }
  }

  public static void aBlockInsideACatchEndsWell() {
    try {
      fail();
    } catch (IllegalStateException e) {
      try (LiveSpan span = span("OK")) {
        work();
      }
      throw e;
    }
  }

  public static void aBlockInsideACatchFails() {
    try {
      fail();
    } catch (IllegalStateException e) {
      try (LiveSpan span = span("ERROR")) {
        throw e;
      }
    }
  }

  public static void aBlockInsideAFinallyEndsWell() {
    try {
      fail();
    } finally {
      try (LiveSpan span = span("OK")) {
        work();
      }
      LiveSpan other = span("OK");
      try {
        work();
      } finally {
        other.close();
      }
    }
  }

  public static void aBlockInsideAFinallyFails() {
    try {
      work();
    } finally {
      try (LiveSpan span = span("ERROR")) {
        fail();
      }
    }
  }

  public static void aBlockAroundABlockInsideAFinally() {
    try (LiveSpan outer = span("ERROR")) {
      fail();
    } finally {
      try (LiveSpan inner = span("OK")) {
        work();
      }
    }
  }

  public static void theLastOfSomeAttemptsFails() {
    RuntimeException last = null;
    for (int attempt = 0; attempt < 3; attempt++) {
      LiveSpan span = span("OK");
      try {
        fail();
        return;
      } catch (RuntimeException e) {
        last = e;
      } finally {
        span.close();
      }
    }
    throw last;
  }

  public static void theFailureIsKeptAndThrownAfterTheClose() {
    RuntimeException kept = null;
    LiveSpan span = span("OK");
    try {
      work();
    } catch (RuntimeException e) {
      kept = e;
    }
    span.close();
    if (kept != null) {
      throw kept;
    }
  }

  public static void aLockIsHeldInTheBlock() {
    synchronized (Blocks.class) {
      try (LiveSpan span = span("ERROR")) {
        synchronized (span) {
          fail();
        }
      }
    }
  }

  public static void aLambdaHasABlock() throws Exception {
    Callable<Integer> good =
        () -> {
          try (LiveSpan span = span("OK")) {
            return 1;
          }
        };
    good.call();
    Callable<Integer> bad =
        () -> {
          try (LiveSpan span = span("ERROR")) {
            fail();
            return 1;
          }
        };
    bad.call();
  }

  public static void anAnonymousClassHasABlock() {
    new Runnable() {
      @Override
      public void run() {
        try (LiveSpan span = span("ERROR")) {
          fail();
        }
      }
    }.run();
  }

  static <T, X extends Exception> T generic(T value, Callable<? extends X> failure)
      throws Exception {
    try (LiveSpan span = span("ERROR")) {
      throw failure.call();
    }
  }

  public static void aGenericMethodHasABlock() throws Exception {
    generic(1, IllegalStateException::new);
  }

  private static void twice(int n) {
    try (LiveSpan span = span("OK")) {
      work();
    }
  }

  private static void twice(long n) {
    try (LiveSpan span = span("ERROR")) {
      fail();
    }
  }

  public static void methodsOfOneNameDiffer() {
    twice(1);
    twice(1L);
  }

  static class Opened {
    Opened() {
      try (LiveSpan span = span("ERROR")) {
        fail();
      }
    }
  }

  public static void aConstructorHasABlock() {
    new Opened();
  }

  public static void theProgramSaysItself() {
    try (LiveSpan span = span("OK")) {
      span.setStatus("OK");
      fail();
    }
  }

  public static void theProgramRecordsItself() {
    try (LiveSpan span = span("ERROR recorded")) {
      try {
        fail();
      } catch (IllegalStateException e) {
        span.recordException(e);
        throw e;
      }
    }
  }

  private static void closing(LiveSpan span) {
    span.close();
  }

  public static void aMethodOfItsOwnCloses() {
    LiveSpan span = span("OK");
    try {
      fail();
    } finally {
      closing(span); // where it is called from is not seen
    }
  }

  private static LiveSpan kept;

  public static void theSpanIsInAField() {
    kept = span("OK");
    try {
      fail();
    } finally {
      kept.close(); // the field may have another span by now
    }
  }

  public static void theSpanWasEndedBeforeTheFailure() {
    try (LiveSpan span = span("OK")) {
      span.end();
      fail();
    }
  }

  public static void theCodeGoesDeep() {
    deep(100);
  }

  private static void deep(int n) {
    try (LiveSpan span = span("ERROR")) {
      if (n == 0) {
        fail();
      }
      deep(n - 1);
    }
  }
}
