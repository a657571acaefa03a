package subjects;

import dev.spanloom.Mlflow;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.io.IOException;

/** Blocks in the language of Java 21. */
public final class TryPatterns {
  private TryPatterns() {}

  private sealed interface Shape permits Circle, Box {}

  private record Circle(double radius) implements Shape {}

  private record Box(Shape inner, long depth) implements Shape {}

  private static String of(Shape shape) throws IOException {
    return switch (shape) {
      case Circle(double radius) when radius < 0 -> {
        try (var span = Mlflow.startSpan("circle")) {
          throw Probe.thrown(new IOException("negative"));
        }
      }
      case Circle circle -> {
        try (var span = Mlflow.startSpan("circle")) {
          yield "circle " + circle.radius();
        }
      }
      case Box(var inner, long depth) -> {
        try (var span = Mlflow.startSpan("box " + depth)) {
          yield "box of " + of(inner);
        }
      }
    };
  }

  public static String nestedPatterns() throws IOException {
    return of(new Box(new Box(new Circle(1), 1), 2));
  }

  public static void nestedPatternsThatFail() throws IOException {
    of(new Box(new Circle(-1), 1));
  }

  public static int aroundASwitchOfPatterns() {
    int count = 0;
    for (Object value : new Object[] {1, "two", 3.0}) {
      try (var span = Mlflow.startSpan("turn")) {
        count +=
            switch (value) {
              case Integer number -> number;
              case String text when text.length() > 2 ->
                  throw Probe.thrown(new IllegalArgumentException(text));
              default -> 10;
            };
      } catch (IllegalArgumentException e) {
        count += 100;
      }
    }
    return count;
  }

  public static void recordPatternInIf() throws IOException {
    Object value = new Circle(2);
    try (var span = Mlflow.startSpan("block")) {
      if (value instanceof Circle(double radius)) {
        throw Probe.thrown(new IOException("radius " + radius));
      }
    }
  }
}
