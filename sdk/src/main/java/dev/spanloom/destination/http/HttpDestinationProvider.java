package dev.spanloom.destination.http;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.DestinationProvider;
import dev.spanloom.internal.mlflow.HttpDestination;
import dev.spanloom.internal.mlflow.ServerLogin;
import dev.spanloom.internal.settings.Settings;

/** Opens {@code http://HOST:PORT/PATH}: a server of ours, or one of MLflow 2.14 or newer. */
public final class HttpDestinationProvider implements DestinationProvider {
  @Override
  public String scheme() {
    return "http";
  }

  @Override
  public Destination open(String uri) {
    return HttpDestination.open(uri, Settings.ofProcess(), ServerLogin.defaultFile());
  }
}
