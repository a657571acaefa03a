package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Changed trace files: each is read or refused with an MLflow error, and nothing else happens. */
class HostileJsonTest {
  private static final List<String> VALUES =
      List.of(
          "null", "5", "1.5", "true", "\"x\"", "[]", "{}", "[null]", "[1]", "\"\"", "-1", "1e99");

  @Test
  void filesWithAnyValueReplacedAreReadOrRefused() {
    List<String> seeds =
        java.util.stream.Stream.concat(
                Golden.pythonTraces().stream(), Golden.typeScriptTraces().stream())
            .map(Golden.File::text)
            .filter(text -> text.length() < 10_000)
            .toList();
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      String text = mutate(seeds.get(random.nextInt(seeds.size())), random);
      try {
        Trace trace = Trace.fromJson(text);
        trace.toJson();
        trace.toWireMap();
        trace.toTypeScriptMap();
        trace.data().spans().forEach(span -> Span.fromOtlp(span.toOtlp()));
      } catch (MlflowException e) {
        assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 2900);
  }

  /** Puts another value after a random colon, or cuts, or changes a character. */
  private static String mutate(String text, Random random) {
    int at = random.nextInt(text.length());
    if (random.nextInt(10) == 0) {
      return text.substring(0, at);
    }
    if (random.nextInt(5) == 0) {
      return text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1);
    }
    int colon = text.indexOf("\": ", at);
    if (colon < 0) {
      return text;
    }
    int end = colon + 3;
    char first = text.charAt(end);
    if (first == '"') {
      do {
        end = text.indexOf('"', end + 1);
      } while (text.charAt(end - 1) == '\\');
      end++;
    } else if (first != '{' && first != '[') {
      while (",\n}".indexOf(text.charAt(end)) < 0) {
        end++;
      }
    } else {
      return text;
    }
    String value = VALUES.get(random.nextInt(VALUES.size()));
    return text.substring(0, colon + 3) + value + text.substring(end);
  }
}
