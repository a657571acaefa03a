package dev.spanloom;

/** The version of this library, from the manifest of its jar. */
final class Version {
  private static final String UNKNOWN = "development";

  private Version() {}

  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? UNKNOWN : version;
  }
}
