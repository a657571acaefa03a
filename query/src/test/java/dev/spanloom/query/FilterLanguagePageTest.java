package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page about the language shows is what the parser reads. */
class FilterLanguagePageTest {
  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/spec/filter-language.md"));
  }

  static List<String> filters() throws IOException {
    List<String> filters = new ArrayList<>();
    String[] blocks = page().split("```", -1);
    for (String block : blocks) {
      if (block.startsWith("sql\n")) {
        block.lines().skip(1).map(line -> line.replaceAll(" +--.*", "")).forEach(filters::add);
      }
    }
    return filters;
  }

  @ParameterizedTest
  @MethodSource("filters")
  void aShownFilterIsOne(String filter) {
    Filter parsed = FilterParser.parse(filter);
    assertThat(FilterParser.parse(FilterPrinter.print(parsed))).isEqualTo(parsed);
  }

  @Test
  void everyFieldIsOnThePage() throws IOException {
    String page = page();
    assertThat(filters()).hasSizeGreaterThan(5);
    assertThat(Arrays.stream(TraceField.values()).map(field -> "`" + field.key() + "`"))
        .allSatisfy(name -> assertThat(page).contains(name));
    assertThat(Arrays.stream(SpanField.values()).map(field -> "`" + field.key() + "`"))
        .allSatisfy(name -> assertThat(page).contains(name));
  }
}
