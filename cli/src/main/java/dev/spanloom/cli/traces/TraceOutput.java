package dev.spanloom.cli.traces;

import dev.spanloom.cli.output.FormatOption;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.output.Rows;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.query.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The form in which traces are printed, and what of them. */
final class TraceOutput {
  @Mixin private FormatOption form = new FormatOption();

  @Option(
      names = "--fields",
      paramLabel = "A,B.C",
      converter = FieldsReader.class,
      description = {
        "Only these values: trace_id, tags.env (of the trace), span.outputs.answer (of the root"
            + " span), retriever.outputs (of a span by name), data.spans.*.name."
      })
  private @Nullable Fields fields;

  /** Whether the spans of the traces have to be read. */
  boolean readsSpans() {
    return fields != null && fields.paths().stream().anyMatch(FieldPath::readsSpans);
  }

  Rows<Trace> rows(Console console) {
    Listing<Trace> listing =
        fields == null
            ? TraceListing.ofInfos()
            : TraceListing.ofPaths(fields.paths(), fields.names());
    return form.rows(listing, console);
  }

  /**
   * Chosen values.
   *
   * @param names as they were written
   */
  record Fields(List<String> names, List<FieldPath> paths) {}

  /** Reads a list of paths. */
  static final class FieldsReader implements ITypeConverter<Fields> {
    /** A comma that no open backtick stands before. */
    private static final Pattern COMMA = Pattern.compile(",(?=(?:[^`]*`[^`]*`)*[^`]*$)");

    @Override
    public Fields convert(String text) {
      try {
        List<String> names = new ArrayList<>();
        List<FieldPath> paths = new ArrayList<>();
        for (String item : COMMA.split(text, -1)) {
          String name = item.strip();
          names.add(name);
          paths.add(FieldPath.parse(ofTrace(name) ? "info." + name : name));
        }
        return new Fields(names, paths);
      } catch (MlflowException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }

    /** A word alone, and what the words of a trace begin, is of the trace. */
    private static boolean ofTrace(String name) {
      return !name.contains(".")
          || name.startsWith("tags.")
          || name.startsWith("trace_metadata.")
          || name.startsWith("token_usage.")
          || name.startsWith("cost.");
    }
  }
}
