package dev.spanloom.cli;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A command as a user types it, and what comes of it.
 *
 * @param code what the process would end with
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int code, String out, String err) {
  /** A terminal with a person before it. */
  static final Terminal PERSON = new Terminal(80, false, true, true);

  static CommandRun of(String... words) {
    return of(Terminal.NONE, "", words);
  }

  static CommandRun of(Terminal terminal, String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        SpanloomCommand.run(
            new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                terminal),
            words);
    return new CommandRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
