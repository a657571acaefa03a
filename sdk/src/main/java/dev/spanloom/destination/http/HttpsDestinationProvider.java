package dev.spanloom.destination.http;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.DestinationProvider;
import dev.spanloom.internal.mlflow.HttpDestination;
import dev.spanloom.internal.mlflow.ServerLogin;
import dev.spanloom.internal.settings.Settings;

/** Opens {@code https://HOST:PORT/PATH}: a server of ours, or one of MLflow 2.14 or newer. */
public final class HttpsDestinationProvider implements DestinationProvider {
  @Override
  public String scheme() {
    return "https";
  }

  @Override
  public Destination open(String uri) {
    return HttpDestination.open(uri, Settings.ofProcess(), ServerLogin.defaultFile());
  }
}
