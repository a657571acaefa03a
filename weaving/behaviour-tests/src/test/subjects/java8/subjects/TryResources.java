package subjects;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** A span among other resources. */
public final class TryResources {
  private TryResources() {}

  public static void spanThenOther() throws Exception {
    try (LiveSpan span = Mlflow.startSpan("block");
        AutoCloseable other = Probe.resource("other")) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  public static void otherThenSpan() throws Exception {
    try (AutoCloseable other = Probe.resource("other");
        LiveSpan span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  public static void spanThenSpan() throws Exception {
    try (LiveSpan first = Mlflow.startSpan("first");
        LiveSpan second = Mlflow.startSpan("second")) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  public static void manyAndNothingEscapes() throws Exception {
    try (AutoCloseable a = Probe.resource("a");
        LiveSpan first = Mlflow.startSpan("first");
        AutoCloseable b = Probe.resource("b");
        LiveSpan second = Mlflow.startSpan("second");
        AutoCloseable c = Probe.resource("c")) {
      Probe.say("block");
    }
  }

  public static void manyAndTheBlockFails() throws Exception {
    try (AutoCloseable a = Probe.resource("a");
        LiveSpan first = Mlflow.startSpan("first");
        AutoCloseable b = Probe.resource("b");
        LiveSpan second = Mlflow.startSpan("second");
        AutoCloseable c = Probe.resource("c")) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  /** What follows the span cannot be opened: that leaves the span's block, too. */
  public static void laterInitialiserFails() throws Exception {
    try (LiveSpan span = Mlflow.startSpan("block");
        AutoCloseable other = Probe.unopened(Probe.thrown(new IOException("cannot open")))) {
      Probe.say("not reached");
    }
  }

  public static void earlierInitialiserFails() throws Exception {
    try (AutoCloseable other = Probe.unopened(Probe.thrown(new IOException("cannot open")));
        LiveSpan span = Mlflow.startSpan("block")) {
      Probe.say("not reached");
    }
  }

  /** The other is closed inside the span: what that throws leaves the span's block. */
  public static void closeOfAnInnerResourceFails() throws Exception {
    try (LiveSpan span = Mlflow.startSpan("block");
        AutoCloseable other = Probe.failing(Probe.thrown(new IOException("cannot close")))) {
      Probe.say("block");
    }
  }

  /** The other is closed after the span, which ended well. */
  public static void closeOfAnOuterResourceFails() throws Exception {
    try (AutoCloseable other = Probe.failing(Probe.thrown(new IOException("cannot close")));
        LiveSpan span = Mlflow.startSpan("block")) {
      Probe.say("block");
    }
  }

  public static void blockAndCloseOfAnInnerResourceFail() throws Exception {
    IOException broken = Probe.thrown(new IOException("broken"));
    try (LiveSpan span = Mlflow.startSpan("block");
        AutoCloseable other = Probe.failing(new TimeoutException("cannot close"))) {
      throw broken;
    }
  }

  public static void blockAndCloseOfAnOuterResourceFail() throws Exception {
    IOException broken = Probe.thrown(new IOException("broken"));
    try (AutoCloseable other = Probe.failing(new TimeoutException("cannot close"));
        LiveSpan span = Mlflow.startSpan("block")) {
      throw broken;
    }
  }

  /** The span is known as something else than a span. */
  public static void spanAsAutoCloseable() throws Exception {
    try (AutoCloseable span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  /** No span at all: nothing may change. */
  public static void noSpanAtAll() throws Exception {
    try (AutoCloseable a = Probe.resource("a");
        AutoCloseable b = Probe.failing(new TimeoutException("cannot close"))) {
      throw Probe.thrown(new IOException("broken"));
    }
  }
}
