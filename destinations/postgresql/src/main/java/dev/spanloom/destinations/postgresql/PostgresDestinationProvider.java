package dev.spanloom.destinations.postgresql;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.DestinationProvider;
import dev.spanloom.embedded.StoreDestination;
import dev.spanloom.storage.postgresql.PostgresTraceStore;

/**
 * Opens {@code postgresql://user:password@host:port/database}; what a URI may hold is said at
 * {@link PostgresTraceStore#open}.
 */
public class PostgresDestinationProvider implements DestinationProvider {
  private final String scheme;

  public PostgresDestinationProvider() {
    this("postgresql");
  }

  private PostgresDestinationProvider(String scheme) {
    this.scheme = scheme;
  }

  @Override
  public final String scheme() {
    return scheme;
  }

  @Override
  public final Destination open(String uri) {
    return new StoreDestination(PostgresTraceStore.open(uri));
  }

  /** The same, for {@code postgres://…}. */
  public static final class Postgres extends PostgresDestinationProvider {
    public Postgres() {
      super("postgres");
    }
  }

  /** The same, for {@code jdbc:postgresql://…}. */
  public static final class Jdbc extends PostgresDestinationProvider {
    public Jdbc() {
      super("jdbc");
    }
  }
}
