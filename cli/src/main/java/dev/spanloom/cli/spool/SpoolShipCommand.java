package dev.spanloom.cli.spool;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.Destinations;
import dev.spanloom.internal.export.LeftSpool;
import dev.spanloom.internal.settings.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ships what dead programs left. */
@Command(
    name = "ship",
    description = {
      "Ship what dead programs left in their spools, and delete what has arrived.",
      "Spools of living programs are left to them. Ends with 1 when something could not be shipped;"
          + " it is then still there."
    })
final class SpoolShipCommand extends SpoolCommand {
  @Parameters(
      paramLabel = "SPOOL",
      arity = "0..*",
      description = "Those that list shows, or paths of them; all when none is named.")
  private List<String> spools = List.of();

  @Option(
      names = "--to",
      paramLabel = "URI",
      description =
          "Where to, instead of where they were meant to go. Logins are not in a spool: they come"
              + " from here or from MLFLOW_TRACKING_URI.")
  private @Nullable String to;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "How often a write is tried that fails; ${DEFAULT-VALUE} unless given.")
  private int attempts = 5;

  @Override
  public Integer call() throws IOException {
    if (attempts < 1) {
      throw wrongUsage("--attempts: " + attempts + " (expected: 1 or more)");
    }
    if (to != null) {
      try {
        Destinations.check(to);
      } catch (IllegalArgumentException e) {
        throw wrongUsage("--to: " + e.getMessage());
      }
    }
    List<LeftSpool> chosen = new ArrayList<>();
    for (String name : spools) {
      chosen.addAll(named(name));
    }
    int code = SUCCESS;
    int shipped = 0;
    for (LeftSpool left : spools.isEmpty() ? all() : chosen) {
      Optional<LeftSpool.Shipped> result = ship(left);
      if (result.isPresent()) {
        shipped++;
        code = tell(left, result.get(), console()) ? code : FAILURE;
      } else if (!spools.isEmpty()) {
        console()
            .err()
            .println(
                "spanloom: "
                    + name(left)
                    + (left.spool().isOfLaterVersion()
                        ? " was written by a later version of Spanloom, and is left to that"
                        : " belongs to a living program, and is left to it"));
        code = FAILURE;
      }
    }
    if (shipped == 0 && code == SUCCESS) {
      console().out().println("No spool of a dead program in " + root() + ".");
    }
    return code;
  }

  private Optional<LeftSpool.Shipped> ship(LeftSpool left) throws IOException {
    String uri = to == null ? withLogin(left.uri()) : to;
    AtomicReference<Destination> opened = new AtomicReference<>();
    try {
      return left.ship(
          () -> {
            Destination known = opened.get();
            if (known == null) {
              known = Destinations.open(uri);
              opened.set(known);
            }
            return known;
          },
          attempts);
    } finally {
      Destination destination = opened.get();
      if (destination != null) {
        destination.close();
      }
    }
  }

  /** The tracking URI where it means the same place: it may have the login that the spool lacks. */
  private static String withLogin(String uri) {
    return Settings.ofProcess()
        .text("MLFLOW_TRACKING_URI")
        .filter(known -> Destinations.withoutLogin(Destinations.canonicalUri(known)).equals(uri))
        .orElse(uri);
  }

  private static boolean tell(LeftSpool left, LeftSpool.Shipped result, Console console) {
    console
        .out()
        .println(
            name(left)
                + ": "
                + Texts.count(result.spans(), "span")
                + " for "
                + left.uri()
                + (result.refused() > 0
                    ? ", " + Texts.count(result.refused(), "span") + " refused for good"
                    : ""));
    if (!result.complete()) {
      console.err().println("spanloom: the rest is still there: " + result.failure());
    }
    return result.complete() && result.refused() == 0;
  }
}
