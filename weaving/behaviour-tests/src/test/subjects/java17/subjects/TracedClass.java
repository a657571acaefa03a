package subjects;

import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.weaving.behaviour.fork.Probe;

/** {@code @Trace} on a class. */
public final class TracedClass {
  private TracedClass() {}

  @Trace(spanType = "TOOL", attributes = @Trace.Attribute(key = "team", value = "search"))
  public static class Service {
    static {
      Probe.say("initialised");
    }

    private final int base;

    public Service(int base) {
      this.base = base;
    }

    public int open(int x) {
      return base + hidden(x);
    }

    public static String shared(String word) {
      return word;
    }

    private int hidden(int x) {
      return packaged(x);
    }

    int packaged(int x) {
      return guarded(x);
    }

    protected int guarded(int x) {
      return x;
    }

    @Trace(name = "refined", spanType = "LLM")
    public String special(String word) {
      return word + word;
    }

    @Trace
    int explicit(int x) {
      return x;
    }

    @Override
    public String toString() {
      return "service";
    }
  }

  public static int onAPublicMethod() {
    return new Service(10).open(5);
  }

  public static String onAStaticMethod() {
    return Service.shared("word");
  }

  public static String refinedByTheMethod() {
    return new Service(1).special("a");
  }

  public static int onAMethodThatIsNotPublic() {
    return new Service(1).explicit(3);
  }

  public static int onAConstructor() {
    return new Service(1).base;
  }

  @Trace
  record Pair(String left, int right) {
    public String joined() {
      return left + right;
    }
  }

  public static String onARecord() {
    return new Pair("a", 1).joined();
  }

  @Trace
  interface Api {
    default String call(String what) {
      return implemented(what);
    }

    String implemented(String what);
  }

  public static String onAnInterface() {
    Api api =
        new Api() {
          @Override
          public String implemented(String what) {
            return what + Mlflow.getCurrentActiveSpan().name();
          }
        };
    return api.call("in ");
  }
}
