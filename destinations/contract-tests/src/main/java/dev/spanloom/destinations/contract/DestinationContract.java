package dev.spanloom.destinations.contract;

import dev.spanloom.Mlflow;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A program that traces into one destination. Binders say where that is. */
public abstract class DestinationContract {
  private static final String SPOOLS = "spanloom.spool.dir";

  /** Of each test; its folder {@code spools} is that of the SDK. */
  @TempDir protected Path folder;

  /** Starts what is behind the destination, with nothing in it, and returns its URI. */
  protected abstract String start();

  /** Ends what {@link #start} began. */
  protected void stop() {}

  @BeforeEach
  final void traceIntoIt() {
    System.setProperty(SPOOLS, folder.resolve("spools").toString());
    Mlflow.reset();
    Mlflow.setTrackingUri(start());
  }

  @AfterEach
  final void leaveIt() {
    Mlflow.reset();
    System.clearProperty(SPOOLS);
    stop();
  }
}
