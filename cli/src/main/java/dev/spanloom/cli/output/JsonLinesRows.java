package dev.spanloom.cli.output;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON document on each line; that there is more is said on standard error. */
final class JsonLinesRows<T> implements Rows<T> {
  private final Function<T, Map<String, @Nullable Object>> asMap;
  private final Console console;

  JsonLinesRows(Function<T, Map<String, @Nullable Object>> asMap, Console console) {
    this.asMap = asMap;
    this.console = console;
  }

  @Override
  public void add(T item) {
    console.out().println(JsonWriter.write(asMap.apply(item)));
  }

  @Override
  public void end(@Nullable String nextPageToken) {
    if (nextPageToken != null) {
      console.err().println("More with --page-token " + nextPageToken);
    }
  }
}
