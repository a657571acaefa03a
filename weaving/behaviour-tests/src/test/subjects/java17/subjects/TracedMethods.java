package subjects;

import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code @Trace} on every kind of method. */
public final class TracedMethods {
  private final int base;

  private TracedMethods(int base) {
    this.base = base;
  }

  @Trace
  public int add(int x, int y) {
    return base + x + y;
  }

  public static int onAnInstanceMethod() {
    return new TracedMethods(100).add(2, 5);
  }

  @Trace
  static int multiply(int x, int y) {
    return x * y;
  }

  public static int onAStaticMethod() {
    return multiply(2, 5);
  }

  @Trace
  private String secret(String word) {
    return word + base;
  }

  public static String onAPrivateMethod() {
    return new TracedMethods(1).secret("word");
  }

  @Trace
  protected final String last(String word) {
    return word;
  }

  public static String onAFinalMethod() {
    return new TracedMethods(1).last("word");
  }

  /** Calls to its methods go through an interface. */
  interface Greeter {
    @Trace
    default String greet(String name) {
      return "hello " + name + suffix();
    }

    @Trace
    static String shout(String name) {
      return name.toUpperCase(java.util.Locale.ROOT);
    }

    String suffix();
  }

  public static String onAnInterfaceDefault() {
    Greeter greeter = () -> "!";
    return greeter.greet("bob");
  }

  public static String onAStaticMethodOfAnInterface() {
    return Greeter.shout("bob");
  }

  record Point(int x, int y) {
    @Trace
    double distance(Point other) {
      return Math.hypot(x - other.x, y - other.y);
    }

    @Trace
    @Override
    public int x() {
      return x;
    }
  }

  public static double onARecord() {
    return new Point(0, 0).distance(new Point(3, 4));
  }

  public static int onAnAccessorOfARecord() {
    return new Point(7, 0).x();
  }

  enum Planet {
    EARTH(1) {
      @Override
      @Trace
      String describe(String language) {
        return language + " earth";
      }
    },
    MARS(2);

    private final int number;

    Planet(int number) {
      this.number = number;
    }

    @Trace
    String describe(String language) {
      return language + " " + number;
    }
  }

  public static String onAnEnum() {
    return Planet.MARS.describe("en");
  }

  public static String onAConstantOfAnEnum() {
    return Planet.EARTH.describe("de");
  }

  private abstract static class Shape<T> {
    abstract T scaled(T by);
  }

  private static final class Square extends Shape<Integer> {
    @Override
    @Trace
    Integer scaled(Integer by) {
      return by * 3;
    }
  }

  /** The compiler makes a second method that calls the first. */
  public static Object withABridge() {
    Shape<Integer> shape = new Square();
    return shape.scaled(2);
  }

  private static class Maker {
    Object make(String what) {
      return what;
    }
  }

  private static final class StringMaker extends Maker {
    @Override
    @Trace
    String make(String what) {
      return what + "!";
    }
  }

  public static Object withACovariantResult() {
    Maker maker = new StringMaker();
    return maker.make("thing");
  }

  @Trace
  static <T extends Comparable<T>> T larger(T a, T b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  public static String onAGenericMethod() {
    return larger("a", "b") + larger(2, 1);
  }

  @Trace
  static String of(String text) {
    return "text " + text;
  }

  @Trace
  static String of(int number) {
    return "number " + number;
  }

  @Trace(name = "of two")
  static String of(int number, String text) {
    return number + text;
  }

  static String of(double plain) {
    return "plain " + plain;
  }

  public static String onOverloads() {
    return of("a") + of(1) + of(2, "b") + of(1.5);
  }

  @Trace
  static int sum(String label, int... numbers) {
    return Arrays.stream(numbers).sum();
  }

  public static int onVarargs() {
    return sum("few", 1, 2, 3) + sum("none");
  }

  @Trace
  static int factorial(int n) {
    return n <= 1 ? 1 : n * factorial(n - 1);
  }

  public static int onARecursion() {
    return factorial(3);
  }

  @Trace
  synchronized boolean locked() {
    return Thread.holdsLock(this);
  }

  @Trace
  static synchronized void lockedAndFailing() {
    throw Probe.thrown(new IllegalStateException("broken"));
  }

  public static boolean onASynchronizedMethod() {
    return new TracedMethods(1).locked();
  }

  public static void onASynchronizedMethodThatFails() {
    try {
      lockedAndFailing();
    } finally {
      Probe.note("held", Thread.holdsLock(TracedMethods.class));
    }
  }

  private final class Inner {
    @Trace
    int plus(int more) {
      return base + more;
    }
  }

  public static int onAnInnerClass() {
    return new TracedMethods(10).new Inner().plus(5);
  }

  public static String onAnAnonymousClass() {
    int captured = 4;
    Supplier<String> supplier =
        new Supplier<>() {
          @Override
          @Trace
          public String get() {
            return "anonymous " + captured;
          }
        };
    return supplier.get();
  }

  public static String onALocalClass() {
    class Local {
      @Trace
      String name(String of) {
        return "local " + of;
      }
    }
    return new Local().name("one");
  }

  @Trace
  static List<String> mapped(List<String> words) {
    Function<String, String> up =
        word -> {
          try (var span = Mlflow.startSpan("up " + word)) {
            return word + words.size();
          }
        };
    return words.stream().map(up).toList();
  }

  public static List<String> withALambdaInside() {
    return mapped(List.of("a", "b"));
  }

  @Trace
  static int minusOne(int x) {
    return x - 1;
  }

  public static List<Integer> byAMethodReference() {
    return List.of(5).stream().map(TracedMethods::minusOne).toList();
  }

  @Trace
  static int branches(int n) {
    if (n == 0) {
      return 10;
    }
    for (int i = 0; i < n; i++) {
      if (i == 2) {
        return i;
      }
    }
    switch (n) {
      case 1:
        return -1;
      default:
        return -2;
    }
  }

  public static int withManyReturns() {
    return branches(0) * 1000 + branches(1) * 100 + branches(2) * 10 + branches(5);
  }

  static class Parent {
    @Trace
    String who() {
      return "parent";
    }

    @Trace
    String own() {
      return "own";
    }
  }

  static class Child extends Parent {
    @Override
    String who() {
      return "child of " + super.who();
    }
  }

  /** The annotation is of the method that it stands on, not of one that overrides it. */
  public static String overridden() {
    Child child = new Child();
    return child.who() + " " + child.own();
  }

  /** As the Python page has it: two traced calls inside of a traced one. */
  @Trace
  static int predict(int x, int y) {
    return squared(addOne(x + y));
  }

  @Trace
  static int addOne(int z) {
    return z + 1;
  }

  @Trace
  static int squared(int t) {
    return t * t;
  }

  public static int threeMethods() {
    return predict(2, 5);
  }

  public static String notTraced() {
    return "plain";
  }

  public static void annotatedAtRuntime() throws Exception {
    Probe.note(
        "annotated",
        TracedMethods.class
            .getDeclaredMethod("minusOne", int.class)
            .isAnnotationPresent(Trace.class));
    Probe.note("methods", TracedMethods.class.getDeclaredMethod("minusOne", int.class));
  }
}
