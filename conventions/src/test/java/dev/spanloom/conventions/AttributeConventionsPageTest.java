package dev.spanloom.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page shows the tables as they are. {@code -Dspanloom.writePages=true} writes them into it.
 */
class AttributeConventionsPageTest {
  private static final Path PAGE = Path.of("../docs/spec/attribute-conventions.md");
  private static final String BEGIN = "<!-- from the tables -->\n";

  @Test
  void thePageShowsTheTables() throws IOException {
    String page = Files.readString(PAGE);
    String head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    if (Boolean.getBoolean("spanloom.writePages")) {
      Files.writeString(PAGE, head + tables());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(head + tables());
  }

  private static String tables() {
    StringBuilder out = new StringBuilder();
    for (Convention convention : ConventionFiles.all()) {
      out.append("\n## ").append(convention.name()).append("\n\n");
      out.append(convention.comment())
          .append("\n\n| Becomes | Read from, in this order |\n|---|---|\n");
      for (Target target : Target.values()) {
        if (!convention.of(target).isEmpty()) {
          out.append("| ").append(target.title()).append(" | ");
          out.append(
              convention.of(target).stream()
                  .map(AttributeConventionsPageTest::line)
                  .collect(Collectors.joining("<br>")));
          out.append(" |\n");
        }
      }
    }
    return out.toString();
  }

  private static String line(Source source) {
    StringBuilder line = new StringBuilder("`" + source.notation() + "`");
    source.when().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            condition ->
                line.append(" where `")
                    .append(condition.getKey())
                    .append("` is ")
                    .append(
                        condition.getValue().stream()
                            .sorted()
                            .map(value -> value.equals(Source.ANY) ? "there" : "`" + value + "`")
                            .collect(Collectors.joining(" or "))));
    if (!source.not().isEmpty()) {
      line.append(" but not ");
      line.append(
          source.not().stream().sorted().map(v -> "`" + v + "`").collect(Collectors.joining(", ")));
    }
    if (!source.names().isEmpty()) {
      line.append(": ");
      line.append(
          source.names().entrySet().stream()
              .sorted(
                  Map.Entry.<String, String>comparingByValue()
                      .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
              .map(name -> name.getKey() + " → " + name.getValue())
              .collect(Collectors.joining(", ")));
    }
    if (source.format() != null) {
      line.append(" (format ").append(source.format()).append(")");
    }
    return line.toString();
  }
}
