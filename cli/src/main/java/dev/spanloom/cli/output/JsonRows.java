package dev.spanloom.cli.output;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document: an object with the things as an array and the token of the next page, which is
 * null on the last one. Written as it comes.
 */
final class JsonRows<T> implements Rows<T> {
  private final String plural;
  private final Function<T, Map<String, @Nullable Object>> asMap;
  private final PrintWriter out;
  private boolean begun;

  JsonRows(String plural, Function<T, Map<String, @Nullable Object>> asMap, Console console) {
    this.plural = plural;
    this.asMap = asMap;
    this.out = console.out();
  }

  @Override
  public void add(T item) {
    out.print(begun ? ",\n" : begin() + "\n");
    out.print("    ");
    out.print(JsonWriter.pretty().value(asMap.apply(item)).toString().replace("\n", "\n    "));
    begun = true;
  }

  @Override
  public void end(@Nullable String nextPageToken) {
    out.print(begun ? "\n  ]" : begin() + "]");
    out.print(",\n  \"next_page_token\": ");
    out.println(JsonWriter.write(nextPageToken));
    out.println("}");
  }

  private String begin() {
    return "{\n  " + JsonWriter.write(plural) + ": [";
  }
}
