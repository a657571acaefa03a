package dev.spanloom.destinations.databricks;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.DestinationProvider;
import dev.spanloom.internal.settings.Settings;

/**
 * Opens {@code databricks}, the workspace that the environment or the profile {@code DEFAULT} of
 * {@code ~/.databrickscfg} names, and {@code databricks://<profile>}. Who we are is what
 * Databricks' own SDK finds, as its unified authentication has it.
 */
public final class DatabricksDestinationProvider implements DestinationProvider {
  @Override
  public String scheme() {
    return WorkspaceUri.SCHEME;
  }

  @Override
  public boolean isSchemeEnough() {
    return true;
  }

  @Override
  public String canonicalUri(String uri) {
    return WorkspaceUri.parse(uri).settled(Settings.ofProcess()).toString();
  }

  @Override
  public Destination open(String uri) {
    return DatabricksDestination.open(uri, Settings.ofProcess());
  }
}
