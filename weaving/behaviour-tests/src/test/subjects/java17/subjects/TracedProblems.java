package subjects;

import dev.spanloom.Mlflow;
import dev.spanloom.OutputReducer;
import dev.spanloom.Trace;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What cannot be honoured: said once, and the program runs on. */
public final class TracedProblems {
  private TracedProblems() {}

  abstract static class OnAnAbstractMethod {
    @Trace
    abstract String answer(String question);
  }

  public static String onAnAbstractMethod() {
    return new OnAnAbstractMethod() {
      @Override
      String answer(String question) {
        return question + "!";
      }
    }.answer("why");
  }

  interface OnAMethodOfAnInterface {
    @Trace
    String answer(String question);
  }

  public static String onAMethodOfAnInterface() {
    OnAMethodOfAnInterface lambda = question -> question + "?";
    return lambda.answer("why");
  }

  static final class OnAConstructor {
    private final String text;

    @Trace
    OnAConstructor(String text) {
      this.text = text;
    }
  }

  public static String onAConstructor() {
    return new OnAConstructor("made").text;
  }

  static final class OnANativeMethod {
    @Trace
    static native int answer(int x);
  }

  public static String onANativeMethod() {
    try {
      return "" + OnANativeMethod.answer(1);
    } catch (UnsatisfiedLinkError e) {
      return "not linked";
    }
  }

  static final class ReducerWithoutStream {
    @Trace(outputReducer = OutputReducer.JoinedText.class)
    static String answer() {
      return "text";
    }
  }

  public static String reducerWithoutStream() {
    return ReducerWithoutStream.answer();
  }

  abstract static class Abstract implements OutputReducer {}

  static final class AbstractReducer {
    @Trace(outputReducer = Abstract.class)
    static Stream<String> answer() {
      return Stream.of("a", "b");
    }
  }

  public static Object abstractReducer() {
    return AbstractReducer.answer().toList();
  }

  static final class NeedsAnArgument implements OutputReducer {
    NeedsAnArgument(int argument) {}

    @Override
    public Object apply(List<Object> items) {
      return items.size();
    }
  }

  static final class ReducerWithoutConstructor {
    @Trace(outputReducer = NeedsAnArgument.class)
    static Stream<String> answer() {
      return Stream.of("a", "b");
    }
  }

  public static Object reducerWithoutConstructor() {
    return ReducerWithoutConstructor.answer().toList();
  }

  static final class SamplingOutOfRange {
    @Trace(samplingRatio = 1.5)
    static String answer() {
      return "text";
    }
  }

  public static String samplingOutOfRange() {
    return SamplingOutOfRange.answer();
  }

  abstract static class OneOfThree {
    @Trace
    abstract String bad(String word);

    @Trace
    static String good() {
      return "good";
    }

    static void block() throws IOException {
      try (var span = Mlflow.startSpan("block")) {
        throw Probe.thrown(new IOException("broken"));
      }
    }
  }

  public static void besideOthers() throws IOException {
    OneOfThree.good();
    OneOfThree.block();
  }
}
