package subjects;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/** Blocks wherever Java lets them stand. */
public final class TryPlaces {
  private TryPlaces() {}

  public static void inALambda() throws Exception {
    Callable<String> call =
        () -> {
          try (LiveSpan span = Mlflow.startSpan("block")) {
            throw Probe.thrown(new IOException("broken"));
          }
        };
    call.call();
  }

  public static void inALambdaThatCaptures() {
    String name = "block";
    int[] number = {7};
    Function<Integer, Integer> divide =
        by -> {
          try (LiveSpan span = Mlflow.startSpan(name)) {
            span.setInputs(number[0]);
            if (by == 0) {
              throw Probe.thrown(new ArithmeticException("by " + by));
            }
            return number[0] / by;
          }
        };
    divide.apply(0);
  }

  public static void inAnAnonymousClass() {
    Supplier<String> supplier =
        new Supplier<String>() {
          @Override
          public String get() {
            try (LiveSpan span = Mlflow.startSpan("block")) {
              throw Probe.thrown(new IllegalStateException("broken"));
            }
          }
        };
    supplier.get();
  }

  private final class Inner {
    void run() throws IOException {
      try (LiveSpan span = Mlflow.startSpan("block")) {
        throw Probe.thrown(new IOException(TryPlaces.this.word()));
      }
    }
  }

  private String word() {
    return "broken";
  }

  public static void inAnInnerClass() throws IOException {
    new TryPlaces().new Inner().run();
  }

  private static final class Made {
    private final String text;

    Made(String text) {
      super();
      try (LiveSpan span = Mlflow.startSpan("block")) {
        if (text.isEmpty()) {
          throw Probe.thrown(new IllegalArgumentException("empty"));
        }
        this.text = text;
      }
    }
  }

  public static void inAConstructor() {
    new Made("");
  }

  public static String inAConstructorThatEndsWell() {
    return new Made("made").text;
  }

  private static class Initialised {
    final int value;

    {
      try (LiveSpan span = Mlflow.startSpan("block")) {
        value = 4;
        if (value > 3) {
          throw Probe.thrown(new IllegalStateException("broken"));
        }
      }
    }
  }

  public static void inAnInstanceInitialiser() {
    new Initialised();
  }

  public static void inAStaticInitialiser() {
    try {
      Probe.note("value", StaticInitialiser.VALUE);
    } catch (ExceptionInInitializerError e) {
      Probe.note("cause", e.getCause().getMessage());
    }
  }

  private static final class StaticInitialiser {
    static final String VALUE;

    static {
      try (LiveSpan span = Mlflow.startSpan("block")) {
        VALUE = made();
      }
    }

    private static String made() {
      throw Probe.thrown(new IllegalStateException("broken"));
    }
  }

  public static String inAStaticInitialiserThatEndsWell() {
    return GoodInitialiser.VALUE;
  }

  private static final class GoodInitialiser {
    static final String VALUE;

    static {
      try (LiveSpan span = Mlflow.startSpan("block")) {
        VALUE = "made".trim();
      }
    }
  }

  private static synchronized void locked() throws IOException {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  public static void inASynchronizedMethod() throws IOException {
    try {
      locked();
    } finally {
      Probe.note("held", Thread.holdsLock(TryPlaces.class));
    }
  }

  public static void aroundASynchronizedBlock() throws IOException {
    Object lock = new Object();
    try (LiveSpan span = Mlflow.startSpan("block")) {
      synchronized (lock) {
        throw Probe.thrown(new IOException("broken"));
      }
    } finally {
      Probe.note("held", Thread.holdsLock(lock));
    }
  }

  public static void insideASynchronizedBlock() throws IOException {
    Object lock = new Object();
    try {
      synchronized (lock) {
        try (LiveSpan span = Mlflow.startSpan("block")) {
          throw Probe.thrown(new IOException("broken"));
        }
      }
    } finally {
      Probe.note("held", Thread.holdsLock(lock));
    }
  }

  public interface Greeter {
    default String greet(String name) {
      try (LiveSpan span = Mlflow.startSpan("block")) {
        throw Probe.thrown(new UnsupportedOperationException("no " + name));
      }
    }
  }

  public static void inAnInterfaceDefault() {
    new Greeter() {}.greet("one");
  }

  private static <T extends Comparable<T>> T larger(T a, T b) {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      return a.compareTo(b) > 0 ? a : b;
    }
  }

  public static String inAGenericMethod() {
    return larger("a", "b") + larger(2, 1);
  }

  /** Many values of two slots, alive across the block. */
  public static String amongManyLocals() {
    long a = 1;
    double b = 2.5;
    int c = 3;
    String d = "four";
    long[] e = {5};
    float f = 6;
    boolean g = true;
    String failed = "";
    for (long i = 0; i < 2; i++) {
      double inner = b * i;
      try (LiveSpan span = Mlflow.startSpan("turn")) {
        long more = a + c;
        if (i == 1) {
          throw Probe.thrown(new IllegalStateException("broken " + more + inner));
        }
        e[0] += more;
      } catch (IllegalStateException x) {
        failed = x.getMessage();
        g = false;
      }
      a += i;
    }
    return a + " " + b + " " + c + " " + d + " " + e[0] + " " + f + " " + g + " " + failed;
  }

  /** A value is on the operand stack while the block runs in a method that is called. */
  public static String amidAnExpression() {
    return "a" + part("b") + part("c");
  }

  private static String part(String text) {
    try (LiveSpan span = Mlflow.startSpan("part " + text)) {
      return text;
    }
  }

  public static void onAnotherThread() throws Exception {
    Thread thread =
        new Thread(
            () -> {
              try (LiveSpan span = Mlflow.startSpan("block")) {
                throw Probe.thrown(new IllegalStateException("broken"));
              }
            });
    thread.setUncaughtExceptionHandler((t, e) -> Probe.note("uncaught", e.getMessage()));
    thread.start();
    thread.join();
  }

  public static String stackOverflow() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      return String.valueOf(deeper(1));
    } catch (StackOverflowError e) {
      return "overflow";
    }
  }

  private static int deeper(int depth) {
    return deeper(depth + 1) + 1;
  }
}
