package dev.spanloom.cli.option;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.storage.TraceStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that works on a store: opened for it, and closed behind it. */
public abstract class StoreCommand implements Callable<Integer> {
  /** What the process ends with when the command did what it should. */
  public static final int SUCCESS = 0;

  /** What the process ends with when it could not do all of it. */
  public static final int FAILURE = 1;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption store = new StoreOption();

  @Override
  public final Integer call() throws Exception {
    checkWords();
    try (TraceStore open = makesStore() ? store.open() : store.openExisting()) {
      return run(open, console());
    }
  }

  /** Looks at the words of the command before the store is opened. */
  protected void checkWords() {}

  /** Whether the store is made when it is not there. */
  protected boolean makesStore() {
    return false;
  }

  /**
   * Does it.
   *
   * @return what the process ends with
   */
  protected abstract int run(TraceStore store, Console console) throws Exception;

  protected final Console console() {
    return Console.of(spec);
  }

  /** Words that cannot be meant so. */
  protected final ParameterException wrongUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
