package blocks;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import java.util.List;
import java.util.stream.IntStream;

/** Blocks in the Java of version 17; as in {@link Blocks}. */
@SuppressWarnings("try")
public class NewerBlocks {
  static void fail() {
    Blocks.fail();
  }

  public static void theResourceIsDeclaredOutside() {
    var span = Mlflow.startSpan("ERROR");
    try (span) {
      fail();
    }
  }

  public static void theResourceDeclaredOutsideEndsWell() {
    var span = Mlflow.startSpan("OK");
    try (span) {
      Blocks.work();
    }
  }

  public static void theResourceIsAParameter() {
    parameter(Mlflow.startSpan("ERROR"));
  }

  private static void parameter(LiveSpan span) {
    try (span) {
      fail();
    }
  }

  public static void twoOutsideAndOneInside() {
    var a = Mlflow.startSpan("ERROR");
    var b = Mlflow.startSpan("ERROR");
    try (a;
        b;
        var c = Mlflow.startSpan("ERROR")) {
      fail();
    }
  }

  public static int aSwitchExpressionIsInTheBlock() {
    Object x = List.of(1);
    try (var span = Mlflow.startSpan("ERROR")) {
      return switch (x.toString()) {
        case "[1]" -> {
          fail();
          yield 2;
        }
        case "[2]" -> 3;
        default -> throw new IllegalArgumentException();
      };
    }
  }

  public static int aBlockIsInASwitchExpression() {
    return switch (Blocks.yes ? 1 : 2) {
      case 1 -> {
        try (var span = Mlflow.startSpan("ERROR")) {
          fail();
          yield 1;
        }
      }
      default -> {
        try (var span = Mlflow.startSpan("OK")) {
          yield 2;
        }
      }
    };
  }

  public static String aPatternIsMatchedInTheBlock() {
    Object x = "text";
    try (var span = Mlflow.startSpan("OK")) {
      if (x instanceof String s && !s.isEmpty()) {
        return s;
      }
      return "";
    }
  }

  record Point(int x, int y) {
    Point {
      try (var span = Mlflow.startSpan("ERROR")) {
        fail();
      }
    }
  }

  public static void aRecordHasABlock() {
    new Point(1, 2);
  }

  interface Shape {
    default void area() {
      try (var span = Mlflow.startSpan("ERROR")) {
        fail();
      }
    }
  }

  public static void anInterfaceHasABlock() {
    new Shape() {}.area();
  }

  public static void aStreamHasABlock() {
    IntStream.range(0, 3)
        .forEach(
            i -> {
              try (var span = Mlflow.startSpan(i < 2 ? "OK" : "ERROR")) {
                if (i == 2) {
                  fail();
                }
              }
            });
  }
}
