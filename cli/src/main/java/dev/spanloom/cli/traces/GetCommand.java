package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints traces by id. */
@Command(
    name = "get",
    description = "Print traces: as trees, as tables of spans, in MLflow's or OTLP's JSON form.",
    footer = {
      "",
      "  spanloom traces get tr-0123…",
      "  spanloom traces get tr-0123… --json > trace.json",
      "  spanloom traces get tr-0123… --attachments files/",
      "  spanloom traces get tr-0123… --spans 0:200 --output table"
    })
final class GetCommand extends StoreCommand {
  @Parameters(arity = "1..*", paramLabel = "ID", description = "Trace ids, such as tr-0123….")
  private List<String> ids = List.of();

  @ArgGroup private FormGroup form = new FormGroup();

  /** One way to name the form. */
  static final class FormGroup {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORM",
        description =
            "One of ${COMPLETION-CANDIDATES}; tree unless given. table and csv list the spans"
                + " without their payloads.")
    private @Nullable TraceForm form;

    @Option(
        names = "--json",
        description = "MLflow's JSON form, as Trace.to_json in Python writes it.")
    private boolean json;

    @Option(names = "--otlp", description = "An OTLP request in JSON on one line.")
    private boolean otlp;

    TraceForm chosen() {
      if (form != null) {
        return form;
      }
      return json ? TraceForm.JSON : otlp ? TraceForm.OTLP : TraceForm.TREE;
    }
  }

  @Option(
      names = "--spans",
      paramLabel = "OFFSET:LIMIT",
      converter = SpanRange.Reader.class,
      description = "Only a part of the spans: roots first, then by start time.")
  private @Nullable SpanRange spans;

  @Option(
      names = "--attachments",
      paramLabel = "DIR",
      description =
          "Also save the files that were taken out of the spans into this folder, each under its"
              + " id. What is saved is listed on the error stream.")
  private @Nullable Path attachments;

  @Override
  protected int run(TraceStore store, Console console) {
    TracePrinter printer = new TracePrinter(store, console, form.chosen(), spans);
    int unknown = 0;
    for (String id : ids) {
      if (printer.print(id)) {
        saveAttachments(id, store, console);
      } else {
        console.err().println("spanloom: " + UnknownTrace.message(id, store));
        unknown++;
      }
    }
    return unknown == 0 ? SUCCESS : FAILURE;
  }

  private void saveAttachments(String id, TraceStore store, Console console) {
    Path folder = attachments;
    if (folder != null) {
      store.reader().trace(id).ifPresent(new AttachmentFolder(folder, store, console)::save);
    }
  }
}
