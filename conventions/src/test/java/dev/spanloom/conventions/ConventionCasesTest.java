package dev.spanloom.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases in the files: what a span says, and exactly what is added to it. A case has {@code
 * attributes}, {@code events} and {@code child}, and expects {@code added}, {@code metadata} and
 * {@code tags}.
 */
class ConventionCasesTest {
  private static final SpanTranslator TRANSLATOR = SpanTranslator.standard();

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void aSpanIsSaidInMlflowsAttributes(String file, String name, Map<String, Object> given) {
    EncodedSpan received =
        Spans.of(
            map(given.get("attributes")),
            Spans.events(given.get("events")),
            given.containsKey("child") ? "3".repeat(16) : null);

    Translated translated = TRANSLATOR.translate(received);

    assertThat(Spans.added(received, translated.span())).isEqualTo(map(given.get("added")));
    assertThat(translated.traceMetadata()).isEqualTo(map(given.get("metadata")));
    assertThat(translated.traceTags()).isEqualTo(map(given.get("tags")));
    byte[] before = received.span();
    assertThat(Arrays.copyOf(translated.span().span(), before.length)).isEqualTo(before);
  }

  @Test
  void everyTableHasAFileOfCases() throws Exception {
    try (Stream<Path> tables = Files.list(Path.of("src/main/resources/dev/spanloom/conventions"))) {
      assertThat(tables.map(Path::getFileName).map(Path::toString))
          .allMatch(table -> getClass().getResource(caseFile(table)) != null);
    }
  }

  private static String caseFile(String table) {
    return table.replace(".json", "-cases.json");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  static Stream<Arguments> cases() {
    return files().flatMap(ConventionCasesTest::casesOf);
  }

  private static Stream<Path> files() {
    try {
      Path folder =
          Path.of(
                  Objects.requireNonNull(
                          ConventionCasesTest.class.getResource("openinference-cases.json"))
                      .toURI())
              .getParent();
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> file.toString().endsWith("-cases.json"))
            .sorted()
            .toList()
            .stream();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<Arguments> casesOf(Path file) {
    try {
      String name = file.getFileName().toString().replace("-cases.json", "");
      return ((List<?>) Objects.requireNonNull(JsonReader.read(Files.readString(file))))
          .stream().map(item -> Arguments.of(name, map(item).get("case"), map(item)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
