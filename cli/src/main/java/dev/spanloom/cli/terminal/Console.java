package dev.spanloom.cli.terminal;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command reads and writes. Not thread-safe. */
public final class Console {
  private final InputStream in;
  private final WatchedOutput bytes;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Terminal terminal;

  /** The command at the top, which has the console. */
  public interface Owner {
    Console console();
  }

  public Console(InputStream in, OutputStream out, OutputStream err, Terminal terminal) {
    this.in = in;
    this.bytes = new WatchedOutput(out);
    this.out = writer(bytes, terminal.interactive());
    this.err = writer(err, true);
    this.terminal = terminal;
  }

  /**
   * The standard streams, without the layers of {@code System.out}, which swallow what goes wrong.
   */
  public static Console ofProcess() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        Terminal.ofProcess());
  }

  /** The console of a command line, from any command of it. */
  public static Console of(CommandSpec spec) {
    return ((Owner) spec.root().userObject()).console();
  }

  private static PrintWriter writer(OutputStream stream, boolean flushesLines) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), flushesLines);
  }

  /** What the command is asked for. */
  public PrintWriter out() {
    return out;
  }

  /** What is said beside it. */
  public PrintWriter err() {
    return err;
  }

  /** Standard input. */
  public InputStream in() {
    return in;
  }

  /** Standard output for what writes bytes; it is not to be closed. */
  public OutputStream outBytes() {
    out.flush();
    return bytes;
  }

  public Terminal terminal() {
    return terminal;
  }

  /**
   * Writes out what is printed so far, and stops a command whose output does not get anywhere.
   *
   * @throws OutputFailedException then
   */
  public void checkOut() {
    out.flush();
    IOException failure = bytes.failure();
    if (failure != null) {
      throw new OutputFailedException(failure);
    }
  }

  /**
   * Asks a person. Only an answer that begins with y is a yes.
   *
   * @throws IllegalStateException when nobody can answer
   */
  public boolean confirm(String question) {
    if (!terminal.interactive()) {
      throw new IllegalStateException("nobody to ask: " + question);
    }
    err.print(question + " [y/N] ");
    err.flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of progress; silent unless a person looks at it. */
  public ProgressLine progress(String doing, String things) {
    return new ProgressLine(err, terminal, doing, things, System::nanoTime);
  }
}
